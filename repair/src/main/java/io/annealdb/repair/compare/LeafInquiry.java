package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.repair.sketch.Sketch;
import io.annealdb.repair.sketch.SketchDifference;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;

/**
 * A source finds out which values of one leaf its successor lacks or holds under a lower stamp.
 * Each answer leads to the next question or to the decision:
 *
 * <pre>
 *   KEYS ─▶ other points ─────────────────────────┬─▶ the rest sums up alike ─▶ decided
 *    ▲└───▶ same points: a sketch of them, or ────┼─▶ VERSIONS of what is odd
 *    │      a byte to check each                  │        │ the rest sums up alike ─▶ decided
 *    │        └─▶ CHECKS, another salt ───────────┘        │
 *    │             └───────────── it does not ◀────────────┘ after {@link #ATTEMPTS_MAX}: send all
 *    │ it would take too many
 *   SYMBOLS, more of them ─▶ the sketch comes apart ─▶ nothing of theirs in it ──▶ decided
 *                                └─▶ VERSIONS_AT the times of ours in it ─▶ decided
 * </pre>
 *
 * Points at regular times begin with KEYS, which are few bytes then, others with SYMBOLS. No value
 * is taken for equal but under a 64-bit sum.
 */
final class LeafInquiry {
    private static final int ATTEMPTS_MAX = 4;

    /** Keys of so many bytes are asked for at once. */
    private static final int KEY_BYTES_CHEAP = LeafWitness.SYMBOLS_FIRST * Sketch.SYMBOL_BYTES;

    private static final int GROWTH = 4;

    private final LeafRef ref;
    private final Leaf own;
    private final OptionalLong theirValues;
    private final boolean stampsWanted;
    private final List<Delete> ownDeletes;
    private final int salt;

    private OptionalLong theirSum;
    private PointMatch match; // null until their points are known
    private Sketch sketch = Sketch.NONE;
    private int attempt;
    private BitSet sketched = new BitSet(); // own points in the sketch, while VERSIONS_AT is asked
    private LeafQuestion question;
    private LeafDecision decision;
    private OptionalLong tooLarge = OptionalLong.empty();

    /**
     * @param theirs folded sum and number of values of the successor's leaf, if known
     * @param stampsWanted whether the successor's stamps are wanted even where they decide nothing
     * @param ownDeletes what the successor may not have applied yet: a value of its that one of
     *     them hides counts as lacking
     */
    LeafInquiry(
            LeafRef ref,
            Leaf own,
            Optional<Answer.Sum> theirs,
            boolean stampsWanted,
            List<Delete> ownDeletes,
            int salt) {
        this.stampsWanted = stampsWanted;
        this.ref = ref;
        this.own = own;
        this.theirSum =
                theirs.map(sum -> OptionalLong.of(sum.folded())).orElse(OptionalLong.empty());
        this.theirValues =
                theirs.map(sum -> OptionalLong.of(sum.values())).orElse(OptionalLong.empty());
        this.ownDeletes =
                ownDeletes.stream()
                        .filter(delete -> delete.series().matches(own.series()))
                        .toList();
        this.salt = salt;
        if (own.size() == 0) {
            decision = LeafDecision.none();
        } else {
            begin();
        }
    }

    private void begin() {
        int keyBytes = PointKeysCodec.bytes(own.keys());
        long lacking =
                theirValues.isPresent()
                        ? Math.abs(own.valueCount() - theirValues.getAsLong())
                                * own.size()
                                / own.valueCount()
                        : 0;
        long symbols = Math.max(LeafWitness.SYMBOLS_FIRST, 3 + 3 * lacking / 2);
        if (keyBytes <= KEY_BYTES_CHEAP || symbols * Sketch.SYMBOL_BYTES > keyBytes) {
            askKeys();
        } else {
            question = new LeafQuestion.Symbols(ref, 0, (int) symbols);
        }
    }

    LeafRef ref() {
        return ref;
    }

    Leaf own() {
        return own;
    }

    /** The next question; null once it is over. */
    LeafQuestion question() {
        return question;
    }

    boolean over() {
        return question == null;
    }

