package io.annealdb.image;

import com.google.protobuf.ByteString;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.CertificateProto;

/** Certificates as messages. */
public final class CertificateCodec {
    private CertificateCodec() {}

    public static CertificateProto encode(Certificate certificate) {
        CertificateProto.Builder out =
                CertificateProto.newBuilder()
                        .setShardId(certificate.shard().value())
                        .setOwnerEpoch(certificate.ownerEpoch())
                        .setAt(certificate.at())
                        .setRoot(ByteString.copyFrom(certificate.root().encode()))
                        .setMillis(certificate.millis())
                        .setRepairId(certificate.repairId());
        if (!certificate.open().isEmpty()) {
            out.setOpenCells(ByteString.copyFrom(certificate.open().encode()));
        }
        return out.build();
    }

    /**
     * @throws IllegalArgumentException if it says what cannot be
     */
    public static Certificate decode(CertificateProto proto) {
        try {
            return read(proto);
        } catch (MalformedException e) {
            throw new IllegalArgumentException(
                    "certificate of shard " + proto.getShardId() + ": " + e.getMessage(), e);
        }
    }

    private static Certificate read(CertificateProto proto) {
        byte[] root = proto.getRoot().toByteArray();
        byte[] open = proto.getOpenCells().toByteArray();
        return new Certificate(
                new ShardId(proto.getShardId()),
                proto.getOwnerEpoch(),
                proto.getAt(),
                ShardRoot.decode(root, 0, root.length),
                open.length == 0 ? CellSet.NONE : CellSet.decode(open, 0, open.length),
                proto.getMillis(),
                proto.getRepairId());
    }
}
