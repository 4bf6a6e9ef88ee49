package io.annealdb.meta.log;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.Decisions;
import io.annealdb.proto.AcceptLoss;
import io.annealdb.proto.CreateDatabase;
import io.annealdb.proto.EnsureGroups;
import io.annealdb.proto.InitCluster;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.RegisterDataNode;
import io.annealdb.proto.RegisterMetaNode;
import io.annealdb.proto.StartRepair;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotFileTest {
    private static SnapshotFile example() {
        ClusterImage image = ClusterImage.EMPTY;
        MetaCommand.Builder[] commands = {
            MetaCommand.newBuilder()
                    .setInitCluster(
                            InitCluster.newBuilder()
                                    .setClusterId("9f3c41d200aa17be")
                                    .setHashKeyLow(-3)
                                    .setHashKeyHigh(4)),
            MetaCommand.newBuilder()
                    .setRegisterMetaNode(
                            RegisterMetaNode.newBuilder()
                                    .setName("meta-1")
                                    .setOperatorAddress("10.0.0.1:8091")
                                    .setRaftAddress("10.0.0.1:8089")),
            register("data-1"),
            register("data-2"),
            MetaCommand.newBuilder().setCreateDatabase(CreateDatabase.newBuilder().setName("nab")),
            MetaCommand.newBuilder()
                    .setEnsureGroups(
                            EnsureGroups.newBuilder()
                                    .setDatabase("nab")
                                    .addTimes(0)
                                    .addTimes(-1L << 61)),
            MetaCommand.newBuilder()
                    .setStartRepair(StartRepair.newBuilder().setSeed(11).setShardId(1)),
            MetaCommand.newBuilder().setAcceptLoss(AcceptLoss.newBuilder().setShardId(2)),
        };
        for (MetaCommand.Builder command : commands) {
            MetaCommand timed = command.setNow(1_764_000_000_000L).build();
            image = image.apply(Decisions.decide(image, timed).records());
        }
        return new SnapshotFile(3, 77, image);
    }

    private static MetaCommand.Builder register(String name) {
        return MetaCommand.newBuilder()
                .setRegisterDataNode(
                        RegisterDataNode.newBuilder()
                                .setName(name)
                                .setHttpAddress(name + ":8086")
                                .setRpcAddress(name + ":8088")
                                .setZone("z1")
                                .setFolderId("folder-of-" + name)
                                .setStartId("start"));
    }

    private static byte[] golden() throws IOException {
        try (InputStream in = SnapshotFileTest.class.getResourceAsStream("/snapshot-1.golden")) {
            return in.readAllBytes();
        }
    }

    @Test
    void theGoldenFileIsWrittenAndReadByteForByte() throws IOException {
        assertThat(example().encode()).isEqualTo(golden());
        assertThat(SnapshotFile.decode(golden(), "golden")).isEqualTo(example());
    }

    @Test
    void aFileIsReadAsItWasWritten(@TempDir Path dir) throws IOException {
        Path file = dir.resolve("snapshot.3_77");
        Files.write(file, new byte[9_999]); // longer than what replaces it
        example().write(file);
        assertThat(SnapshotFile.read(file)).isEqualTo(example());
    }

    @Test
    void everyFlippedByteAndEveryTornTailIsFound() throws IOException {
        byte[] whole = golden();
        for (int at = 0; at < whole.length; at++) {
            byte[] flipped = whole.clone();
            flipped[at] ^= 0x20;
            assertThatThrownBy(() -> SnapshotFile.decode(flipped, "s"))
                    .isInstanceOf(IOException.class);
            byte[] torn = java.util.Arrays.copyOf(whole, at);
            assertThatThrownBy(() -> SnapshotFile.decode(torn, "s"))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("damaged");
        }
    }

    @Test
    void aNewerVersionIsNotCalledDamaged() throws IOException {
        byte[] newer = golden();
        newer[4] = 2;
        assertThatThrownBy(() -> SnapshotFile.decode(newer, "s"))
                .hasMessageContaining("newer AnnealDB");
    }
}
