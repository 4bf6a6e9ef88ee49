package io.annealdb.cli.simulator;

import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.points.FieldValue;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.Stamp;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Writes and deletes at random, through random nodes, at all levels, to few places, so that they
 * meet; notes in the ledger what it is told. Several of its operations may be under way at once.
 */
final class Client {
    private static final List<String> MEASUREMENTS = List.of("cpu", "mem");
    private static final List<String> FIELDS = List.of("v", "w", "s");
    private static final Duration GROUP = Duration.ofDays(7);

    private final World world;
    private final Ledger ledger;
    private final Chance chance;
    private final int hosts;
    private final int times;
    private final int groups;
    private final boolean deletes;
    private int numbers;

    Client(World world, Ledger ledger) {
        this.world = world;
        this.ledger = ledger;
        this.chance = world.chance.apart();
        this.hosts = chance.between(1, 4);
        this.times = chance.between(2, 30);
        this.groups = chance.between(1, 3);
        this.deletes = chance.in(0.7);
    }

    void act(SimulatedNode through) {
        if (deletes && chance.in(0.08)) {
            delete(through);
        } else {
            write(through, chance.of(List.of(Consistency.values())));
        }
    }

    void write(SimulatedNode through, Consistency level) {
        int number = ++numbers;
        SortedMap<Place, FieldValue> values = new TreeMap<>();
        Map<SeriesKey, Map<Long, Map<String, FieldValue>>> points = new LinkedHashMap<>();
        int count = chance.in(0.1) ? chance.between(20, 60) : chance.between(1, 5);
        for (int i = 0; i < count; i++) {
            SeriesKey series = series();
            long time = time();
            for (String field : FIELDS) {
                if (field.equals(FIELDS.get(i % FIELDS.size())) || chance.in(0.3)) {
                    FieldValue value = value(field, number, values.size());
                    if (values.putIfAbsent(new Place(series, time, field), value) == null) {
                        points.computeIfAbsent(series, key -> new TreeMap<>())
                                .computeIfAbsent(time, t -> new TreeMap<>())
                                .put(field, value);
                    }
                }
            }
        }
        Rows.Builder rows = Rows.builder();
        points.forEach(
                (series, byTime) ->
                        byTime.forEach(
                                (time, fields) -> rows.add(series, time, Stamp.NONE, fields)));
        Operation.Write write =
                new Operation.Write(number, through.id(), ledger.next(), values, level);
        ledger.add(write);
        world.note("client: " + write.values.size() + " values, " + write);
        Life life = through.life();
        life.run(
                "write",
                () ->
                        life.parts
                                .points()
                                .submit(SimulatedCluster.DATABASE, null, rows.build(), level)
                                .whenComplete((outcome, bug) -> heard(life, write, outcome, bug)));
    }

    private void heard(Life life, Operation.Write write, WriteOutcome outcome, Throwable bug) {
        if (bug != null && life.goesOn()) {
            throw world.bug("write", bug);
        }
        if (!life.goesOn()) {
            return;
        }
        if (outcome instanceof WriteOutcome.Written written) {
            if (written.dropped() > 0) {
                throw world.bug("write", new IllegalStateException(written.toString()));
            }
            write.acknowledged(ledger.next());
        } else {
            write.failed(outcome.toString());
        }
        world.note("client: " + write);
    }

    private void delete(SimulatedNode through) {
        long from = time();
        long to = chance.in(0.2) ? from + GROUP.toNanos() : from + chance.between(0, 5);
        Operation.Deletion deletion =
                new Operation.Deletion(
                        ++numbers, through.id(), ledger.next(), predicate(), from, to);
        ledger.add(deletion);
        world.note("client: " + deletion);
        Life life = through.life();
        life.run(
                "delete",
                () ->
                        life.parts
                                .deletes()
                                .submit(SimulatedCluster.DATABASE, null, deletion.series, from, to)
                                .whenComplete(
                                        (outcome, bug) -> heard(life, deletion, outcome, bug)));
    }

    private void heard(
            Life life, Operation.Deletion deletion, DeleteOutcome outcome, Throwable bug) {
        if (bug != null && life.goesOn()) {
            throw world.bug("delete", bug);
        }
        if (!life.goesOn()) {
            return;
        }
        if (outcome instanceof DeleteOutcome.Deleted) {
            deletion.acknowledged(ledger.next());
        } else {
            deletion.failed(outcome.toString());
        }
        world.note("client: " + deletion);
    }

    private SeriesKey series() {
        return SeriesKey.of(
                chance.of(MEASUREMENTS), Map.of("host", "h" + chance.between(1, hosts)));
    }

    private long time() {
        long dawn = SimulatedNode.DAWN.getEpochSecond() * 1_000_000_000L;
        return dawn
                - GROUP.toNanos() * chance.between(0, groups - 1)
                + chance.between(0, times - 1);
    }

    private SeriesPredicate predicate() {
        return switch (chance.between(0, 3)) {
            case 0 -> new SeriesPredicate.Every();
            case 1 -> new SeriesPredicate.MeasurementIs(chance.of(MEASUREMENTS));
            case 2 -> new SeriesPredicate.TagIs("host", "h" + chance.between(1, hosts));
            default -> new SeriesPredicate.SeriesIs(series());
        };
    }

    private static FieldValue value(String field, int number, int index) {
        long unique = number * 1000L + index;
        return field.equals("s")
                ? new FieldValue.StringValue("text " + unique)
                : new FieldValue.IntegerValue(unique);
    }
}
