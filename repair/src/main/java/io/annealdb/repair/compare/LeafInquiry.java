package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/**
 * A source finds out which values of one leaf its successor lacks or holds under a lower stamp.
 * Each answer leads to the next question or to the decision:
 *
 * <pre>
 *   KEYS ─▶ other points ─────────────────────────┬─▶ the rest sums up alike ─▶ decided
 *     └───▶ same points, a byte to check each ──┐ │
 *             ┌─▶ CHECKS, another salt ─────────┴─┴─▶ VERSIONS of what is odd
 *             │                                            │ the rest sums up alike ─▶ decided
 *             └──────────────── it does not ◀──────────────┘ after {@link #ATTEMPTS_MAX}: send all
 * </pre>
 *
 * No value is taken for equal but under a 64-bit sum.
 */
final class LeafInquiry {
    private static final int ATTEMPTS_MAX = 4;

    private final LeafRef ref;
    private final Leaf own;
    private final OptionalLong theirSum;
    private final List<Delete> ownDeletes;
    private final int salt;

    private PointKeys theirs = PointKeys.NONE;
    private int[] ownPoint; // by their point: ours at that time, or -1
    private PointClass[] classes;
    private int attempt;
    private LeafQuestion question;
    private LeafDecision decision;

    /**
     * @param theirSum folded sum of all of the successor's leaf, if it is known
     * @param ownDeletes what the successor may not have applied yet: a value of its that one of
     *     them hides counts as lacking
     */
    LeafInquiry(LeafRef ref, Leaf own, OptionalLong theirSum, List<Delete> ownDeletes, int salt) {
        this.ref = ref;
        this.own = own;
        this.theirSum = theirSum;
        this.ownDeletes =
                ownDeletes.stream()
                        .filter(delete -> delete.series().matches(own.series()))
                        .toList();
        this.salt = salt;
        if (own.size() == 0) {
            decision = LeafDecision.none();
        } else {
            question = new LeafQuestion.Keys(ref, own.keys().hash(salt));
        }
    }

    Leaf own() {
        return own;
    }

    /** The next question; null once decided. */
    LeafQuestion question() {
        return question;
    }

    boolean decided() {
        return decision != null;
    }

    LeafDecision decision() {
        return decision;
    }

    /**
     * @throws MalformedException if that is no answer to the question
     */
    void take(LeafAnswer answer) {
        if (answer instanceof LeafAnswer.SendAll) {
            decide(LeafDecision.all(own));
        } else if (answer instanceof LeafAnswer.Keys keys
                && question instanceof LeafQuestion.Keys) {
            takeKeys(keys.keys());
        } else if (answer instanceof LeafAnswer.Checks checks
                && !(question instanceof LeafQuestion.Versions)) {
            if (question instanceof LeafQuestion.Keys) {
                match(own.keys());
            }
            takeChecks(checks.checks());
        } else if (answer instanceof LeafAnswer.Versions versions
                && question instanceof LeafQuestion.Versions) {
            takeVersions(versions);
        } else {
            throw new MalformedException("no answer to " + question + ": " + answer);
        }
    }

    private void takeKeys(PointKeys keys) {
        match(keys);
        if (theirs.size() == 0) {
            decide(LeafDecision.all(own));
        } else if (!allRest() || theirSum.isEmpty()) {
            askVersions();
        } else if (sumsUpAlike()) {
            decide(decisionWith(List.of()));
        } else {
            askChecks();
        }
    }

    private boolean allRest() {
        return Arrays.stream(classes).allMatch(PointClass.REST::equals);
    }

    /** Whether what we have at their points is all that they have there. */
    private boolean sumsUpAlike() {
        return theirSum.isPresent() && theirSum.getAsLong() == Salted.fold(restSum(), salt);
    }

    private void takeChecks(byte[] checks) {
        if (checks.length != theirs.size()) {
            throw new MalformedException(checks.length + " checks of " + theirs.size() + " points");
        }
        long mixed = Salted.ofAttempt(salt, attempt);
        boolean found = false;
        for (int point = 0; point < checks.length; point++) {
            if (classes[point] == PointClass.REST
                    && Leaf.check(restDigest(point), mixed) != checks[point]) {
                classes[point] = PointClass.STAMPS;
                found = true;
            }
        }
        if (found || theirSum.isEmpty()) {
            askVersions();
        } else if (allRest() && sumsUpAlike()) {
            decide(decisionWith(List.of()));
        } else {
            tryAgain();
        }
    }

