package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The source's points beside those that the successor says it has. */
final class PointMatch {
    /** Of fewer suspects the stamps themselves cost no more than bounds. */
    private static final int BOUNDED_MIN = 8;

    private final Leaf own;
    private final PointKeys theirs;
    private final int[] ownPoint; // by their point: ours at that time, or -1
    private final PointClass[] classes; // by their point

    PointMatch(Leaf own, PointKeys theirs) {
        this.own = own;
        this.theirs = theirs;
        this.ownPoint = new int[theirs.size()];
        this.classes = new PointClass[theirs.size()];
        long[] times = own.keys().times();
        int at = 0;
        for (int point = 0; point < ownPoint.length; point++) {
            long time = theirs.times()[point];
            while (at < times.length && times[at] < time) {
                at++;
            }
            boolean shared = at < times.length && times[at] == time;
            ownPoint[point] = shared ? at : -1;
            classes[point] =
                    shared
                            ? classOf(own.keys().shapes()[at], theirs.shapes()[point])
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

    int size() {
        return theirs.size();
    }

    List<PointClass> classes() {
        return List.of(classes);
    }

    boolean allRest() {
        return Arrays.stream(classes).allMatch(PointClass.REST::equals);
    }

    boolean isRest(int point) {
        return classes[point] == PointClass.REST;
    }

    /** The stamps of that point's values are wanted, if it shares any with ours. */
    void suspect(int point) {
        if (classes[point] == PointClass.REST) {
            classes[point] = PointClass.STAMPS;
        }
    }

    /**
     * The stamps of all points are at hand.
     *
     * @throws MalformedException if one of them stands where we have none
     */
    void suspectAll() {
        for (int point = 0; point < classes.length; point++) {
            if (ownPoint[point] < 0) {
                throw new MalformedException("a point of another time than was asked for");
            }
            classes[point] = PointClass.STAMPS;
        }
    }

    /** The sum of what we have at their points of class REST, of the fields that they have. */
    CellDigest restSum() {
        CellDigest sum = CellDigest.EMPTY;
        for (int point = 0; point < classes.length; point++) {
            if (classes[point] == PointClass.REST) {
                sum = sum.plus(restDigest(point));
            }
        }
        return sum;
    }

    /** Our values at one of their points, of the fields that they have. */
    CellDigest restDigest(int point) {
        int mine = ownPoint[point];
        Shape shape = theirs.shapes()[point];
        if (own.keys().shapes()[mine].equals(shape)) {
            return own.digestOfPoint(mine);
        }
        CellDigest sum = CellDigest.EMPTY;
        for (int ordinal : shared(point)) {
            sum = sum.plus(own.digestOfValue(ordinal));
        }
        return sum;
    }

    /**
     * Takes out of a decision what the rest has proved to be there, and what their versions beat.
     *
     * @param decision in which all of ours at their points is missing
     * @param versions of their points of class STAMPS
     * @param hiding deletes of ours: a value of theirs that one hides counts as missing
     * @throws MalformedException if these are not their versions
     */
    void weigh(
            LeafDecision decision,
            List<LeafAnswer.ValueVersion> versions,
            List<Delete> hiding,
            int salt) {
        int next = 0;
        for (int point = 0; point < classes.length; point++) {
            Shape shape = theirs.shapes()[point];
            if (classes[point] == PointClass.REST) {
                proved(decision, point);
            } else if (classes[point] == PointClass.STAMPS) {
                for (Shape.Column column : shape.columns()) {
                    if (next == versions.size()) {
                        throw new MalformedException("versions of too few values: " + next);
                    }
                    weigh(decision, ownPoint[point], column, versions.get(next++), hiding, salt);
                }
            }
        }
        if (next != versions.size()) {
            throw new MalformedException("versions of too many values: " + versions.size());
        }
    }

    /** The same where all of their stamps lie below ours, or all above. */
    void weighOneSided(LeafDecision decision, boolean below) {
        for (int point = 0; point < classes.length; point++) {
            if (classes[point] == PointClass.REST) {
                proved(decision, point);
            } else if (classes[point] == PointClass.STAMPS) {
                for (int ordinal : shared(point)) {
                    if (below) {
                        decision.becomesStale(ordinal);
                    } else {
                        decision.missing().clear(ordinal);
                    }
                }
            }
        }
    }

    /** Bounds of our stamps at points of class STAMPS; empty if these are few. */
    Optional<LeafQuestion.StampBounds> ownBounds() {
        Stamp low = null;
        Stamp high = null;
        int suspects = 0;
        for (int point = 0; point < classes.length; point++) {
            if (classes[point] == PointClass.STAMPS) {
                suspects++;
                for (int ordinal : shared(point)) {
                    Stamp stamp = own.stamp(ordinal);
                    low = low == null || stamp.compareTo(low) < 0 ? stamp : low;
                    high = high == null || stamp.compareTo(high) > 0 ? stamp : high;
                }
            }
        }
        return suspects < BOUNDED_MIN
                ? Optional.empty()
                : Optional.of(new LeafQuestion.StampBounds(low, high));
    }

    /** Ordinals of our values of the fields that they have at one of their points. */
    private int[] shared(int point) {
        int mine = ownPoint[point];
        Shape shape = theirs.shapes()[point];
        return IntStream.range(0, own.fieldCount(mine))
                .map(field -> own.ordinal(mine, field))
                .filter(ordinal -> shape.columns().contains(own.column(ordinal)))
                .toArray();
    }

    private void proved(LeafDecision decision, int point) {
        for (int ordinal : shared(point)) {
            decision.missing().clear(ordinal);
        }
    }

    private void weigh(
            LeafDecision decision,
            int point,
            Shape.Column column,
            LeafAnswer.ValueVersion version,
            List<Delete> hiding,
            int salt) {
        int field = own.keys().shapes()[point].columns().indexOf(column);
        if (field < 0 || hides(hiding, own.keys().times()[point], version.stamp())) {
            return;
        }
        int ordinal = own.ordinal(point, field);
        int byStamp = own.stamp(ordinal).compareTo(version.stamp());
        boolean other =
                version.contentCheck() == LeafAnswer.ValueVersion.NOT_TOLD
                        || Leaf.contentCheck(own.item(ordinal), salt) != version.contentCheck();
        if (byStamp > 0 || byStamp == 0 && other) {
            decision.becomesStale(ordinal, version.stamp());
        } else {
            decision.missing().clear(ordinal);
        }
    }

    private boolean hides(List<Delete> deletes, long time, Stamp written) {
        SeriesKey series = own.series();
        for (Delete delete : deletes) {
            if (delete.hides(series, time, written)) {
                return true;
            }
        }
        return false;
    }
}
