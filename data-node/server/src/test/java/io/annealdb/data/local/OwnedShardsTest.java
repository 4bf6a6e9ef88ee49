package io.annealdb.data.local;

import static org.assertj.core.api.Assertions.assertThat;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.testing.StepScheduler;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DataNodeProto;
import io.annealdb.proto.DatabaseProto;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.OwnerProto;
import io.annealdb.proto.RetentionPolicyProto;
import io.annealdb.proto.ShardGroupProto;
import io.annealdb.proto.ShardProto;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.io.IOException;
import java.time.Instant;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** What a node's folder holds, against what the image says that it owns. */
class OwnedShardsTest {
    private static final NodeId SELF = new NodeId(1);
    private static final ShardId SHARD = new ShardId(5);

    private final StepScheduler time = new StepScheduler(Instant.EPOCH);
    private SimulatedDirectory disk = new SimulatedDirectory(new Random(1));
    private LocalEngine engine = open();
    private OwnedShards shards = new OwnedShards(engine, SELF);

    private LocalEngine open() {
        try {
            return LocalEngine.open(EngineOptions.small(), disk, time, time, new MetricRegistry());
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private void restart() throws IOException {
        engine.close();
        engine = open();
        shards = new OwnedShards(engine, SELF);
    }

    /**
     * @param owners of the shard; none: its group is dropped
     * @param heldBelow shards below, if placed here, this node has held
     */
    private ClusterImage image(long heldBelow, int... owners) {
        ShardProto.Builder shard =
                ShardProto.newBuilder().setId(5).setGridWindows(64).setGridBuckets(64);
        for (int owner : owners) {
            shard.addOwners(OwnerProto.newBuilder().setNodeId(owner));
        }
        RetentionPolicyProto.Builder policy =
                RetentionPolicyProto.newBuilder()
                        .setName("autogen")
                        .setGroupDuration(1_000_000)
                        .setReplication(1);
        if (owners.length > 0) {
            policy.addGroups(
                    ShardGroupProto.newBuilder()
                            .setId(3)
                            .setStart(0)
                            .setEnd(1_000_000)
                            .addShards(shard));
        }
        return ClusterImage.fromProto(
                ImageProto.newBuilder()
                        .setClusterId("c")
                        .setVersion(7)
                        .setNextNodeId(4)
                        .setNextGroupId(4)
                        .setNextShardId(6)
                        .setNextRepairId(1)
                        .setNextDatabaseId(2)
                        .addDataNodes(
                                DataNodeProto.newBuilder()
                                        .setId(1)
                                        .setName("data-1")
                                        .setIncarnation(1)
                                        .setFolderIncarnation(1)
                                        .setFolderId(engine.folderId().toString())
                                        .setHeldBelow(heldBelow))
                        .addDatabases(
                                DatabaseProto.newBuilder()
                                        .setId(1)
                                        .setName("db")
                                        .setDefaultPolicy("autogen")
                                        .addPolicies(policy))
                        .build());
    }

    private Shard shard() {
        return engine.shard(SHARD).orElseThrow();
    }

    @Test
    void aShardThatMetaPlacesElsewhereIsSetAsideAndDroppedOnItsRecordAlone() throws IOException {
        shards.follow(image(0, 1, 2));
        assertThat(shards.holdsOrphans(image(0, 1, 2))).isFalse();
        ClusterImage moved = image(0, 2, 3);
        shards.follow(moved);
        assertThat(shards.holdsOrphans(moved)).isTrue();
        shards.setAsideOrphans(moved);
        assertThat(engine.shard(SHARD)).isEmpty();
        assertThat(engine.orphans()).containsOnlyKeys(SHARD);
        assertThat(shards.holdsOrphans(moved)).isFalse();
        restart();
        shards.follow(image(0, 2, 3));
        assertThat(engine.orphans()).containsOnlyKeys(SHARD);
        shards.follow(image(0));
        assertThat(engine.orphans()).isEmpty();
    }

    @Test
    void anImageThatDoesNotKnowAShardYetMakesItNoOrphan() throws IOException {
        shards.follow(image(0, 1));
        ClusterImage older =
                ClusterImage.fromProto(
                        image(0).toProto().toBuilder().setNextShardId(4).setVersion(2).build());
        assertThat(shards.holdsOrphans(older)).isFalse();
        shards.follow(older);
        assertThat(shard().health()).isEqualTo(ShardHealth.WHOLE);
    }

    @Test
    void aNewFolderHoldsWhatWasPlacedHereBeforeItAsMissingAtOnce() {
        shards.follow(image(6, 1));
        assertThat(shard().health()).isEqualTo(ShardHealth.MISSING);
        assertThat(shard().trouble()).contains("does not have it");
    }

    @Test
    void aFolderHoldsWhatItsListNames() {
        assertThat(shards.heldBelow(image(0, 1))).as("5 is not there yet").isEqualTo(5);
        shards.follow(image(0, 1));
        assertThat(shards.heldBelow(image(0, 1))).isEqualTo(6);
    }

    @Test
    void aFolderThatMetaDoesNotKnowHoldsNothing() {
        ClusterImage ofAnother =
                ClusterImage.fromProto(
                        image(0, 1).toProto().toBuilder()
                                .setDataNodes(
                                        0,
                                        image(0, 1).toProto().getDataNodes(0).toBuilder()
                                                .setFolderId("another"))
                                .build());
        assertThat(shards.heldBelow(ofAnother)).isZero();
    }

    @Test
    void aFolderWhoseListOrIdIsLostTakesANewOneAndItsShardsAreMissingThoughTheirFilesAreThere()
            throws IOException {
        for (String lost : new String[] {"shards.log", "node.id"}) {
            disk = new SimulatedDirectory(new Random(2));
            engine = open();
            shards = new OwnedShards(engine, SELF);
            shards.follow(image(0, 1));
            String before = engine.folderId().toString();
            engine.close();
            disk.remove(lost);
            engine = open();
            shards = new OwnedShards(engine, SELF);
            assertThat(engine.folderId().toString()).isNotEqualTo(before);
            shards.follow(image(6, 1)); // as meta answers to a registration with another folder
            assertThat(shard().health()).as(lost).isEqualTo(ShardHealth.MISSING);
        }
    }

    @Test
    void whatOneShardHasLostIsSaidOfThatShardAtOnce() throws IOException {
        shards.follow(image(0, 1));
        engine.close();
        disk.remove("data/db/autogen/5");
        disk.remove("wal/db/autogen/5");
        engine = open();
        assertThat(shard().health()).isEqualTo(ShardHealth.MISSING);
        shard().markWhole();
        engine.close();
        disk.remove("data/db/autogen/5/manifest");
        engine = open();
        assertThat(shard().health()).isNotEqualTo(ShardHealth.WHOLE);
    }
}
