package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import io.annealdb.repair.job.HopReport;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;

/** What the record of a shard's repair says to the operator. */
record RingNotes(ShardOwners shards, ShardId shard) {
    String nobodyAnswers(Gathering gathering) {
        return "no owner answers: " + names(gathering.absent());
    }

    String nobodyWhole(String what, Gathering gathering) {
        return ("%s: no live owner holds shard %s whole.%s use --accept-loss to serve what is"
                        + " left of it.")
                .formatted(what, shard, orStart(gathering));
    }

    /** No live owner has settled as far as the certificate (repair.md R6). */
    String beforeCertificate(ShardCertificate certificate, Gathering gathering) {
        return ("no live owner has settled as far as the certificate of shard %s, to %s: they may"
                        + " stand on old disks, and what was deleted since could come back.%s use"
                        + " --accept-loss to go on with what they hold.")
                .formatted(shard, timeOf(certificate.at()), orStart(gathering));
    }

    private static Instant timeOf(long hlc) {
        return Instant.ofEpochMilli(new Stamp(hlc, 0, 0).millis());
    }

    private String orStart(Gathering gathering) {
        return gathering.absent().isEmpty()
                ? " If it is lost for good,"
                : " Start " + names(gathering.absent()) + ", which may hold it, or";
    }

    String whyRestarted(Gathering gathering) {
        return gathering.absent().isEmpty()
                ? "the owners changed; the ring starts again"
                : names(gathering.absent()) + " went away; the ring starts again without";
    }

    String whyNotCertified(Gathering gathering, boolean someWhole, int rings) {
        if (!gathering.absent().isEmpty()) {
            return names(gathering.absent()) + " did not answer: nothing is certified";
        }
        return someWhole
                ? "the copies still differ after "
                        + rings
                        + " rings, probably because writes go on; start the repair again"
                : nobodyWhole("no copy is whole", gathering);
    }

    String hop(HopReport hop) {
        return shards.nameOf(hop.from()) + "→" + shards.nameOf(hop.to());
    }

    String name(NodeId node) {
        return shards.nameOf(node);
    }

    private String names(List<NodeId> nodes) {
        return nodes.stream().map(shards::nameOf).collect(Collectors.joining(", "));
    }
}
