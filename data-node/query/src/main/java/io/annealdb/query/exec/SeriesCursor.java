package io.annealdb.query.exec;

import io.annealdb.points.SeriesColumns;
import java.util.Iterator;

/** A place in the rows of one series in one shard; advances in order of time. */
final class SeriesCursor {
    private final Iterator<SeriesColumns> runs;
    private SeriesColumns run;
    private int row;

    SeriesCursor(Iterator<SeriesColumns> runs) {
        this.runs = runs;
        this.row = -1;
    }

    /** To the next row; false at the end. */
    boolean advance() {
        row++;
        while (run == null || row >= run.size()) {
            if (!runs.hasNext()) {
                return false;
            }
            run = runs.next();
            row = 0;
        }
        return true;
    }

    long time() {
        return run.times()[row];
    }

    SeriesColumns run() {
        return run;
    }

    int row() {
        return row;
    }
}
