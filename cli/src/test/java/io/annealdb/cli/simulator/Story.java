package io.annealdb.cli.simulator;

import io.annealdb.data.write.Consistency;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.FieldValue;
import io.annealdb.points.ShardId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * One seed, from the first start to the last check.
 *
 * <pre>
 *   calm: start, first writes ─▶ storm: writes, deletes, rings, faults ─▶ calm: all start, hints drain
 *                                                       ─▶ one ring a shard ─▶ invariants
 * </pre>
 */
final class Story {
    /** So long, at most, until hints are drained once everything is well again. */
    private static final Duration DRAINED_WITHIN = Duration.ofMinutes(5);

    private static final Duration WRITES_TIMED_OUT = Duration.ofSeconds(25);

    private static final Duration CLOCKS_APART_MOST = Duration.ofSeconds(90);

    private static final List<Invariant> IN_THE_END =
            List.of(
                    new RingsKeepTheirBound(),
                    new OwnersAgree(),
                    new AcknowledgedHolds(),
                    new QueriesTellTheLedger(),
                    new DebtsPaid());

    private final World world;
    private final SimulatedCluster cluster;
    private final Client client;
    private final Chance chance;
    private final Set<SimulatedNode> reviving = new HashSet<>();

    /** No node dies in this story: then hints alone must bring all that owners missed. */
    private final boolean onlyMessagesFail;

    private boolean ringRuns;
    private boolean storm;

    private Story(long seed) {
        world = new World(seed);
        Shape shape = Shape.drawn(world.chance.apart());
        cluster = new SimulatedCluster(world, shape);
        client = new Client(world, cluster.ledger);
        chance = world.chance.apart();
        onlyMessagesFail = shape.hints() && shape.hintsAmple() && chance.in(0.35);
    }

    /**
     * Plays a seed.
     *
     * @return its world, for its trace and its faults
     * @throws AssertionError if something does not hold; the message names the seed and ends with
     *     what happened last
     */
    static World play(long seed) {
        Story story = new Story(seed);
        try {
            story.tell();
            return story.world;
        } catch (AssertionError | RuntimeException | IOException e) {
            throw new AssertionError(story.failure(e), e);
        }
    }

    private String failure(Throwable cause) {
        String where;
        try {
            Path file = Path.of("target", "simulator", "seed-" + world.seed + ".trace");
            Files.createDirectories(file.getParent());
            Files.write(file, world.trace.lines());
            where = file.toString();
        } catch (IOException e) {
            where = "nowhere: " + e;
        }
        return "seed "
                + world.seed
                + ": "
                + cause.getMessage()
                + "\nreplay it with -Dsimulator.seed="
                + world.seed
                + "; all of what happened is in "
                + where
                + "; the end of it:\n"
                + world.trace.tail(40);
    }

    private void tell() throws IOException {
        cluster.begin();
        for (int i = 0; i < 3; i++) {
            client.act(chance.of(cluster.up()));
            pass(Duration.ofSeconds(1));
        }
        storm();
        calm();
        for (Invariant invariant : IN_THE_END) {
            check(invariant);
        }
    }

    private void check(Invariant invariant) throws IOException {
        Optional<String> broken = invariant.broken(cluster);
        if (broken.isPresent()) {
            throw new AssertionError(invariant.getClass().getSimpleName() + ": " + broken.get());
        }
    }

    private void pass(Duration time) {
        world.events.playUntil(world.events.now() + time.toNanos());
    }

