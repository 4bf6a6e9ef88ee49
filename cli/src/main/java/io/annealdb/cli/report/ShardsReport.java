package io.annealdb.cli.report;

import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.Certificate;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.ShardRoot;
import java.util.List;
import java.util.function.Predicate;

/** Shards and their copies. */
public record ShardsReport(List<Shard> shards) {
    /**
     * One shard.
     *
     * @param certificate null if the shard has never settled
     */
    public record Shard(
            long id,
            String database,
            String retentionPolicy,
            long group,
            String start,
            String end,
            List<OwnerCopy> owners,
            Certified certificate) {}

    /**
     * What all owners have answered behind a fence.
     *
     * @param root of the cells that were closed then; of the whole shard if it rested
     * @param at when it was committed
     * @param settledTo what is stamped at or below has settled in the closed cells
     * @param openCells of 4096; what they hold settles later
     * @param changedSince an owner answers another root now: not a divergence
     */
    public record Certified(
            String root, String at, String settledTo, int openCells, boolean changedSince) {}

    /**
     * One copy.
     *
     * @param root "" for an owner that is missing it, or does not answer
     */
    public record OwnerCopy(String node, long bytes, long points, String root, String state) {}

    /** The shards that the caller wants to see. */
    public static ShardsReport of(ClusterView view, Predicate<ShardPlace> wanted) {
        return new ShardsReport(
                ShardCopies.of(view).stream()
                        .filter(copies -> wanted.test(copies.place()))
                        .map(copies -> shard(copies, view))
                        .toList());
    }

    private static Shard shard(ShardCopies copies, ClusterView view) {
        ShardPlace place = copies.place();
        return new Shard(
                place.shard().id().value(),
                place.database().name(),
                place.policy().name(),
                place.group().id(),
                Json.timeOfNanos(place.group().range().start()),
                Json.timeOfNanos(place.group().range().end()),
                copies.copies().stream()
                        .map(
                                copy ->
                                        new OwnerCopy(
                                                view.nameOf(copy.node()),
                                                copy.bytes(),
                                                copy.points(),
                                                copy.root().map(ShardRoot::hex).orElse(""),
                                                copy.state()))
                        .toList(),
                copies.certificate().map(some -> certified(some, copies)).orElse(null));
    }

    private static Certified certified(Certificate certificate, ShardCopies copies) {
        return new Certified(
                certificate.root().hex(),
                Json.timeOfMillis(certificate.millis()),
                Json.timeOfMillis(new Stamp(certificate.at(), 0, 0).millis()),
                certificate.open().size(),
                copies.changedSince());
    }
}
