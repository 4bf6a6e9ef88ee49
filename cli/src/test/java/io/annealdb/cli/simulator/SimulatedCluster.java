package io.annealdb.cli.simulator;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.storage.EngineOptions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Data nodes and meta in one world. */
final class SimulatedCluster {
    static final String DATABASE = "sim";

    final World world;
    final InMemoryMeta meta = new InMemoryMeta();
    final SimulatedRepair repair;
    final Copies copies = new Copies();
    final Ledger ledger = new Ledger(copies);

    /** By id, which is their number. */
    final Map<NodeId, SimulatedNode> nodes = new TreeMap<>();

    /** The reports of the rings that ran in calm weather, after all else. */
    final List<RepairJobInfo> lastRings = new ArrayList<>();

    /** Shards of which one owner has lost something; so no second one may. */
    final Set<ShardId> lostShards = new HashSet<>();

    /** Shards of which one owner's copy is what it was long ago, and the owner does not know. */
    final Set<ShardId> putBack = new HashSet<>();

    /** Nodes that began anew with an empty disk. */
    final Set<NodeId> emptied = new HashSet<>();

    private final SimulatedNetwork network;

    SimulatedCluster(World world, Shape shape) {
        this(world, shape, Sabotage.NONE);
    }

    SimulatedCluster(World world, Shape shape, Sabotage sabotage) {
        this.world = world;
        this.network = new SimulatedNetwork(world, sabotage);
        this.repair = new SimulatedRepair(world, meta, nodes, sabotage);
        Chance chance = world.chance.apart();
        execute(
                MetaCommand.newBuilder()
                        .setInitCluster(
                                InitCluster.newBuilder()
                                        .setClusterId("c-" + world.seed)
                                        .setHashKeyLow(chance.generator().nextLong())
                                        .setHashKeyHigh(chance.generator().nextLong())
                                        .setDefaultReplication(shape.copies())));
        HeartbeatWatch watch = new HeartbeatWatch(this, shape.hintBytesMax());
        for (int number = 1; number <= shape.nodes(); number++) {
            SimulatedNode node =
                    new SimulatedNode(
                            world,
                            network,
                            meta,
                            new NodeId(number),
                            settings(number, shape, sabotage, chance),
                            storage(chance),
                            new NodeClock(
                                    world.events,
                                    shape.clocksAhead().get(number - 1),
                                    chance.between(-shape.driftMost(), shape.driftMost())),
                            copies,
                            sabotage,
                            watch::heard);
            nodes.put(node.id(), node);
            network.add(node);
        }
        if (shape.clocksApart()) {
            world.struck(Fault.CLOCKS_APART, "");
        }
        if (!shape.hints()) {
            world.struck(Fault.HINTS_OFF, "");
        }
        world.note(shape.toString());
    }

    private static Map<String, String> settings(
            int number, Shape shape, Sabotage sabotage, Chance chance) {
        return Map.of(
                "node.name",
                "data-" + number,
                "gossip.enabled",
                "false",
                "cluster.max-clock-ahead",
                sabotage.clockAheadMax(),
                "hinted-handoff.retry-rate-limit",
                chance.in(0.3) ? String.valueOf(chance.between(1_000, 20_000)) : "0",
                "hinted-handoff.enabled",
                String.valueOf(shape.hints()),
                "hinted-handoff.max-size",
                String.valueOf(shape.hintBytesMax()),
                "hinted-handoff.retry-max-interval",
                "20s",
                "hinted-handoff.batch-size",
                String.valueOf(chance.between(200, 5_000)));
    }

    /** Small caches, segments and blocks, so that little data goes through all of the engine. */
    private static EngineOptions storage(Chance chance) {
        return new EngineOptions(
                chance.between(4_000, 200_000),
                chance.between(2_000, 100_000),
                chance.between(4, 64),
                1 << 16,
                false,
                chance.between(2, 5),
                Duration.ZERO,
                Duration.ofSeconds(chance.between(2, 30)));
    }

    void execute(MetaCommand.Builder command) {
        try {
            String error =
                    meta.execute(command.setNow(SimulatedNode.DAWN.toEpochMilli()).build())
                            .getError();
            if (!error.isEmpty()) {
                throw world.bug("meta", new IllegalStateException(error));
            }
        } catch (MetaUnavailableException e) {
            throw world.bug("meta is in memory", e);
        }
    }

    /** Starts every node and makes the database. */
    void begin() {
        nodes.values().forEach(SimulatedNode::start);
        execute(
                MetaCommand.newBuilder()
                        .setCreateDatabase(CreateDatabase.newBuilder().setName(DATABASE)));
    }

    ClusterImage image() {
        try {
            return meta.image(true);
        } catch (MetaUnavailableException e) {
            throw world.bug("meta is in memory", e);
        }
    }

    Collection<ShardPlace> shards() {
        return image().shards();
    }

    List<SimulatedNode> up() {
        return nodes.values().stream().filter(SimulatedNode::up).toList();
    }

    /** The owners of a shard, sorted. */
    List<SimulatedNode> owners(ShardPlace place) {
        return place.shard().ownerNodes().stream().map(nodes::get).toList();
    }

    /** Where a place of the ledger is kept; empty if no write made its group. */
    Optional<Ledger.Home> home(Place place) {
        return image().policy(DATABASE, "")
                .orElseThrow()
                .groupAt(place.time())
                .map(group -> group.shardFor(place.series()))
                .map(shard -> new Ledger.Home(shard.id(), shard.owners().size()));
    }

    /** Whether every node is up, knows that it lacks nothing, and holds nothing for others. */
    boolean settled() {
        return world.underWay == 0
                && nodes.values().stream().allMatch(node -> node.up() && idle(node));
    }

    /** What is not settled, for a message. */
    String unsettled() {
        StringBuilder out = new StringBuilder(world.underWay + " messages under way");
        nodes.values().stream()
                .filter(node -> node.up() && !idle(node))
                .forEach(node -> out.append("; ").append(node.parts().calls().status()));
        return out.toString();
    }

    private static boolean idle(SimulatedNode node) {
        NodeStatusReply status = node.parts().calls().status();
        return status.getBehindCount() == 0
                && status.getHintsList().stream().allMatch(queue -> queue.getBytes() == 0);
    }
}