    /** How many values the successor has, if those are too many to talk about at once. */
    OptionalLong tooLarge() {
        return tooLarge;
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
        } else if (answer instanceof LeafAnswer.TooLarge large) {
            tooLarge = OptionalLong.of(large.values());
            question = null;
        } else if (answer instanceof LeafAnswer.Keys keys
                && question instanceof LeafQuestion.Keys) {
            takeKeys(keys);
        } else if (answer instanceof LeafAnswer.Symbols symbols
                && (question instanceof LeafQuestion.Keys
                        || question instanceof LeafQuestion.Symbols)) {
            takeSymbols(symbols.symbols());
        } else if (answer instanceof LeafAnswer.Checks checks
                && (question instanceof LeafQuestion.Keys
                        || question instanceof LeafQuestion.Checks)) {
            takeChecks(checks.checks());
        } else if (answer instanceof LeafAnswer.Versions versions
                && question instanceof LeafQuestion.Versions) {
            takeVersions(versions);
        } else if (answer instanceof LeafAnswer.OneSided sided
                && question instanceof LeafQuestion.Versions) {
            takeOneSided(sided);
        } else if (answer instanceof LeafAnswer.VersionsAt versions
                && question instanceof LeafQuestion.VersionsAt) {
            takeVersionsAt(versions);
        } else {
            throw new MalformedException("no answer to " + question + ": " + answer);
        }
    }

    private void takeKeys(LeafAnswer.Keys answer) {
        match = new PointMatch(own, answer.keys());
        if (answer.sum().isPresent()) {
            theirSum = answer.sum();
        }
        if (match.size() == 0) {
            decide(LeafDecision.all(own));
        } else if (!match.allRest() || theirSum.isEmpty()) {
            askVersions();
        } else if (sumsUpAlike()) {
            decide(decisionWith(List.of()));
        } else {
            askChecks();
        }
    }

    /** Whether what we have at their points is all that they have there. */
    private boolean sumsUpAlike() {
        return theirSum.isPresent() && theirSum.getAsLong() == Salted.fold(match.restSum(), salt);
    }

    private void takeSymbols(Sketch symbols) {
        if (question instanceof LeafQuestion.Keys) {
            match = new PointMatch(own, own.keys());
            sketch = Sketch.NONE;
        } else if (symbols.size() != ((LeafQuestion.Symbols) question).count()) {
            throw new MalformedException("a sketch of " + symbols + ", not what was asked for");
        }
        sketch = sketch.followedBy(symbols);
        long[] items = own.items(salt);
        Optional<Set<Long>> difference = SketchDifference.of(items, sketch);
        if (difference.isEmpty()) {
            moreSymbols();
            return;
        }
        BitSet ours = new BitSet();
        for (int point = 0; point < items.length; point++) {
            if (difference.get().contains(items[point])) {
                ours.set(point);
            }
        }
        if (match != null) {
            ours.stream().forEach(match::suspect);
            askVersions();
        } else if (ours.cardinality() == difference.get().size()) {
            decide(missing(ours));
        } else if (ours.isEmpty()) {
            decide(LeafDecision.none());
        } else {
            sketched = ours;
            question =
                    new LeafQuestion.VersionsAt(
                            ref, ours.stream().mapToLong(at -> own.keys().times()[at]).toArray());
        }
    }

    /** As long as they cost less than what finds the difference without them. */
    private void moreSymbols() {
        int count = (GROWTH - 1) * sketch.size();
        int instead = match == null ? PointKeysCodec.bytes(own.keys()) : own.size();
        if ((sketch.size() + count) * Sketch.SYMBOL_BYTES <= instead) {
            question = new LeafQuestion.Symbols(ref, sketch.size(), count);
        } else if (match == null) {
            askKeys();
        } else {
            askChecks();
        }
    }

    private LeafDecision missing(BitSet points) {
        LeafDecision decided = LeafDecision.none();
        points.stream()
                .forEach(
                        point -> {
                            for (int field = 0; field < own.fieldCount(point); field++) {
                                decided.missing().set(own.ordinal(point, field));
                            }
                        });
        return decided;
    }

    private void takeChecks(byte[] checks) {
        if (question instanceof LeafQuestion.Keys) {
            match = new PointMatch(own, own.keys());
        }
        if (checks.length != match.size()) {
            throw new MalformedException(checks.length + " checks of " + match.size() + " points");
        }
        long mixed = Salted.ofAttempt(salt, attempt);
        boolean found = false;
        for (int point = 0; point < checks.length; point++) {
            if (match.isRest(point)
                    && Leaf.check(match.restDigest(point), mixed) != checks[point]) {
                match.suspect(point);
                found = true;
            }
        }
        if (found || theirSum.isEmpty()) {
            askVersions();
        } else if (match.allRest() && sumsUpAlike()) {
            decide(decisionWith(List.of()));
        } else {
            tryAgain();
        }
    }

    private void takeVersions(LeafAnswer.Versions versions) {
        if (versions.restSum() == Salted.fold(match.restSum(), salt)) {
            decide(decisionWith(versions.values()));
        } else {
            tryAgain();
        }
    }

    private void takeOneSided(LeafAnswer.OneSided answer) {
        if (answer.restSum() == Salted.fold(match.restSum(), salt)) {
            LeafDecision decided = LeafDecision.all(own);
            match.weighOneSided(decided, answer.below());
            decide(decided);
        } else {
            tryAgain();
        }
    }

    private void takeVersionsAt(LeafAnswer.VersionsAt answer) {
        PointMatch present = new PointMatch(own, answer.present());
        present.suspectAll();
        LeafDecision decided = missing(sketched);
        present.weigh(decided, answer.values(), ownDeletes, salt);
        decide(decided);
    }

    private void tryAgain() {
        if (attempt == ATTEMPTS_MAX) {
            decide(LeafDecision.all(own));
        } else {
            askChecks();
        }
    }

    private void askKeys() {
        boolean maySame = theirValues.isEmpty() || theirValues.getAsLong() == own.valueCount();
        question =
                new LeafQuestion.Keys(
                        ref,
                        maySame ? OptionalInt.of(own.keys().hash(salt)) : OptionalInt.empty(),
                        theirSum.isEmpty());
    }

    private void askChecks() {
        question = new LeafQuestion.Checks(ref, ++attempt);
    }

    private void askVersions() {
        question =
                new LeafQuestion.Versions(
                        ref, match.classes(), stampsWanted ? Optional.empty() : match.ownBounds());
    }

    /** Everything of ours is missing there, but for what the rest has proved and versions beat. */
    private LeafDecision decisionWith(List<LeafAnswer.ValueVersion> versions) {
        LeafDecision decided = LeafDecision.all(own);
        match.weigh(decided, versions, ownDeletes, salt);
        return decided;
    }

    private void decide(LeafDecision what) {
        decision = what;
        question = null;
    }
}
