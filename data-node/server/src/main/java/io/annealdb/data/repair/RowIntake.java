package io.annealdb.data.repair;

import io.annealdb.points.Rows;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.repair.compare.PushOutcome;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.storage.Shard;
import java.io.IOException;

/** The end of a push: each chunk of rows is on this node's disk before the next is taken. */
final class RowIntake implements PushSession {
    private final Shard shard;
    private final Runnable admission;
    private long points;
    private long values;

    /**
     * @param admission throws once this push has no business here any more
     */
    RowIntake(Shard shard, Runnable admission) {
        this.shard = shard;
        this.admission = admission;
    }

    @Override
    public void send(byte[] chunk) throws IOException {
        admission.run();
        Rows rows = RowsCodec.decode(chunk, 0, chunk.length);
        shard.store(rows);
        points += rows.size();
        values += rows.valueCount();
    }

    @Override
    public PushOutcome finish() {
        return new PushOutcome(points, values);
    }

    @Override
    public void close() {
        // what has arrived stays
    }
}