    private void takeVersions(LeafAnswer.Versions versions) {
        if (versions.restSum() == Salted.fold(restSum(), salt)) {
            decide(decisionWith(versions.values()));
        } else {
            tryAgain();
        }
    }

    private void tryAgain() {
        if (attempt == ATTEMPTS_MAX) {
            decide(LeafDecision.all(own));
        } else {
            askChecks();
        }
    }

    private void askChecks() {
        question = new LeafQuestion.Checks(ref, ++attempt);
    }

    private void askVersions() {
        question = new LeafQuestion.Versions(ref, List.of(classes));
    }

    private void decide(LeafDecision what) {
        decision = what;
        question = null;
    }

    /** Finds our point to each of theirs, and what to ask of it. */
    private void match(PointKeys keys) {
        theirs = keys;
        ownPoint = new int[keys.size()];
        classes = new PointClass[keys.size()];
        long[] times = own.keys().times();
        int at = 0;
        for (int point = 0; point < ownPoint.length; point++) {
            long time = keys.times()[point];
            while (at < times.length && times[at] < time) {
                at++;
            }
            boolean shared = at < times.length && times[at] == time;
            ownPoint[point] = shared ? at : -1;
            classes[point] =
                    shared
                            ? classOf(own.keys().shapes()[at], keys.shapes()[point])
                            : PointClass.UNKNOWN;
        }
    }

    private static PointClass classOf(Shape ours, Shape theirs) {
        if (ours.equals(theirs)) {
            return PointClass.REST;
        }
        long shared = theirs.columns().stream().filter(ours.columns()::contains).count();
        if (shared == theirs.size()) {
            return PointClass.REST;
        }
        return shared == 0 ? PointClass.UNKNOWN : PointClass.STAMPS;
    }

    private CellDigest restSum() {
        CellDigest sum = CellDigest.EMPTY;
        for (int point = 0; point < classes.length; point++) {
            if (classes[point] == PointClass.REST) {
                sum = sum.plus(restDigest(point));
            }
        }
        return sum;
    }

    /** Our values of one of their points, of the fields that they have. */
    private CellDigest restDigest(int point) {
        int mine = ownPoint[point];
        Shape shape = theirs.shapes()[point];
        if (own.keys().shapes()[mine].equals(shape)) {
            return own.digestOfPoint(mine);
        }
        CellDigest sum = CellDigest.EMPTY;
        for (int field = 0; field < own.fieldCount(mine); field++) {
            int ordinal = own.ordinal(mine, field);
            if (shape.columns().contains(own.column(ordinal))) {
                sum = sum.plus(own.digestOfValue(ordinal));
            }
        }
        return sum;
    }

    /** Everything of ours is missing there, but for what the rest has proved and versions beat. */
    private LeafDecision decisionWith(List<LeafAnswer.ValueVersion> versions) {
        LeafDecision all = LeafDecision.all(own);
        int next = 0;
        for (int point = 0; point < classes.length; point++) {
            int mine = ownPoint[point];
            Shape shape = theirs.shapes()[point];
            if (classes[point] == PointClass.REST) {
                for (int field = 0; field < own.fieldCount(mine); field++) {
                    int ordinal = own.ordinal(mine, field);
                    if (shape.columns().contains(own.column(ordinal))) {
                        all.missing().clear(ordinal);
                    }
                }
            } else if (classes[point] == PointClass.STAMPS) {
                for (Shape.Column column : shape.columns()) {
                    if (next == versions.size()) {
                        throw new MalformedException("versions of too few values: " + next);
                    }
                    weigh(all, mine, column, versions.get(next++));
                }
            }
        }
        return all;
    }

    private void weigh(
            LeafDecision all, int point, Shape.Column column, LeafAnswer.ValueVersion theirs) {
        int field = own.keys().shapes()[point].columns().indexOf(column);
        if (field < 0) {
            return;
        }
        int ordinal = own.ordinal(point, field);
        if (hides(own.keys().times()[point], theirs.stamp())) {
            return;
        }
        all.missing().clear(ordinal);
        int byStamp = own.stamp(ordinal).compareTo(theirs.stamp());
        if (byStamp > 0
                || byStamp == 0
                        && Leaf.contentCheck(own.item(ordinal), salt) != theirs.contentCheck()) {
            all.becomesStale(ordinal, theirs.stamp());
        }
    }

    private boolean hides(long time, Stamp written) {
        for (Delete delete : ownDeletes) {
            if (delete.hides(own.series(), time, written)) {
                return true;
            }
        }
        return false;
    }
}
