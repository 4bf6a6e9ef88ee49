package io.annealdb.cli.simulator;

import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardPlace;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

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

    /** When copies of a node that was down are read, ms: it is behind for a short time only. */
    private static final int[] READ_AFTER_START = {1, 2, 3, 4, 6, 8, 10, 100, 300, 1_000};

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
    private final Plot plot;
    private final Storm storm;

    private Story(long seed, Sabotage sabotage) {
        world = new World(seed);
        Shape shape = Shape.drawn(world.chance.apart());
        cluster = new SimulatedCluster(world, shape, sabotage);
        chance = world.chance.apart();
        boolean mayBeGentle = shape.hints() && shape.hintsAmple() && chance.in(0.35);
        Plot drawn = mayBeGentle ? Plot.GENTLE : chance.in(0.4) ? Plot.SETTLING : Plot.HARD;
        plot = sabotage.plot().orElse(drawn);
        client = new Client(world, cluster.ledger, plot);
        storm = new Storm(world, cluster, client, chance.apart(), plot);
    }

    /**
     * Plays a seed.
     *
     * @return its world, for its trace and its faults
     * @throws AssertionError if something does not hold; the message names the seed and ends with
     *     what happened last
     */
    static World play(long seed) {
        return play(seed, Sabotage.NONE);
    }

    /** The same, with a rule switched off. */
    static World play(long seed, Sabotage sabotage) {
        Story story = new Story(seed, sabotage);
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
            client.act(cluster.up());
            pass(Duration.ofSeconds(1));
        }
        storm.rage();
        heal();
        for (Invariant invariant : IN_THE_END) {
            check(invariant);
        }
        noteMixedTypes();
    }

    private void check(Invariant invariant) throws IOException {
        Optional<String> broken = invariant.broken(cluster);
        if (broken.isPresent()) {
            throw new BrokenInvariant(invariant.getClass().getSimpleName() + ": " + broken.get());
        }
    }

    private void pass(Duration time) {
        world.events.pass(time);
    }

    private void heal() throws IOException {
        for (SimulatedNode node : cluster.nodes.values()) {
            node.makeRoom();
            node.cutMeta(false);
            node.crashSoon(Long.MAX_VALUE);
            if (!node.up() && node.start()) {
                for (int millis : READ_AFTER_START) {
                    world.events.after(
                            Duration.ofMillis(millis), () -> new Reader(cluster).readCopies(node));
                }
            }
        }
        for (SimulatedNode node : cluster.nodes.values()) {
            pass(node.untilThaw());
        }
        pass(WRITES_TIMED_OUT); // until then what an owner missed may not be a hint yet
        if (plot == Plot.GENTLE) {
            awaitSettled();
            check(new OwnersAgree());
            check(new AcknowledgedHolds());
        }
        carryOnJobs(); // hints from an old disk wait until no fence stands above them
        awaitSettled();
        // A debt is paid by a ring that began after it, by the clocks of two machines.
        pass(CLOCKS_APART_MOST);
        world.note("the last rings");
        for (ShardPlace place : cluster.shards()) {
            long job =
                    cluster.repair
                            .start(place.shard().id(), chance.generator().nextLong())
                            .orElseThrow();
            cluster.repair.run(job);
            cluster.lastRings.add(cluster.repair.report(job));
        }
        pass(Duration.ofSeconds(5));
        writeOnceMore();
    }

    /** An old time with a new stamp is accepted, settled or not (repair.md R7). */
    private void writeOnceMore() {
        if (world.faults.contains(Fault.CLOCK_REFUSED)) {
            return; // and that is right
        }
        Operation write = client.writeOnceMore(chance.of(cluster.up()));
        pass(Duration.ofSeconds(5));
        if (!write.isAcknowledged()) {
            throw new BrokenInvariant("R7: in calm weather, " + write);
        }
    }

    private void carryOnJobs() {
        for (RepairJobInfo job : cluster.image().repairs()) {
            if (!job.state().ended()) {
                world.note(job.name() + " is carried on");
                cluster.repair.run(job.id());
            }
        }
    }

    private void awaitSettled() {
        long most = world.events.now() + DRAINED_WITHIN.toNanos();
        while (!cluster.settled()) {
            if (world.events.now() > most) {
                throw new BrokenInvariant("hints are not drained: " + cluster.unsettled());
            }
            pass(Duration.ofSeconds(2));
        }
    }

    private void noteMixedTypes() {
        for (ShardPlace place : cluster.shards()) {
            boolean mixed =
                    cluster
                            .owners(place)
                            .get(0)
                            .parts()
                            .calls()
                            .fields(place.shard().id(), "mix", true)
                            .values()
                            .stream()
                            .anyMatch(types -> types.size() > 1);
            if (mixed) {
                world.struck(Fault.TYPES_MIXED, "shard " + place.shard().id());
            }
        }
    }
}
