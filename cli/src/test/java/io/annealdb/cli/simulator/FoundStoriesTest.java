package io.annealdb.cli.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.DeleteOutcome;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.ShardPlace;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.repair.coordinator.Owners;
import java.io.IOException;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What seeds have found, each as the shortest story that shows it. */
class FoundStoriesTest {
    private final World world = new World(1);

    /** What its own disk refused waits as a hint for the node itself, and travels as a call. */
    @Test
    void aLostCallToItselfDoesNotHoldANodesHintsBackForEver() {
        SimulatedCluster cluster = new SimulatedCluster(world, Shape.allOwnersWithoutHints(2));
        cluster.begin();
        SimulatedNode node = cluster.up().get(0);
        node.parts().health().failed(new PeerException(node.id(), Kind.TIMED_OUT, "no answer"));
        world.events.pass(Duration.ofSeconds(3));
        assertThat(node.parts().health().live(node.id())).isTrue();
    }

    /** One owner has it although its answer was lost, the other refuses it: both must end alike. */
    @Test
    void aFailedDeleteThatAnOwnerMayHaveStoredReachesTheOthers() {
        Shape firstAhead = Shape.ofClocks(2, Duration.ofSeconds(90), Duration.ZERO, Duration.ZERO);
        SimulatedCluster cluster = new SimulatedCluster(world, firstAhead);
        cluster.begin();
        SimulatedNode ahead = cluster.nodes.get(new NodeId(1));
        world.weather.cut(1, 2);
        new Client(world, cluster.ledger, Plot.GENTLE).write(ahead, Consistency.ONE);
        world.events.pass(Duration.ofSeconds(1));
        assertThat(cluster.shards())
                .anySatisfy(
                        place ->
                                assertThat(place.shard().ownerNodes())
                                        .containsExactly(new NodeId(1), new NodeId(2)));

        world.weather.cut(2, 3);
        CompletableFuture<DeleteOutcome> deleted =
                cluster.nodes
                        .get(new NodeId(3))
                        .parts()
                        .deletes()
                        .submit(
                                SimulatedCluster.DATABASE,
                                null,
                                new SeriesPredicate.Every(),
                                Long.MIN_VALUE,
                                Long.MAX_VALUE);
        world.events.pass(Duration.ofSeconds(30));
        assertThat(deleted.join()).isInstanceOf(DeleteOutcome.Failed.class);

        world.weather.calm();
        world.events.pass(Duration.ofMinutes(2));
        assertThat(cluster.settled()).isTrue();
        assertThat(new OwnersAgree().broken(cluster)).isEmpty();
    }

    /** The others held the shard already when a delete came that has nothing to do with it. */
    @Test
    void whoeverMeetsAShardLateBeginsWithTheDeletesOfItsTimeAlone() {
        SimulatedCluster cluster =
                new SimulatedCluster(world, Shape.ofClocks(2, Duration.ZERO, Duration.ZERO));
        cluster.begin();
        SimulatedNode first = cluster.nodes.get(new NodeId(1));
        SimulatedNode late = cluster.nodes.get(new NodeId(2));
        world.events.pass(Duration.ofSeconds(1));
        late.cutMeta(true);
        new Client(world, cluster.ledger, Plot.GENTLE).write(first, Consistency.ONE);
        world.events.pass(Duration.ofSeconds(1));
        CompletableFuture<DeleteOutcome> deleted =
                first.parts()
                        .deletes()
                        .submit(SimulatedCluster.DATABASE, null, new SeriesPredicate.Every(), 0, 1);
        world.events.pass(Duration.ofSeconds(1));
        assertThat(deleted).isCompletedWithValue(new DeleteOutcome.Deleted(0));

        late.cutMeta(false);
        world.events.pass(Duration.ofMinutes(2));
        assertThat(cluster.settled()).isTrue();
        assertThat(new OwnersAgree().broken(cluster)).isEmpty();
    }

    /** Its record for shards to come reached a node that had made such a shard meanwhile. */
    @Test
    void aDeleteReachesShardsThatWereMadeWhileItWasOnItsWay() {
        SimulatedCluster cluster =
                new SimulatedCluster(world, Shape.ofClocks(2, Duration.ZERO, Duration.ZERO));
        cluster.begin();
        world.events.pass(Duration.ofSeconds(1));
        SimulatedNode first = cluster.nodes.get(new NodeId(1));
        SimulatedNode second = cluster.nodes.get(new NodeId(2));
        Client client = new Client(world, cluster.ledger, Plot.GENTLE);
        long time = client.newTime();
        first.cutMeta(true);
        client.write(first, Consistency.ANY, time);
        first.cutMeta(false);
        second.freeze(Duration.ofSeconds(30));
        CompletableFuture<DeleteOutcome> deleted =
                first.parts()
                        .deletes()
                        .submit(
                                SimulatedCluster.DATABASE,
                                null,
                                new SeriesPredicate.Every(),
                                time,
                                time);
        world.events.pass(Duration.ofMinutes(3));

        assertThat(deleted).isCompletedWithValue(new DeleteOutcome.Deleted(0));
        assertThat(cluster.settled()).isTrue();
        assertThat(cluster.shards()).isNotEmpty();
        assertThat(new OwnersAgree().broken(cluster)).isEmpty();
        for (ShardPlace place : cluster.shards()) {
            assertThat(Contents.of(second, place.shard().id())).isEmpty();
        }
    }

