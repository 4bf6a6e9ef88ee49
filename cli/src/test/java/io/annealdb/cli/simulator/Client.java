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

    /** Places stand so far apart, ns, that the end of each delete's range can tell which it is. */
    private static final long STEP = 1_000;

    private final World world;
    private final Ledger ledger;
    private final Chance chance;
    private final int hosts;
    private final int times;

    /** One operation in how many is a delete. */
    private final double deletes;

    private final boolean mixes;
    private int groups;
    private int numbers;

    /**
     * @param plot of a gentle story fields have one type each: a value that one owner refused for
     *     its type, and another took without being heard, waits for a ring
     */
    Client(World world, Ledger ledger, Plot plot) {
        this.world = world;
        this.ledger = ledger;
        this.chance = world.chance.apart();
        this.hosts = chance.between(1, 4);
        this.times = chance.between(2, 30);
        this.groups = chance.between(1, 2);
        boolean settling = plot == Plot.SETTLING;
        this.deletes = settling ? 0.2 : chance.in(0.7) ? 0.08 : 0;
        this.mixes = plot != Plot.GENTLE && chance.in(0.6);
    }

    /** Something, through one of some nodes. */
    void act(List<SimulatedNode> some) {
        SimulatedNode through = chance.of(some);
        if (chance.in(deletes)) {
            delete(through, time());
        } else if (mixes && chance.in(0.1)) {
            mix(through, chance.of(some));
        } else {
            write(through, chance.of(List.of(Consistency.values())));
        }
    }

    /** A time that nobody has written to, nor near it: its group is still to be made. */
    long newTime() {
        return timeIn(groups++);
    }

    void write(SimulatedNode through, Consistency level) {
        SortedMap<Place, FieldValue> values = new TreeMap<>();
        int number = ++numbers;
        int count = chance.in(0.1) ? chance.between(20, 60) : chance.between(1, 5);
        for (int i = 0; i < count; i++) {
            SeriesKey series = series();
            long time = time();
            for (String field : FIELDS) {
                if (field.equals(FIELDS.get(i % FIELDS.size())) || chance.in(0.3)) {
                    Place place = new Place(series, time, field);
                    values.putIfAbsent(place, value(field, unique(number, values.size())));
                }
            }
        }
        send(through, number, values, level);
    }

    /** One value, to a time of one's own choice. */
    void write(SimulatedNode through, Consistency level, long time) {
        int number = ++numbers;
        Place place = new Place(series(), time, FIELDS.get(0));
        send(
                through,
                number,
                new TreeMap<>(Map.of(place, value(place.field(), unique(number, 0)))),
                level);
    }

    /** Two values of different types meet in one field, perhaps in another order at each owner. */
    private void mix(SimulatedNode one, SimulatedNode other) {
        long time = time();
        for (SimulatedNode through : List.of(one, other)) {
            int number = ++numbers;
            long unique = unique(number, 0);
            FieldValue value =
                    switch (chance.between(0, 2)) {
                        case 0 -> new FieldValue.IntegerValue(unique);
                        case 1 -> new FieldValue.FloatValue(unique);
                        default -> new FieldValue.StringValue(String.valueOf(unique));
                    };
            SeriesKey series = SeriesKey.of("mix", Map.of("host", "h1"));
            send(
                    through,
                    number,
                    new TreeMap<>(Map.of(new Place(series, time, Place.MIXED), value)),
                    chance.of(List.of(Consistency.ONE, Consistency.QUORUM)));
        }
    }

    /** One value to a time that has been written to, at all owners. */
    Operation writeOnceMore(SimulatedNode through) {
        write(through, Consistency.ALL, time());
        return ledger.operations().get(ledger.operations().size() - 1);
    }

    private void send(
            SimulatedNode through,
            int number,
            SortedMap<Place, FieldValue> values,
            Consistency level) {
        Operation.Write write =
                new Operation.Write(number, through.id(), ledger.next(), values, level);
        ledger.add(write);
        world.note("client: " + write.values.size() + " values, " + write);
        Rows rows = rows(values);
        Life life = through.life();
        life.run(
                "write",
                () ->
                        life.parts
                                .points()
                                .submit(SimulatedCluster.DATABASE, null, rows, level)
                                .whenComplete((outcome, bug) -> heard(life, write, outcome, bug)));
    }

    private static Rows rows(SortedMap<Place, FieldValue> values) {
        Map<SeriesKey, Map<Long, Map<String, FieldValue>>> points = new LinkedHashMap<>();
        values.forEach(
                (place, value) ->
                        points.computeIfAbsent(place.series(), key -> new TreeMap<>())
                                .computeIfAbsent(place.time(), time -> new TreeMap<>())
                                .put(place.field(), value));
        Rows.Builder rows = Rows.builder();
        points.forEach(
                (series, byTime) ->
                        byTime.forEach(
                                (time, fields) -> rows.add(series, time, Stamp.NONE, fields)));
        return rows.build();
    }

    private void heard(Life life, Operation.Write write, WriteOutcome outcome, Throwable bug) {
        if (bug != null && life.goesOn()) {
            throw world.bug("write", bug);
        }
        if (!life.goesOn()) {
            return;
        }
        if (outcome instanceof WriteOutcome.Written written) {
            taken(write, written);
        } else {
            write.failed(outcome.toString());
        }
        world.note("client: " + write);
    }

    private void taken(Operation.Write write, WriteOutcome.Written written) {
        if (written.dropped() == 0) {
            write.acknowledged(ledger.next(), world.events.now());
        } else if (write.values.firstKey().takesAllTypes()) {
            world.struck(Fault.TYPE_CONFLICT, "write " + write.number);
            write.failed(written.toString());
        } else {
            throw world.bug("write", new IllegalStateException(written.toString()));
        }
    }

    /** Deletes some series from a time on. */
    void delete(SimulatedNode through, long from) {
        long length = chance.in(0.2) ? GROUP.toNanos() : STEP * chance.between(0, 5);
        delete(through, predicate(), from, length);
    }

    /** Deletes everything, group by group, through one of some nodes. */
    void deleteAll(List<SimulatedNode> some) {
        for (int group = 0; group < groups && !some.isEmpty(); group++) {
            long from = dawn() - GROUP.toNanos() * group;
            delete(chance.of(some), new SeriesPredicate.Every(), from, STEP * times);
        }
    }

    private void delete(SimulatedNode through, SeriesPredicate series, long from, long length) {
        int number = ++numbers;
        long to = from + length + number % STEP;
        Operation.Deletion deletion =
                new Operation.Deletion(number, through.id(), ledger.next(), series, from, to);
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
            deletion.acknowledged(ledger.next(), world.events.now());
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
        return timeIn(chance.between(0, groups - 1));
    }

    private long timeIn(int group) {
        return dawn() - GROUP.toNanos() * group + STEP * chance.between(0, times - 1);
    }

    private static long dawn() {
        return SimulatedNode.DAWN.getEpochSecond() * 1_000_000_000L;
    }

    private SeriesPredicate predicate() {
        return switch (chance.between(0, 3)) {
            case 0 -> new SeriesPredicate.Every();
            case 1 -> new SeriesPredicate.MeasurementIs(chance.of(MEASUREMENTS));
            case 2 -> new SeriesPredicate.TagIs("host", "h" + chance.between(1, hosts));
            default -> new SeriesPredicate.SeriesIs(series());
        };
    }

    private static long unique(int number, int index) {
        return number * 1000L + index;
    }

    private static FieldValue value(String field, long unique) {
        return field.equals("s")
                ? new FieldValue.StringValue("text " + unique)
                : new FieldValue.IntegerValue(unique);
    }
}
