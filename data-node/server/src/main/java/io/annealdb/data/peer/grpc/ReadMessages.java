package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.PredicateCodec;
import io.annealdb.proto.FieldTypes;
import io.annealdb.proto.NamesReply;
import io.annealdb.proto.NamesRequest;
import io.annealdb.proto.ScanRequest;
import io.annealdb.storage.ShardView;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Reads as messages. */
final class ReadMessages {
    private ReadMessages() {}

    static ByteString encode(SeriesPredicate predicate) {
        return ByteString.copyFrom(PredicateCodec.encode(predicate));
    }

    static SeriesPredicate predicate(ByteString encoded) {
        byte[] bytes = encoded.toByteArray();
        return PredicateCodec.decode(bytes, 0, bytes.length);
    }

    static ScanRequest encode(ShardId shard, ShardView.Scan scan, boolean asItIs) {
        return ScanRequest.newBuilder()
                .setShardId(shard.value())
                .setPredicate(encode(scan.series()))
                .addAllFields(scan.fields())
                .setMinTime(scan.minTime())
                .setMaxTime(scan.maxTime())
                .setAscending(scan.ascending())
                .setAsItIs(asItIs)
                .build();
    }

    static ShardView.Scan decode(ScanRequest request) {
        return new ShardView.Scan(
                predicate(request.getPredicate()),
                request.getFieldsList(),
                request.getMinTime(),
                request.getMaxTime(),
                request.getAscending());
    }

    static NamesRequest.Builder names(ShardId shard, boolean asItIs) {
        return NamesRequest.newBuilder().setShardId(shard.value()).setAsItIs(asItIs);
    }

    static void encode(Map<String, Set<FieldType>> fields, NamesReply.Builder out) {
        fields.forEach(
                (name, types) ->
                        out.addFields(
                                FieldTypes.newBuilder()
                                        .setName(name)
                                        .addAllTypeCodes(
                                                types.stream().map(FieldType::code).toList())));
    }

    static Map<String, Set<FieldType>> fields(NamesReply reply) {
        Map<String, Set<FieldType>> fields = new LinkedHashMap<>();
        for (FieldTypes field : reply.getFieldsList()) {
            EnumSet<FieldType> types = EnumSet.noneOf(FieldType.class);
            field.getTypeCodesList().forEach(code -> types.add(FieldType.ofCode(code)));
            fields.put(field.getName(), types);
        }
        return fields;
    }
}
