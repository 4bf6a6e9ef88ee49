package io.annealdb.cli.simulator;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.meta.client.MetaService;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.ClockBound;
import io.annealdb.proto.Envelope;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.storage.Engine;
import io.annealdb.storage.disk.Directory;
import java.util.List;
import java.util.function.Predicate;

/**
 * A rule switched off, at a seam of each node or of the coordinator: production code has no switch
 * for that. Each method stands between the code and what it would have got.
 */
interface Sabotage {
    Sabotage NONE = new Sabotage() {};

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

    default MetaService meta(MetaService meta) {
        return meta;
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
