package io.annealdb.cli.simulator;

import io.annealdb.image.ShardPlace;
import io.annealdb.points.ShardId;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The bad time of a story: clients and rings go on while strikes come upon nodes. */
final class Storm {
    private static final Strike LOST_FOLDER = new LostFolder();
    private static final Strike LOST_FILE = new LostFile();

    final World world;
    final SimulatedCluster cluster;
    final Client client;
    final Chance chance;

    /** Nodes whose disk is copied to be put back later. */
    final Set<SimulatedNode> backups = new HashSet<>();

    private final Reader reader;
    private final Plot plot;
    private final Set<SimulatedNode> reviving = new HashSet<>();
    private boolean ringRuns;
    private boolean over;

    Storm(World world, SimulatedCluster cluster, Client client, Chance chance, Plot plot) {
        this.world = world;
        this.cluster = cluster;
        this.client = client;
        this.chance = chance;
        this.reader = new Reader(cluster);
        this.plot = plot;
    }

    Plot plot() {
        return plot;
    }

    /** Lets it blow, and ends it. */
    void rage() {
        boolean settling = plot == Plot.SETTLING;
        Duration length =
                Duration.ofSeconds(settling ? chance.between(40, 90) : chance.between(20, 60));
        world.weather.storm(plot);
        world.note("the storm begins: " + plot);
        for (int acts = chance.between(20, 120); acts > 0; acts--) {
            within(length, this::act);
        }
        for (int faults = settling ? chance.between(2, 7) : chance.between(3, 14);
                faults > 0;
                faults--) {
            within(length, () -> strike(chance.of(Strike.of(plot))));
        }
        for (int queries = chance.between(2, 6); queries > 0; queries--) {
            within(length, this::query);
        }
        for (int rings = chance.between(1, 3); rings > 0; rings--) {
            within(length, this::ring);
        }
        if (settling) {
            soon(Duration.ofSeconds(3), this::ringAfterRing);
        }
        for (Duration at = Duration.ZERO; at.compareTo(length) < 0; at = at.plusMillis(250)) {
            world.events.after(at, this::reviveTheDead);
        }
        world.events.pass(length);
        over = true;
        world.weather.calm();
        world.note("the storm is over");
    }

    private void ringAfterRing() {
        ring();
        later(5, this::ringAfterRing);
    }

    private void within(Duration length, Runnable what) {
        soon(Duration.ofNanos(chance.between(0, length.toNanos() - 1)), what);
    }

    /** Does something after a while, if the storm goes on then. */
    void soon(Duration delay, Runnable what) {
        world.events.after(
                delay,
                () -> {
                    if (!over) {
                        what.run();
                    }
                });
    }

    /** Does something within some seconds, if the storm goes on then. */
    void later(int secondsMost, Runnable what) {
        soon(Duration.ofMillis(chance.between(100, secondsMost * 1000)), what);
    }

    private void act() {
        List<SimulatedNode> up = cluster.up();
        if (!up.isEmpty()) {
            client.act(up);
        }
    }

    private void query() {
        List<SimulatedNode> awake = cluster.up().stream().filter(each -> !each.frozen()).toList();
        if (!awake.isEmpty()) {
            reader.query(chance.of(awake));
        }
    }

    private void strike(Strike strike) {
        List<SimulatedNode> up = cluster.up();
        if (!up.isEmpty()) {
            strike.hit(chance.of(up), this);
        }
    }

    private void reviveTheDead() {
        for (SimulatedNode node : cluster.nodes.values()) {
            if (!node.up() && !node.starting() && reviving.add(node)) {
                later(15, () -> revive(node));
            }
        }
    }

    private void revive(SimulatedNode node) {
        reviving.remove(node);
        if (!node.up() && !node.starting()) {
            if (chance.in(0.8)) {
                LOST_FILE.hit(node, this);
            }
            if (chance.in(0.35)) {
                LOST_FOLDER.hit(node, this);
            }
            node.start();
            soon(Duration.ofMillis(chance.between(1, 2_000)), this::query);
        }
    }

    private void ring() {
        List<ShardPlace> shards = List.copyOf(cluster.shards());
        if (ringRuns || shards.isEmpty()) {
            return;
        }
        ringRuns = true;
        ShardPlace place = chance.of(shards);
        ShardId shard = place.shard().id();
        world.struck(Fault.RING_IN_THE_STORM, "shard " + shard);
        RingWatch watch = new RingWatch(cluster, place);
        Optional<Long> job = cluster.repair.start(shard, chance.generator().nextLong());
        job.ifPresent(cluster.repair::run);
        job.ifPresent(id -> watch.judge(cluster.repair.report(id)));
        ringRuns = false;
    }

    static String folder(String kind, ShardId shard) {
        return kind + "/" + SimulatedCluster.DATABASE + "/autogen/" + shard;
    }

    /** What a node may lose: of each shard one owner alone loses anything, so another has it. */
    List<ShardPlace> losableShards(SimulatedNode node) {
        return cluster.image().shardsOf(node.id()).stream()
                .filter(place -> !cluster.lostShards.contains(place.shard().id()))
                .filter(
                        place ->
                                place.shard().ownerNodes().stream()
                                        .noneMatch(cluster.emptied::contains))
                .toList();
    }

    boolean mayLoseDisk(SimulatedNode node) {
        return !node.starting()
                && losableShards(node).size() == cluster.image().shardsOf(node.id()).size();
    }

    void shardLost(SimulatedNode node, ShardId shard) {
        cluster.lostShards.add(shard);
        cluster.copies.lost(node.id(), shard);
        cluster.ledger.forgot(shard);
    }

    /** A node's disk is now what it was at a moment of the ledger. */
    void diskLost(SimulatedNode node, Copies.Inventory then, long moment) {
        cluster.image()
                .shardsOf(node.id())
                .forEach(
                        place -> {
                            cluster.lostShards.add(place.shard().id());
                            cluster.ledger.forgot(place.shard().id());
                        });
        cluster.copies.putBack(node.id(), then);
        cluster.ledger.returned(node.id(), moment);
    }
}
