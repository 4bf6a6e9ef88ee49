package io.annealdb.image;

import static io.annealdb.image.Commands.acceptLoss;
import static io.annealdb.image.Commands.commit;
import static io.annealdb.image.Commands.createDatabase;
import static io.annealdb.image.Commands.dropDatabase;
import static io.annealdb.image.Commands.ensureGroups;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.CertificateProto;
import io.annealdb.proto.CommitCertificates;
import io.annealdb.proto.MetaCommand;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class CertificateDecisionsTest {
    private static final ShardId ONE = new ShardId(1);
    private static final ShardRoot ROOT = new ShardRoot(new CellDigest(1, 2, 3, 4), 5);

    private final Commands cluster = Commands.cluster(3);

    @BeforeEach
    void twoShards() {
        cluster.run(createDatabase("a"));
        cluster.run(createDatabase("b"));
        cluster.run(ensureGroups("a", "", 0));
        cluster.run(ensureGroups("b", "", 0));
    }

    private static Certificate certificate(long shard, long epoch, long at) {
        return new Certificate(
                new ShardId(shard), epoch, at, ROOT, CellSet.builder().add(3, 4).build(), 0, "r-1");
    }

    private long committedAt(long shard) {
        return cluster.image.certificate(new ShardId(shard)).map(Certificate::at).orElse(0L);
    }

    @Test
    void manyCertificatesAreOneRecordAtTheLeadersTime() {
        long before = cluster.image.version();
        cluster.run(commit(certificate(1, 1, 70), certificate(2, 1, 70)));
        assertThat(cluster.image.version()).isEqualTo(before + 1);
        assertThat(cluster.image.certificate(ONE))
                .contains(
                        new Certificate(
                                ONE,
                                1,
                                70,
                                ROOT,
                                CellSet.builder().add(3, 4).build(),
                                cluster.now,
                                "r-1"));
        assertThat(ClusterImage.fromProto(cluster.image.toProto())).isEqualTo(cluster.image);
    }

    @Test
    void aCertificateOfOtherOwnersIsLeftOutAndTheRestCommitted() {
        cluster.run(commit(certificate(1, 2, 70), certificate(2, 1, 70), certificate(9, 1, 70)));
        assertThat(committedAt(1)).isZero();
        assertThat(committedAt(2)).isEqualTo(70);
        assertThat(cluster.image.certificates()).hasSize(1);
    }

    @Test
    void rOfAShardOnlyRises() {
        cluster.run(commit(certificate(1, 1, 70)));
        ClusterImage before = cluster.image;
        cluster.run(commit(certificate(1, 1, 70)));
        cluster.run(commit(certificate(1, 1, 60)));
        assertThat(cluster.image).isSameAs(before);
        cluster.run(commit(certificate(1, 1, -1))); // unsigned: far above
        assertThat(committedAt(1)).isEqualTo(-1);
    }

    @Test
    void aDroppedShardTakesItsCertificateWithIt() {
        cluster.run(commit(certificate(1, 1, 70), certificate(2, 1, 70)));
        cluster.run(dropDatabase("a"));
        assertThat(committedAt(1)).isZero();
        assertThat(committedAt(2)).isEqualTo(70);
    }

    @Test
    void anAcceptedLossEndsWhatTheCertificateSays() {
        cluster.run(commit(certificate(1, 1, 70)));
        cluster.run(acceptLoss(1));
        assertThat(cluster.image.certificate(ONE)).isEmpty();
        cluster.run(commit(certificate(1, 1, 65)));
        assertThat(committedAt(1)).isEqualTo(65);
    }

    @Test
    void aCertificateThatCannotBeReadChangesNothing() {
        CertificateProto proto = CertificateCodec.encode(certificate(1, 1, 70));
        MetaCommand.Builder torn =
                MetaCommand.newBuilder()
                        .setCommitCertificates(
                                CommitCertificates.newBuilder()
                                        .addCertificates(
                                                proto.toBuilder()
                                                        .setRoot(
                                                                ByteString.copyFrom(new byte[5]))));
        assertThat(cluster.error(torn)).contains("makes no sense", "certificate of shard 1");
        assertThat(cluster.image.certificates()).isEmpty();
    }
}
