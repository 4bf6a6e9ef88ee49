package io.annealdb.cli.report;

import io.annealdb.cli.connect.NodeNames;
import io.annealdb.image.ClusterImage;
import io.annealdb.proto.HopReportProto;
import io.annealdb.repair.compare.HopDifference;
import io.annealdb.repair.preview.HopPreview;
import io.annealdb.repair.ring.Hop;
import java.util.Optional;

/** Hops that nobody has gone yet, as a report shows them. */
public final class PlannedHop {
    /** What an unlimited hop is taken to send, bytes a second. */
    private static final long BYTES_PER_SECOND_GUESSED = 50_000_000;

    private PlannedHop() {}

    /** One that finds both equal. */
    public static RepairReport.Hop skipped(Hop hop, ClusterImage image) {
        return hop(hop, "skipped", 0, 0, 0, 0, 0, false, 0, 0, 0, image);
    }

    /**
     * One that was played. Points, values, deletes and payload are exact; the size of files, the
     * metadata and the time are estimates: from the dry run of that pair, and from the rate.
     *
     * @param sourceBytes on the source's disk: what is copied if the shard is
     * @param measured what the dry run of that pair took; empty if there was none
     */
    public static RepairReport.Hop of(
            HopPreview preview,
            long sourceBytes,
            Optional<HopReportProto> measured,
            long rate,
            ClusterImage image) {
        long payload = preview.payloadBytes() + (preview.shardCopied() ? sourceBytes : 0);
        long sending = payload * 1000 / (rate == 0 ? BYTES_PER_SECOND_GUESSED : rate);
        return hop(
                preview.hop(),
                "planned",
                preview.missingPoints(),
                preview.stalePoints(),
                preview.pointsSent(),
                preview.valuesSent(),
                preview.deletes(),
                preview.shardCopied(),
                measured.map(HopReportProto::getMetadataBytes).orElse(0L),
                payload,
                measured.map(HopReportProto::getMillis).orElse(0L) + sending,
                image);
    }

    /** One of which only is known what differs between its two nodes now. */
    public static RepairReport.Hop of(Hop hop, HopDifference difference, ClusterImage image) {
        long points = difference.missingPoints() + difference.stalePoints();
        return hop(
                hop,
                "planned",
                difference.missingPoints(),
                difference.stalePoints(),
                points,
                difference.missingValues() + difference.stalePoints(),
                difference.missingDeletes(),
                difference.missingShard(),
                0,
                0,
                0,
                image);
    }

    private static RepairReport.Hop hop(
            Hop hop,
            String state,
            long missing,
            long stale,
            long points,
            long values,
            long deletes,
            boolean copied,
            long metadataBytes,
            long payloadBytes,
            long millis,
            ClusterImage image) {
        return new RepairReport.Hop(
                NodeNames.of(image, hop.from()),
                NodeNames.of(image, hop.to()),
                state,
                missing,
                stale,
                deletes,
                points,
                values,
                deletes,
                copied,
                metadataBytes,
                payloadBytes,
                0,
                millis,
                points,
                payloadBytes,
                null);
    }
}
