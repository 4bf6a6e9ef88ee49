package io.annealdb.data.write;

import io.annealdb.points.NodeId;
import io.annealdb.storage.FreshOutcome.TypeConflict;
import java.util.BitSet;
import java.util.List;

/**
 * How far one owner is with one shard's rows. Guarded by its {@link ShardFanOut}.
 *
 * <pre>
 *   WAITING ─▶ STORED ─▶ (mending: rows that it refused for their type, another took) ─▶ STORED
 *      └──────────┴────▶ MISSED: some or all rows are not there; kept as hint or debt
 * </pre>
 */
final class OwnerProgress {
    enum At {
        WAITING,
        STORED,
        MISSED
    }

    final NodeId node;

    /** Whether it serves, so that the level counts it (repair.md O1). */
    final boolean counts;

    At at = At.WAITING;

    /** Rows that it refused for their type and does not have. */
    BitSet rejected = new BitSet();

    /** Rows on their way to it a second time. */
    BitSet mending = new BitSet();

    /** Rows that a missed owner lacks. */
    BitSet missing = new BitSet();

    /** Whether what it missed must be kept for it; not if it is no owner any more. */
    boolean keep;

    boolean kept;

    /** Whether the rows went to it under the present stamp. */
    private boolean sent;

    /** Whether it has said which of them it took. */
    private boolean answered;

    /** Whether they went to it under an earlier stamp. */
    private boolean sentBefore;

    String trouble = "";

    OwnerProgress(NodeId node, boolean counts) {
        this.node = node;
        this.counts = counts;
    }

    void reset() {
        sentBefore |= sent;
        sent = false;
        answered = false;
        at = At.WAITING;
        rejected = new BitSet();
        mending = new BitSet();
        missing = new BitSet();
        keep = false;
        trouble = "";
    }

    void stored(List<TypeConflict> conflicts) {
        at = At.STORED;
        answered = true;
        conflicts.forEach(conflict -> rejected.set(conflict.row()));
    }

    void sent() {
        sent = true;
    }

    /** The rows did not go to it under the present stamp, or it has said that it took none. */
    void tookNothing() {
        sent = false;
    }

    /**
     * Whether it may hold rows that it is not known to hold. One that has answered may not: a type
     * that it took under an earlier stamp it has taken again.
     */
    boolean inDoubt() {
        return !answered && (sent || sentBefore);
    }

    void missed(String why, boolean keepIt, BitSet rows) {
        at = At.MISSED;
        trouble = why;
        keep = keepIt;
        missing = rows;
        mending = new BitSet();
    }

    boolean stored() {
        return at == At.STORED;
    }

    /** Of so many rows, those that it has not refused. */
    BitSet took(int rows) {
        BitSet took = new BitSet();
        took.set(0, rows);
        took.andNot(rejected);
        return took;
    }

    /** Whether nothing more will be heard of it. */
    boolean settled() {
        return at != At.WAITING && mending.isEmpty();
    }

    /** Whether nothing more is to be heard of it, and what it missed was handed on to be kept. */
    boolean over() {
        return settled() && (at != At.MISSED || !keep || kept);
    }

    /** Whether it has every row that is not dropped. */
    boolean complete(BitSet dropped) {
        if (!stored() || !mending.isEmpty()) {
            return false;
        }
        BitSet lacking = (BitSet) rejected.clone();
        lacking.andNot(dropped);
        return lacking.isEmpty();
    }
}
