package io.annealdb.cli.report;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.annealdb.cli.connect.NodeNames;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.HopInfo;
import io.annealdb.image.PromiseInfo;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairState;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What a repair has come to, or would come to.
 *
 * @param id null for a plan and for an exchange of a pair
 * @param state queued, running, paused, done, failed, cancelled; planned for a plan
 * @param failure what stopped it; null if nothing did
 * @param equalBy the latest time of equality, as the job has promised it or would if it started
 *     now; null before it is known that owners differ, and while it is paused
 * @param boundMissed whether that time has passed before the owners were equal
 * @param equalByNote of whom it holds, and why it is not what was promised at first; null if of all
 *     owners and never restated
 * @param plan the hash of the digests that a plan stands on; null for a job
 */
public record RepairReport(
        String id,
        String state,
        String started,
        String finished,
        String equalBy,
        boolean boundMissed,
        @JsonInclude(JsonInclude.Include.NON_NULL) String equalByNote,
        List<Shard> shards,
        Totals totals,
        @JsonInclude(JsonInclude.Include.NON_NULL) String failure,
        @JsonInclude(JsonInclude.Include.NON_NULL) String plan) {
    /**
     * The ring over one shard.
     *
     * @param start where the ring begins
     * @param certified the roots gathered from all owners after the ring were equal
     * @param certificateAt what is stamped up to then has settled, by the certificate that stands
     *     beside that; null if there is none
     * @param absent owners that took no part
     * @param note what an operator should know; null if nothing
     * @param points values that owners do not hold alike; null unless a plan was asked for them
     */
    public record Shard(
            long id,
            String start,
            List<Hop> hops,
            boolean certified,
            String certificateAt,
            List<String> absent,
            @JsonInclude(JsonInclude.Include.NON_NULL) String note,
            @JsonInclude(JsonInclude.Include.NON_NULL) List<PointReport> points,
            @JsonInclude(JsonInclude.Include.NON_NULL) PointList.Page pointsPage) {}

    /**
     * One hop of it.
     *
     * @param missingPointsFound rows of which the successor lacked a value
     * @param stalePointsFound rows of which it lacked none but held one in a lower version
     * @param deletesFound delete records that one of the two lacked
     */
    public record Hop(
            String from,
            String to,
            String state,
            long missingPointsFound,
            long stalePointsFound,
            long deletesFound,
            long pointsSent,
            long valuesSent,
            long deletesSent,
            boolean shardCopied,
            long metadataBytes,
            long payloadBytes,
            int roundTrips,
            long millis,
            long pointsPlanned,
            long bytesPlanned,
            @JsonInclude(JsonInclude.Include.NON_NULL) String note) {
        /** Whether its source has begun with it. */
        boolean ran() {
            return roundTrips > 0 || payloadBytes > 0 || state.equals("verified");
        }
    }

    /**
     * Sums over all hops.
     *
     * @param hops those that ran
     * @param metadataBytes of comparisons and of the gathering of roots
     */
    public record Totals(
            long hops, long pointsSent, long metadataBytes, long payloadBytes, long millis) {
        /** Adds up. */
        static Totals of(List<Shard> shards, long gatherBytes, long millis) {
            List<Hop> hops = shards.stream().flatMap(shard -> shard.hops().stream()).toList();
            return new Totals(
                    hops.stream().filter(Hop::ran).count(),
                    hops.stream().mapToLong(Hop::pointsSent).sum(),
                    gatherBytes + hops.stream().mapToLong(Hop::metadataBytes).sum(),
                    hops.stream().mapToLong(Hop::payloadBytes).sum(),
                    millis);
        }
    }

    /** A job as it stands now. */
    public static RepairReport of(RepairJobInfo job, ClusterImage image, Instant now) {
        List<Shard> shards = job.shards().stream().map(shard -> shard(shard, image)).toList();
        long ran =
                job.finished() > 0 && job.started() > 0
                        ? job.finished() - job.started()
                        : shards.stream()
                                .flatMap(shard -> shard.hops().stream())
                                .mapToLong(Hop::millis)
                                .sum();
        return new RepairReport(
                job.name(),
                lower(job.state()),
                Json.timeOfMillis(job.started()),
                Json.timeOfMillis(job.finished()),
                Json.timeOfMillis(job.promise().map(PromiseInfo::by).orElse(0L)),
                job.missedItsPromise(now.toEpochMilli()),
                job.promise().map(promise -> note(promise, image)).orElse(null),
                shards,
                Totals.of(shards, job.gatherBytes(), ran),
                nullIfEmpty(job.failure()),
                null);
    }

    private static String note(PromiseInfo promise, ClusterImage image) {
        List<String> parts = new ArrayList<>();
        if (!promise.away().isEmpty()) {
            parts.add(
                    "without "
                            + promise.away().stream()
                                    .map(node -> NodeNames.of(image, node))
                                    .collect(Collectors.joining(", ")));
        }
        if (!promise.restated().isEmpty()) {
            parts.add("promised anew: " + promise.restated());
        }
        return nullIfEmpty(String.join("; ", parts));
    }

    /**
     * What a job would come to.
     *
     * @param plan the hash
     */
    public static RepairReport ofPlan(List<Shard> shards, String plan, String equalBy) {
        List<Hop> planned =
                shards.stream()
                        .flatMap(shard -> shard.hops().stream())
                        .filter(hop -> hop.state().equals("planned"))
                        .toList();
        return new RepairReport(
                null,
                "planned",
                null,
                null,
                equalBy,
                false,
                null,
                shards,
                new Totals(
                        planned.size(),
                        planned.stream().mapToLong(Hop::pointsSent).sum(),
                        planned.stream().mapToLong(Hop::metadataBytes).sum(),
                        planned.stream().mapToLong(Hop::payloadBytes).sum(),
                        planned.stream().mapToLong(Hop::millis).sum()),
                null,
                plan);
    }

    /**
     * One exchange between two owners, which no job stands behind.
     *
     * @param failure why it did not come to its end; empty if it did
     */
    public static RepairReport ofExchange(
            String state, String started, String finished, Shard shard, String failure) {
        long millis = shard.hops().stream().mapToLong(Hop::millis).sum();
        return new RepairReport(
                null,
                state,
                started,
                finished,
                null,
                false,
                null,
                List.of(shard),
                Totals.of(List.of(shard), 0, millis),
                nullIfEmpty(failure),
                null);
    }

    /** One shard of an exchange. */
    public static Shard shardOf(
            ShardId shard,
            List<HopInfo> hops,
            boolean allEqual,
            List<NodeId> absent,
            ClusterImage image) {
        return new Shard(
                shard.value(),
                NodeNames.of(image, hops.get(0).from()),
                hops.stream().map(hop -> hop(hop, image)).toList(),
                allEqual,
                null,
                absent.stream().map(node -> NodeNames.of(image, node)).toList(),
                null,
                null,
                null);
    }

    /** Whether every owner of every shard ended equal. */
    public boolean certified() {
        return state.equals(lower(RepairState.DONE)) && shards.stream().allMatch(Shard::certified);
    }

    private static Shard shard(ShardRepairInfo shard, ClusterImage image) {
        return new Shard(
                shard.shard().value(),
                shard.start().map(node -> NodeNames.of(image, node)).orElse(null),
                shard.hops().stream().map(hop -> hop(hop, image)).toList(),
                shard.certified(),
                shard.certificateAt() == 0
                        ? null
                        : Json.timeOfMillis(new Stamp(shard.certificateAt(), 0, 0).millis()),
                shard.absent().stream().map(node -> NodeNames.of(image, node)).toList(),
                nullIfEmpty(shard.note()),
                null,
                null);
    }

    private static Hop hop(HopInfo hop, ClusterImage image) {
        return new Hop(
                NodeNames.of(image, hop.from()),
                NodeNames.of(image, hop.to()),
                lower(hop.phase()),
                hop.found().missingPoints(),
                hop.found().stalePoints(),
                hop.found().deletes(),
                hop.pointsSent(),
                hop.valuesSent(),
                hop.deletesSent(),
                hop.shardCopied(),
                hop.metadataBytes(),
                hop.payloadBytes(),
                hop.roundTrips(),
                hop.millis(),
                hop.pointsPlanned(),
                hop.bytesPlanned(),
                nullIfEmpty(hop.note()));
    }

    private static String lower(Enum<?> state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static String nullIfEmpty(String text) {
        return text.isEmpty() ? null : text;
    }
}