    /** Its full disk refused the fence; its root was then that of a copy lost in mid ring. */
    @Test
    void aCopyThatFailsToAnswerIsNotTakenForAnEmptyOne() throws IOException {
        SimulatedCluster cluster = new SimulatedCluster(world, Shape.allOwnersWithoutHints(2));
        cluster.begin();
        SimulatedNode full = cluster.nodes.get(new NodeId(1));
        SimulatedNode loser = cluster.nodes.get(new NodeId(2));
        world.weather.cut(1, 2);
        new Client(world, cluster.ledger, Plot.GENTLE).write(full, Consistency.ONE);
        world.events.pass(Duration.ofSeconds(3));
        ShardId shard = cluster.shards().iterator().next().shard().id();
        world.weather.calm();

        full.fillDisk(0);
        world.events.after(Duration.ofMillis(5), () -> loses(loser, shard));
        cluster.lostShards.add(shard);
        assertThat(ring(cluster, shard).shards()).noneMatch(ShardRepairInfo::certified);

        full.makeRoom();
        assertThat(ring(cluster, shard).shards()).allMatch(ShardRepairInfo::certified);
        assertThat(new OwnersAgree().broken(cluster)).isEmpty();
        assertThat(new AcknowledgedHolds().broken(cluster)).isEmpty();
    }

    /**
     * The cells at rest were equal, so it was told that it is whole; in the others it was empty.
     */
    @Test
    void anOwnerThatComesBackEmptyAtTheEndOfARingIsNotTakenForWhole() {
        Runnable[] loss = new Runnable[1];
        List<Duration> clocks = Collections.nCopies(4, Duration.ZERO);
        SimulatedCluster cluster =
                new SimulatedCluster(
                        world,
                        new Shape(3, false, 1 << 20, clocks, 0),
                        atTheFirstHop(() -> loss[0].run()));
        cluster.begin();
        Client client = new Client(world, cluster.ledger, Plot.GENTLE);
        client.write(cluster.nodes.get(new NodeId(1)), Consistency.ALL);
        world.events.pass(Duration.ofSeconds(3));
        ShardPlace place = cluster.shards().iterator().next();
        ShardId shard = place.shard().id();
        List<SimulatedNode> owners = cluster.owners(place);
        cluster.nodes.values().stream()
                .filter(node -> !owners.contains(node))
                .forEach(SimulatedNode::crash); // R stands
        cluster.lostShards.add(shard);
        loss[0] = () -> loses(owners.get(0), shard);
        owners.get(0).crash();
        world.weather.cut(owners.get(1).id().value(), owners.get(2).id().value());
        client.write(owners.get(1), Consistency.ONE);
        world.events.pass(Duration.ofSeconds(3));
        world.weather.calm();

        assertThat(ring(cluster, shard).shards()).allMatch(ShardRepairInfo::certified);
        assertThat(Contents.of(owners.get(0), shard))
                .isEqualTo(Contents.of(owners.get(1), shard))
                .isNotEmpty();
    }

    private static Sabotage atTheFirstHop(Runnable action) {
        boolean[] done = {false};
        return new Sabotage() {
            @Override
            public Owners owners(Owners owners) {
                return Interposed.on(
                        Owners.class,
                        owners,
                        call -> {
                            if (call.is("runHop") && !done[0]) {
                                done[0] = true;
                                action.run();
                            }
                            return call.proceed();
                        });
            }
        };
    }

    private void loses(SimulatedNode node, ShardId shard) {
        if (node.up()) {
            node.crash();
        }
        try {
            for (String kind : List.of("data", "wal")) {
                node.diskWhileDown().remove(Storm.folder(kind, shard));
            }
        } catch (IOException e) {
            throw world.bug("the disk is on", e);
        }
        node.start();
    }

    private RepairJobInfo ring(SimulatedCluster cluster, ShardId shard) {
        long job = cluster.repair.start(shard, 1).orElseThrow();
        cluster.repair.run(job);
        return cluster.repair.report(job);
    }

    /** Both owners were away and their hint queues full: each got a debt, nobody the points. */
    @Test
    void pointsThatWaitForTheirGroupWaitUntilAnOwnerOrAHintHoldsThem() throws IOException {
        Shape smallQueues =
                new Shape(2, true, 1_000, List.of(Duration.ZERO, Duration.ZERO, Duration.ZERO), 0);
        SimulatedCluster cluster = new SimulatedCluster(world, smallQueues);
        cluster.begin();
        world.events.pass(Duration.ofSeconds(1));
        SimulatedNode alone = cluster.nodes.get(new NodeId(3));
        Client client = new Client(world, cluster.ledger, Plot.GENTLE);
        long time = client.newTime();
        for (int owner = 1; owner <= 2; owner++) {
            world.weather.cut(3, owner);
            world.weather.cut(owner, 3);
        }
        alone.cutMeta(true);
        client.write(alone, Consistency.ANY, time);
        alone.cutMeta(false);
        for (int i = 0; i < 100; i++) {
            client.write(alone, Consistency.ANY, time + 1);
        }
        world.events.pass(Duration.ofSeconds(30));
        world.weather.calm();
        world.events.pass(Duration.ofMinutes(3));
        for (ShardPlace place : cluster.shards()) {
            assertThat(ring(cluster, place.shard().id()).shards())
                    .allMatch(ShardRepairInfo::certified);
        }
        assertThat(new AcknowledgedHolds().broken(cluster)).isEmpty();
    }
}
