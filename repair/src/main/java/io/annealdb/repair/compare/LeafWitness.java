package io.annealdb.repair.compare;

import io.annealdb.points.digest.CellDigest;
import java.util.ArrayList;
import java.util.List;

/** What a successor says of a leaf: a pure function of the question and its own leaf. */
final class LeafWitness {
    private LeafWitness() {}

    static LeafAnswer answer(LeafQuestion asked, Leaf own, int salt) {
        if (own.size() > PointKeysCodec.POINTS_MAX) {
            return new LeafAnswer.SendAll();
        }
        if (asked instanceof LeafQuestion.Keys keys) {
            boolean same = own.size() > 0 && own.keys().hash(salt) == keys.keyHash();
            return same ? checks(own, salt, 0) : new LeafAnswer.Keys(own.keys());
        } else if (asked instanceof LeafQuestion.Checks checks) {
            return checks(own, salt, checks.attempt());
        }
        List<PointClass> classes = ((LeafQuestion.Versions) asked).classes();
        return classes.size() == own.size()
                ? versions(own, classes, salt)
                : new LeafAnswer.SendAll();
    }

    private static LeafAnswer checks(Leaf own, int salt, int attempt) {
        long mixed = Salted.ofAttempt(salt, attempt);
        byte[] checks = new byte[own.size()];
        for (int point = 0; point < checks.length; point++) {
            checks[point] = Leaf.check(own.digestOfPoint(point), mixed);
        }
        return new LeafAnswer.Checks(checks);
    }

    private static LeafAnswer versions(Leaf own, List<PointClass> classes, int salt) {
        CellDigest rest = CellDigest.EMPTY;
        List<LeafAnswer.ValueVersion> values = new ArrayList<>();
        for (int point = 0; point < own.size(); point++) {
            if (classes.get(point) == PointClass.REST) {
                rest = rest.plus(own.digestOfPoint(point));
            } else if (classes.get(point) == PointClass.STAMPS) {
                for (int field = 0; field < own.fieldCount(point); field++) {
                    int ordinal = own.ordinal(point, field);
                    values.add(
                            new LeafAnswer.ValueVersion(
                                    own.stamp(ordinal),
                                    Leaf.contentCheck(own.item(ordinal), salt)));
                }
            }
        }
        return new LeafAnswer.Versions(Salted.fold(rest, salt), values);
    }
}
