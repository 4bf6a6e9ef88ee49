package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Copies of a shard that went different ways: each write reached some of them, some values came
 * under another stamp, some deletes did not arrive everywhere.
 */
final class RandomReplicas {
    private static final List<Shape.Column> COLUMNS =
            List.of(
                    new Shape.Column("a", FieldType.FLOAT),
                    new Shape.Column("a", FieldType.INTEGER),
                    new Shape.Column("b", FieldType.INTEGER),
                    new Shape.Column("s", FieldType.STRING),
                    new Shape.Column("t", FieldType.BOOLEAN));

    private RandomReplicas() {}

    static List<ModelReplica> of(long seed, int copies) {
        Random random = new Random(seed);
        List<ModelReplica> replicas = new ArrayList<>();
        for (int i = 0; i < copies; i++) {
            replicas.add(new ModelReplica());
        }
        int seriesCount = 1 + random.nextInt(6);
        int writes = random.nextInt(400);
        double reach = 0.5 + random.nextDouble() / 2;
        boolean regular = random.nextBoolean();
        for (int i = 0; i < writes; i++) {
            ModelReplica.Place place =
                    new ModelReplica.Place(
                            series(random.nextInt(seriesCount)),
                            time(random, regular),
                            COLUMNS.get(random.nextInt(COLUMNS.size())));
            ModelReplica.Held held =
                    new ModelReplica.Held(
                            ModelReplica.stamp(1 + random.nextInt(50), 1 + random.nextInt(3)),
                            bits(random, place.column().type()));
            for (ModelReplica replica : replicas) {
                if (random.nextDouble() < reach) {
                    replica.put(place, held);
                }
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Delete delete = delete(random, seriesCount);
            for (ModelReplica replica : replicas) {
                if (random.nextDouble() < 0.6) {
                    replica.store(delete);
                }
            }
        }
        return replicas;
    }

    static SeriesKey series(int number) {
        return SeriesKey.of("cpu", Map.of("host", "h" + number));
    }

    private static long time(Random random, boolean regular) {
        return regular
                ? random.nextInt(64 * 8) * 125_000_000L
                : random.nextInt(8) * 1_000_000_000L + random.nextInt(30) * 33_331L;
    }

    private static String bits(Random random, FieldType type) {
        return switch (type) {
            case STRING -> "text " + random.nextInt(5);
            case BOOLEAN -> String.format("%016x", random.nextInt(2));
            default -> String.format("%016x", random.nextLong() & 0xFF);
        };
    }

    private static Delete delete(Random random, int seriesCount) {
        long start = random.nextInt(60) * 1_000_000_000L;
        SeriesPredicate predicate =
                random.nextBoolean()
                        ? new SeriesPredicate.Every()
                        : new SeriesPredicate.SeriesIs(series(random.nextInt(seriesCount)));
        return new Delete(
                ModelReplica.stamp(1 + random.nextInt(50), 4),
                predicate,
                start,
                start + random.nextInt(20) * 1_000_000_000L);
    }
}
