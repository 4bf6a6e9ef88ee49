package io.annealdb.repair.compare;

import io.annealdb.points.digest.CellDigest;
import io.annealdb.repair.sketch.Sketch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;

/** What a successor says of a leaf: a pure function of the question and its own leaf. */
final class LeafWitness {
    /** A leaf of so many points is checked point by point at once: a sketch costs as much. */
    private static final int CHECKED_AT_ONCE = 96;

    /** Symbols of the first answer about a larger leaf. */
    static final int SYMBOLS_FIRST = CHECKED_AT_ONCE / Sketch.SYMBOL_BYTES;

    private LeafWitness() {}

    /** Answers any question but {@link LeafQuestion.Slices}. */
    static LeafAnswer answer(LeafQuestion asked, Leaf own, int salt) {
        if (asked instanceof LeafQuestion.Keys keys) {
            return keys(keys, own, salt);
        } else if (asked instanceof LeafQuestion.Checks checks) {
            return checks(own, salt, checks.attempt());
        } else if (asked instanceof LeafQuestion.Symbols symbols) {
            return symbols(own, salt, symbols.from(), symbols.count());
        } else if (asked instanceof LeafQuestion.VersionsAt at) {
            return versionsAt(own, at.times(), salt);
        }
        LeafQuestion.Versions versions = (LeafQuestion.Versions) asked;
        return versions.classes().size() == own.size()
                ? versions(own, versions, salt)
                : new LeafAnswer.SendAll();
    }

    private static LeafAnswer keys(LeafQuestion.Keys asked, Leaf own, int salt) {
        boolean same =
                asked.keyHash().isPresent()
                        && own.size() > 0
                        && own.keys().hash(salt) == asked.keyHash().getAsInt();
        if (same) {
            return own.size() <= CHECKED_AT_ONCE
                    ? checks(own, salt, 0)
                    : symbols(own, salt, 0, SYMBOLS_FIRST);
        }
        return new LeafAnswer.Keys(
                own.keys(),
                asked.sumWanted()
                        ? OptionalLong.of(Salted.fold(own.digest(), salt))
                        : OptionalLong.empty());
    }

    private static LeafAnswer symbols(Leaf own, int salt, int from, int count) {
        return new LeafAnswer.Symbols(Sketch.of(own.items(salt), from, from + count));
    }

    private static LeafAnswer checks(Leaf own, int salt, int attempt) {
        long mixed = Salted.ofAttempt(salt, attempt);
        byte[] checks = new byte[own.size()];
        for (int point = 0; point < checks.length; point++) {
            checks[point] = Leaf.check(own.digestOfPoint(point), mixed);
        }
        return new LeafAnswer.Checks(checks);
    }

    private static LeafAnswer versions(Leaf own, LeafQuestion.Versions asked, int salt) {
        List<PointClass> classes = asked.classes();
        CellDigest rest = CellDigest.EMPTY;
        boolean withContent = false;
        for (int point = 0; point < own.size(); point++) {
            withContent |= classes.get(point) == PointClass.STAMPS && own.fieldCount(point) > 1;
        }
        List<LeafAnswer.ValueVersion> values = new ArrayList<>();
        for (int point = 0; point < own.size(); point++) {
            if (classes.get(point) == PointClass.REST) {
                rest = rest.plus(own.digestOfPoint(point));
            } else if (classes.get(point) == PointClass.STAMPS) {
                addVersions(own, point, withContent, salt, values);
            }
        }
        long restSum = Salted.fold(rest, salt);
        if (asked.own().isPresent()) {
            LeafQuestion.StampBounds theirs = asked.own().get();
            if (values.stream().allMatch(each -> each.stamp().compareTo(theirs.low()) < 0)) {
                return new LeafAnswer.OneSided(restSum, true);
            } else if (values.stream()
                    .allMatch(each -> each.stamp().compareTo(theirs.high()) > 0)) {
                return new LeafAnswer.OneSided(restSum, false);
            }
        }
        return new LeafAnswer.Versions(restSum, values);
    }

    private static LeafAnswer versionsAt(Leaf own, long[] times, int salt) {
        List<LeafAnswer.ValueVersion> values = new ArrayList<>();
        int[] present = new int[times.length];
        int size = 0;
        for (long time : times) {
            int point = Arrays.binarySearch(own.keys().times(), time);
            if (point >= 0) {
                present[size++] = point;
                addVersions(own, point, true, salt, values);
            }
        }
        return new LeafAnswer.VersionsAt(own.keys().only(Arrays.copyOf(present, size)), values);
    }

    private static void addVersions(
            Leaf own,
            int point,
            boolean withContent,
            int salt,
            List<LeafAnswer.ValueVersion> values) {
        for (int field = 0; field < own.fieldCount(point); field++) {
            int ordinal = own.ordinal(point, field);
            values.add(
                    new LeafAnswer.ValueVersion(
                            own.stamp(ordinal),
                            withContent
                                    ? Leaf.contentCheck(own.item(ordinal), salt)
                                    : LeafAnswer.ValueVersion.NOT_TOLD));
        }
    }
}