    private void storm() {
        Duration length = Duration.ofSeconds(chance.between(20, 60));
        storm = true;
        world.weather.storm();
        world.note("the storm begins");
        int acts = chance.between(20, 150);
        for (int i = 0; i < acts; i++) {
            within(length, this::act);
        }
        int faults = chance.between(1, 14);
        for (int i = 0; i < faults; i++) {
            within(length, this::strike);
        }
        within(length, this::ring);
        for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plusMillis(250)) {
            world.events.after(at, this::reviveTheDead);
        }
        pass(length);
    }

    private void within(Duration length, Runnable what) {
        world.events.after(
                Duration.ofNanos(chance.between(0, length.toNanos() - 1)),
                () -> {
                    if (storm) {
                        what.run();
                    }
                });
    }

    private void act() {
        List<SimulatedNode> up = cluster.up();
        if (!up.isEmpty()) {
            client.act(chance.of(up));
        }
    }

    private void strike() {
        List<SimulatedNode> up = cluster.up();
        if (up.isEmpty()) {
            return;
        }
        SimulatedNode node = chance.of(up);
        switch (chance.between(onlyMessagesFail ? 4 : 0, 8)) {
            case 0 -> node.crash();
            case 1, 2 -> node.crashSoon(chance.between(1, 60));
            case 3 -> node.stop();
            case 4, 5 -> cut(node);
            case 6 -> isolate(node);
            case 7 -> {
                world.struck(Fault.META_AWAY, "");
                world.weather.metaAway(true);
                later(30, () -> world.weather.metaAway(false));
            }
            default -> {
                world.struck(Fault.META_UNREACHABLE, node.toString());
                node.cutMeta(true);
                later(30, () -> node.cutMeta(false));
            }
        }
    }

    /** Nobody reaches the node, and it reaches nobody; clients do. */
    private void isolate(SimulatedNode node) {
        world.note("isolated: " + node);
        int alone = node.id().value();
        for (SimulatedNode other : cluster.nodes.values()) {
            if (other != node) {
                world.weather.cut(alone, other.id().value());
                world.weather.cut(other.id().value(), alone);
            }
        }
        client.write(node, Consistency.ANY);
        later(
                30,
                () -> {
                    for (SimulatedNode other : cluster.nodes.values()) {
                        world.weather.mend(alone, other.id().value());
                        world.weather.mend(other.id().value(), alone);
                    }
                });
        if (!onlyMessagesFail && chance.in(0.5)) {
            world.events.after(
                    Duration.ofMillis(chance.between(10, 900)),
                    () -> {
                        if (storm && node.up()) {
                            node.crash();
                        }
                    });
        }
    }

    private void later(int secondsMost, Runnable what) {
        world.events.after(Duration.ofMillis(chance.between(100, secondsMost * 1000)), what);
    }

    private void cut(SimulatedNode node) {
        SimulatedNode other = chance.of(List.copyOf(cluster.nodes.values()));
        int from = node.id().value();
        int to = other.id().value();
        boolean bothWays = chance.in(0.6);
        world.note("cut: " + node + (bothWays ? " <-> " : " -> ") + other);
        world.weather.cut(from, to);
        if (bothWays) {
            world.weather.cut(to, from);
        }
        later(
                30,
                () -> {
                    world.weather.mend(from, to);
                    world.weather.mend(to, from);
                });
    }

    private void reviveTheDead() {
        for (SimulatedNode node : cluster.nodes.values()) {
            if (!node.up() && reviving.add(node)) {
                later(
                        15,
                        () -> {
                            reviving.remove(node);
                            if (storm && !node.up()) {
                                perhapsLoseAShard(node);
                                node.start();
                            }
                        });
            }
        }
    }

    private void perhapsLoseAShard(SimulatedNode node) {
        if (!chance.in(0.25)) {
            return;
        }
        Optional<ShardPlace> candidate =
                cluster.image().shardsOf(node.id()).stream()
                        .filter(place -> !cluster.lostShards.contains(place.shard().id()))
                        .findFirst();
        if (candidate.isEmpty()) {
            return;
        }
        ShardId shard = candidate.get().shard().id();
        cluster.lostShards.add(shard);
        Map<SimulatedNode, SortedMap<Place, FieldValue>> others = new HashMap<>();
        for (SimulatedNode owner : cluster.owners(candidate.get())) {
            if (owner != node && owner.up()) {
                others.put(owner, Contents.of(owner, shard));
            }
        }
        node.loseShard(shard);
        cluster.ledger.lost(
                shard,
                operation ->
                        operation instanceof Operation.Write write
                                && write.isAcknowledged()
                                && isElsewhere(write, shard, others));
    }

    private boolean isElsewhere(
            Operation.Write write,
            ShardId shard,
            Map<SimulatedNode, SortedMap<Place, FieldValue>> others) {
        return write.values.entrySet().stream()
                .filter(
                        value ->
                                cluster.home(value.getKey())
                                        .filter(home -> home.shard().equals(shard))
                                        .isPresent())
                .allMatch(
                        value ->
                                others.values().stream()
                                        .anyMatch(
                                                shown ->
                                                        value.getValue()
                                                                .equals(
                                                                        shown.get(
                                                                                value.getKey()))));
    }

    private void ring() {
        List<ShardPlace> shards = List.copyOf(cluster.shards());
        if (ringRuns || shards.isEmpty()) {
            return;
        }
        ringRuns = true;
        ShardId shard = chance.of(shards).shard().id();
        world.struck(Fault.RING_IN_THE_STORM, "shard " + shard);
        startRing(shard).ifPresent(cluster.repair::run);
        ringRuns = false;
    }

    private Optional<Long> startRing(ShardId shard) {
        try {
            return cluster.repair.start(shard, chance.generator().nextLong());
        } catch (MetaUnavailableException e) {
            throw world.bug("meta is in memory", e);
        }
    }

    private void calm() throws IOException {
        storm = false;
        world.weather.calm();
        world.note("the storm is over");
        for (SimulatedNode node : cluster.nodes.values()) {
            node.cutMeta(false);
            node.crashSoon(Long.MAX_VALUE);
            if (!node.up()) {
                node.start();
            }
        }
        awaitSettled();
        if (onlyMessagesFail) {
            check(new OwnersAgree());
            check(new AcknowledgedHolds());
        }
        for (RepairJobInfo job : cluster.image().repairs()) {
            if (!job.state().ended()) {
                world.note(job.name() + " is carried on");
                cluster.repair.run(job.id());
            }
        }
        // A debt is paid by a ring that began after it, by the clocks of two machines.
        pass(CLOCKS_APART_MOST);
        world.note("the last rings");
        for (ShardPlace place : cluster.shards()) {
            long job = startRing(place.shard().id()).orElseThrow();
            cluster.repair.run(job);
            cluster.lastRings.add(cluster.repair.report(job));
        }
        pass(Duration.ofSeconds(5));
    }

    private void awaitSettled() {
        pass(WRITES_TIMED_OUT); // until then what an owner missed may not be a hint yet
        long most = world.events.now() + DRAINED_WITHIN.toNanos();
        while (!cluster.settled()) {
            if (world.events.now() > most) {
                throw new AssertionError("hints are not drained: " + cluster.unsettled());
            }
            pass(Duration.ofSeconds(2));
        }
    }
}
