package io.annealdb.cli.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.ExitCode;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.DatabaseProto;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.RetentionPolicyProto;
import io.annealdb.proto.ShardGroupProto;
import io.annealdb.proto.ShardProto;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShardScopeTest {
    /** Shard 1 is of plant, shard 2 of _internal. */
    private static final ClusterImage IMAGE =
            ClusterImage.fromProto(
                    ImageProto.newBuilder()
                            .setClusterId("c")
                            .addDatabases(database(1, "plant"))
                            .addDatabases(database(2, "_internal"))
                            .build());

    @Test
    void internalIsLeftOutUnlessItIsNamed() {
        assertThat(shards(Optional.empty(), Optional.empty())).containsExactly(1L);
        assertThat(shards(Optional.of("_internal"), Optional.empty())).containsExactly(2L);
        assertThat(shards(Optional.empty(), Optional.of(2L))).containsExactly(2L);
    }

    @Test
    void whatDoesNotExistFails() {
        assertFails(Optional.of("plnat"), Optional.empty(), "Did you mean plant?");
        assertFails(Optional.empty(), Optional.of(9L), "there is no shard 9");
        assertFails(Optional.empty(), Optional.of(0L), "there is no shard 0");
        assertFails(Optional.of("plant"), Optional.of(2L), "of database \"_internal\"");
    }

    private static void assertFails(Optional<String> database, Optional<Long> shard, String words) {
        assertThatThrownBy(() -> shards(database, shard))
                .isInstanceOfSatisfying(
                        CommandFailure.class,
                        failure -> assertThat(failure.exitCode()).isEqualTo(ExitCode.FAILED))
                .hasMessageContaining(words);
    }

    private static List<Long> shards(Optional<String> database, Optional<Long> shard) {
        return new ShardScope(database, shard)
                .in(IMAGE).stream().map(place -> place.shard().id().value()).toList();
    }

    private static DatabaseProto database(long id, String name) {
        return DatabaseProto.newBuilder()
                .setId(id)
                .setName(name)
                .setDefaultPolicy("autogen")
                .addPolicies(
                        RetentionPolicyProto.newBuilder()
                                .setName("autogen")
                                .setGroupDuration(1_000)
                                .setReplication(1)
                                .addGroups(
                                        ShardGroupProto.newBuilder()
                                                .setId(id)
                                                .setStart(0)
                                                .setEnd(1_000)
                                                .addShards(
                                                        ShardProto.newBuilder()
                                                                .setId(id)
                                                                .setGridWindows(64)
                                                                .setGridBuckets(64))))
                .build();
    }
}
