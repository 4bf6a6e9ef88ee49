package io.annealdb.repair.compare;

import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import java.util.List;

/**
 * What a source asks its successor, in this order; docs/repair.md tells the talk. The salt is mixed
 * into every short hash, so that two values that happen to agree do so for one exchange only.
 */
sealed interface Question {
    /**
     * @param root with the deletes above the higher of both sides' settled values, as far as the
     *     source knows the successor's
     * @param contentOnly compare what is visible, whatever the deletes
     * @param settled how far the source has settled
     */
    record Compare(int salt, ShardRoot root, boolean contentOnly, SettledCells settled)
            implements Question {}

    /** Further ids of deletes, those above {@code after} in unsigned order. */
    record DeleteIds(long after) implements Question {}

    /** Bodies that the successor lacks, and ids of those that the source lacks. */
    record Deletes(List<Long> wanted, List<byte[]> bodies) implements Question {
        public Deletes {
            wanted = List.copyOf(wanted);
            bodies = List.copyOf(bodies);
        }
    }

    /** The cells in which these windows and buckets (bit sets) meet. */
    record Cells(int salt, long windows, long buckets) implements Question {}

    /** The series of these cells; the answer may stop after any but the first. */
    record Series(int salt, List<Cell> cells) implements Question {
        public Series {
            cells = List.copyOf(cells);
        }
    }

    /** Symbols {@code [from, from + count)} of a sketch of the series of all these cells. */
    record SeriesSymbols(int salt, int from, int count, List<Cell> cells) implements Question {
        /** Symbols of one answer. */
        static final int COUNT_MAX = 1 << 17;

        public SeriesSymbols {
            cells = List.copyOf(cells);
        }
    }

    /** About leaves; the answer may stop after any but the first. */
    record Leaves(int salt, List<LeafQuestion> leaves) implements Question {
        public Leaves {
            leaves = List.copyOf(leaves);
        }
    }
}
