package io.annealdb.repair.compare;

import io.annealdb.points.digest.SettledCells;
import io.annealdb.repair.sketch.Sketch;
import java.util.List;

/** What a successor answers. */
sealed interface Answer {
    /** The roots are equal. */
    record Equal(ReplicaHealth health) implements Answer {}

    /**
     * The deletes differ, so that it is too early to speak of points.
     *
     * @param values how many values the successor holds
     * @param settled how far the successor has settled
     * @param page the first ids of its deletes above the higher settled values of the two
     */
    record DeletesDiffer(ReplicaHealth health, long values, SettledCells settled, DeleteIds page)
            implements Answer {}

    /**
     * The points differ.
     *
     * @param values how many values the successor holds
     * @param windows folded sums by window; 0 where it holds nothing
     * @param buckets folded sums by bucket; 0 where it holds nothing
     */
    record ContentDiffers(ReplicaHealth health, long values, long[] windows, long[] buckets)
            implements Answer {}

    /**
     * @param ids ascending, unsigned
     */
    record DeleteIds(List<Long> ids, boolean more) implements Answer {
        public DeleteIds {
            ids = List.copyOf(ids);
        }
    }

    record Deletes(List<byte[]> bodies) implements Answer {
        public Deletes {
            bodies = List.copyOf(bodies);
        }
    }

    /** The cells asked for, window by window, in each by bucket. */
    record Cells(List<Sum> cells) implements Answer {
        public Cells {
            cells = List.copyOf(cells);
        }
    }

    /** A folded digest, 0 if there are no values, and their number. */
    record Sum(long folded, long values) {
        static final Sum EMPTY = new Sum(0, 0);
    }

    record Series(List<List<SeriesSum>> cells) implements Answer {
        public Series {
            cells = List.copyOf(cells);
        }
    }

    record Symbols(Sketch symbols) implements Answer {}

    record SeriesSum(int tag, Sum sum) {}

    record Leaves(List<LeafAnswer> leaves) implements Answer {
        public Leaves {
            leaves = List.copyOf(leaves);
        }
    }
}
