package io.annealdb.data.node;

import io.annealdb.data.write.UnderWay;
import java.io.UncheckedIOException;
import java.util.OptionalLong;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This node's closed stamp (repair.md R1): a clock value c. The node will never again send, hint or
 * acknowledge a batch stamped at or below c, and holds no hint at or below c. It only rises, and it
 * holds for later lives of the node, since the clock's bound and the hints are on disk.
 *
 * <pre>
 *   under way, with the clock ─┐
 *   hh/unassigned ─────────────┼─▶ the least, less one
 *   hh/&lt;node&gt; ─────────────────┘
 * </pre>
 *
 * In that order: a batch that moves on meanwhile is seen at its old place or at its new one. Any
 * thread may use it.
 */
final class ClosedStamp {
    private static final Logger LOG = LoggerFactory.getLogger(ClosedStamp.class);

    private final UnderWay underWay;
    private final Supplier<OptionalLong> leastHint;
    private long promised;

    /**
     * @param leastHint the least clock value in the hint queues; 0 if it is not known
     */
    ClosedStamp(UnderWay underWay, Supplier<OptionalLong> leastHint) {
        this.underWay = underWay;
        this.leastHint = leastHint;
    }

    /** The highest value that can be promised now; 0: none yet. */
    synchronized long now() {
        try {
            long closed = underWay.closed();
            OptionalLong hint = leastHint.get();
            if (hint.isPresent() && Long.compareUnsigned(hint.getAsLong(), closed) <= 0) {
                closed = hint.getAsLong() == 0 ? 0 : hint.getAsLong() - 1;
            }
            if (Long.compareUnsigned(closed, promised) > 0) {
                promised = closed;
            }
        } catch (UncheckedIOException e) {
            LOG.warn("The closed stamp stands still: {}", e.getMessage());
        }
        return promised;
    }
}
