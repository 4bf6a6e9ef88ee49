package io.annealdb.data.peer.grpc;

import com.google.protobuf.UnsafeByteOperations;
import io.annealdb.data.gossip.Rumour;
import io.annealdb.data.gossip.Rumour.Kind;
import io.annealdb.data.gossip.Rumour.Subject;
import io.annealdb.data.gossip.Whisper;
import io.annealdb.proto.RumourKindProto;
import io.annealdb.proto.RumourProto;
import io.annealdb.proto.WhisperProto;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Rumours as messages. What a newer node says of kinds unknown here is left out. */
final class GossipMessages {
    private GossipMessages() {}

    static WhisperProto encode(Whisper whisper) {
        WhisperProto.Builder out = WhisperProto.newBuilder();
        whisper.rumours()
                .forEach(
                        rumour ->
                                out.addRumours(
                                        subject(rumour.subject())
                                                .setVersion(rumour.version())
                                                .setBody(
                                                        UnsafeByteOperations.unsafeWrap(
                                                                rumour.body()))));
        whisper.known()
                .forEach((subject, version) -> out.addKnown(subject(subject).setVersion(version)));
        whisper.wanted().forEach(subject -> out.addWanted(subject(subject)));
        whisper.stale().forEach(subject -> out.addStale(subject(subject)));
        return out.build();
    }

    private static RumourProto.Builder subject(Subject subject) {
        return RumourProto.newBuilder()
                .setKind(RumourKindProto.valueOf(subject.kind().name()))
                .setNodeId(subject.node());
    }

    static Whisper decode(WhisperProto whisper) {
        return new Whisper(
                known(whisper.getRumoursList())
                        .map(
                                rumour ->
                                        new Rumour(
                                                subject(rumour),
                                                rumour.getVersion(),
                                                rumour.getBody().toByteArray()))
                        .toList(),
                known(whisper.getKnownList())
                        .collect(
                                Collectors.toMap(GossipMessages::subject, RumourProto::getVersion)),
                subjects(whisper.getWantedList()),
                subjects(whisper.getStaleList()));
    }

    private static Stream<RumourProto> known(List<RumourProto> rumours) {
        return rumours.stream().filter(rumour -> rumour.getKind() != RumourKindProto.UNRECOGNIZED);
    }

    private static Set<Subject> subjects(List<RumourProto> rumours) {
        return known(rumours).map(GossipMessages::subject).collect(Collectors.toSet());
    }

    private static Subject subject(RumourProto rumour) {
        return new Subject(Kind.valueOf(rumour.getKind().name()), rumour.getNodeId());
    }
}
