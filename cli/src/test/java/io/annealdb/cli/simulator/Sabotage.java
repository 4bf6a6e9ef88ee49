package io.annealdb.cli.simulator;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.image.ClusterImage;
import io.annealdb.meta.client.MetaService;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.ClockBound;
import io.annealdb.proto.Envelope;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.storage.Engine;
import io.annealdb.storage.disk.Directory;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;

/**
 * A rule switched off, at a seam of each node or of the coordinator: production code has no switch
 * for that. Each method stands between the code and what it would have got.
 */
interface Sabotage {
    Sabotage NONE = new Sabotage() {};

    /** In what kind of stories the rule matters; empty if the seed may choose. */
    default Optional<Plot> plot() {
        return Optional.empty();
    }

    /** A seed before which nothing notices, so that a build need not look there. */
    default long firstSeed() {
        return 1;
    }

    default Directory disk(Directory disk) {
        return disk;
    }

    default ClockBound bound(ClockBound bound) {
        return bound;
    }

    /** How far ahead of a node's wall a clock is believed, as its configuration says it. */
    default String clockAheadMax() {
        return "60s";
    }

    default Engine engine(Engine engine) {
        return engine;
    }

    /** What others call; what a node does to itself does not come here. */
    default NodeCalls calls(NodeCalls calls) {
        return calls;
    }

    default Envelope heard(Envelope envelope) {
        return envelope;
    }

    /**
     * @param clock of the node, a clock value
     */
    default MetaService meta(MetaService meta, LongSupplier clock) {
        return meta;
    }

    /** The image whose data nodes count for R. */
    default ClusterImage registered(ClusterImage image, Predicate<NodeId> up) {
        return image;
    }

    /** The calls of the repair coordinator. */
    default Owners owners(Owners owners) {
        return owners;
    }

    /** The owners that the coordinator believes a shard to have. */
    default List<NodeId> owners(List<NodeId> owners, Predicate<NodeId> up) {
        return owners;
    }
}
