package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.proto.DeleteRequest;
import io.annealdb.proto.RowConflict;
import io.annealdb.proto.WriteReply;
import io.annealdb.proto.WriteReply.Outcome;
import io.annealdb.proto.WriteRequest;
import io.annealdb.storage.FreshOutcome.TypeConflict;
import java.util.List;
import java.util.Optional;

/** Writes and deletes as messages. */
final class WriteMessages {
    private WriteMessages() {}

    static WriteRequest encode(ShardWrite write) {
        return WriteRequest.newBuilder()
                .setShardId(write.shard().value())
                .setDatabaseId(write.databaseId())
                .setFresh(write.fresh())
                .setRows(UnsafeByteOperations.unsafeWrap(write.encodedRows()))
                .build();
    }

    static ShardWrite decode(WriteRequest request) {
        byte[] rows = request.getRows().toByteArray();
        return new ShardWrite(
                new ShardId(request.getShardId()),
                request.getDatabaseId(),
                RowsCodec.decode(rows, 0, rows.length),
                request.getFresh());
    }

    static DeleteRequest encode(ShardDelete delete) {
        DeleteRequest.Builder out =
                DeleteRequest.newBuilder()
                        .setDatabaseId(delete.databaseId())
                        .setFresh(delete.fresh())
                        .setKeepForDatabase(delete.shard().isEmpty())
                        .setShardsBelow(delete.shardsBelow())
                        .setDelete(ByteString.copyFrom(DeleteCodec.encode(delete.delete())));
        delete.shard().ifPresent(shard -> out.setShardId(shard.value()));
        return out.build();
    }

    static ShardDelete decode(DeleteRequest request) {
        byte[] delete = request.getDelete().toByteArray();
        return new ShardDelete(
                request.getKeepForDatabase()
                        ? Optional.empty()
                        : Optional.of(new ShardId(request.getShardId())),
                request.getDatabaseId(),
                DeleteCodec.decode(delete, 0, delete.length),
                request.getFresh(),
                request.getShardsBelow());
    }

    static WriteReply encode(ReplicaReply reply) {
        WriteReply.Builder out = WriteReply.newBuilder();
        if (reply instanceof ReplicaReply.Stored stored) {
            out.setOutcome(Outcome.STORED);
            stored.conflicts().forEach(conflict -> out.addConflicts(encode(conflict)));
        } else if (reply instanceof ReplicaReply.Shadowed shadowed) {
            out.setOutcome(Outcome.SHADOWED).setClock(shadowed.clock());
        } else if (reply instanceof ReplicaReply.ClockAhead ahead) {
            out.setOutcome(Outcome.CLOCK_AHEAD).setClock(ahead.clock());
        } else if (reply instanceof ReplicaReply.NotOwner) {
            out.setOutcome(Outcome.NOT_OWNER);
        } else {
            out.setOutcome(Outcome.DROPPED);
        }
        return out.build();
    }

    private static RowConflict encode(TypeConflict conflict) {
        return RowConflict.newBuilder()
                .setRow(conflict.row())
                .setField(conflict.field())
                .setMeasurement(conflict.measurement())
                .setInputType(conflict.inputType())
                .setExistingType(conflict.existingType())
                .build();
    }

    static ReplicaReply decode(WriteReply reply) {
        return switch (reply.getOutcome()) {
            case STORED -> new ReplicaReply.Stored(conflicts(reply));
            case SHADOWED -> new ReplicaReply.Shadowed(reply.getClock());
            case CLOCK_AHEAD -> new ReplicaReply.ClockAhead(reply.getClock());
            case NOT_OWNER -> new ReplicaReply.NotOwner();
            case DROPPED -> new ReplicaReply.Dropped();
            case UNRECOGNIZED -> throw new MalformedException("unknown outcome of a write");
        };
    }

    private static List<TypeConflict> conflicts(WriteReply reply) {
        return reply.getConflictsList().stream()
                .map(
                        conflict ->
                                new TypeConflict(
                                        conflict.getRow(),
                                        conflict.getField(),
                                        conflict.getMeasurement(),
                                        conflict.getInputType(),
                                        conflict.getExistingType()))
                .toList();
    }
}
