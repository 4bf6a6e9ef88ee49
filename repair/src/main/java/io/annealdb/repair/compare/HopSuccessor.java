package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.GridGeometry;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.repair.sketch.Sketch;
import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/**
 * Answers the questions of one source about one shard. From a comparison of roots on it looks at
 * one snapshot, and reads a cell once; a source that goes on after that was closed gets a new one.
 * For one thread at a time.
 */
public final class HopSuccessor implements Closeable {
    /** An answer ends behind the part with which it reaches that size. */
    static final int ANSWER_BYTES = 1 << 20;

    private final ShardReplica own;
    private final ItemHash hash;
    private SettledCells sourcesSettled = SettledCells.NONE; // as its last comparison said
    private ReplicaSnapshot snapshot; // null until the first question
    private LeafStore leaves;

    public HopSuccessor(ShardReplica own) {
        this.own = own;
        this.hash = new ItemHash(own.grid().key());
    }

    /**
     * @throws io.annealdb.points.codec.MalformedException if the bytes are no question
     */
    public byte[] answer(byte[] question) throws IOException {
        Question asked = QuestionCodec.decode(question);
        if (asked instanceof Question.Compare compare) {
            close();
            sourcesSettled = compare.settled();
        }
        if (snapshot == null) {
            snapshot = own.snapshot();
            leaves = new LeafStore(snapshot, own.grid(), hash);
        }
        return AnswerCodec.encode(answer(asked));
    }

    @Override
    public void close() {
        if (snapshot != null) {
            snapshot.close();
            snapshot = null;
            leaves = null;
        }
    }

    private Answer answer(Question asked) throws IOException {
        if (asked instanceof Question.Compare compare) {
            return compare(compare);
        } else if (asked instanceof Question.DeleteIds ids) {
            return new DeleteSet(snapshot.deletes(sourcesSettled), hash).pageAfter(ids.after());
        } else if (asked instanceof Question.Deletes deletes) {
            return exchange(deletes);
        } else if (asked instanceof Question.Cells cells) {
            return cells(cells);
        } else if (asked instanceof Question.Series series) {
            return series(series);
        } else if (asked instanceof Question.SeriesSymbols symbols) {
            return symbols(symbols);
        }
        return leaves((Question.Leaves) asked);
    }

    private Answer compare(Question.Compare asked) throws IOException {
        ShardRoot root = snapshot.root(sourcesSettled);
        long values = root.content().values();
        if (root.equals(asked.root())
                || asked.contentOnly() && root.content().equals(asked.root().content())) {
            close();
            return new Answer.Equal(own.health());
        }
        if (root.deletes() != asked.root().deletes() && !asked.contentOnly()) {
            DeleteSet deletes = new DeleteSet(snapshot.deletes(sourcesSettled), hash);
            return new Answer.DeletesDiffer(
                    own.health(), values, snapshot.settled(), deletes.firstPage());
        }
        DigestGrid grid = snapshot.digest();
        long[] windows = new long[GridGeometry.WINDOWS];
        for (int window = 0; window < windows.length; window++) {
            windows[window] = Salted.fold(grid.windowSum(window), asked.salt());
        }
        long[] buckets = new long[GridGeometry.BUCKETS];
        for (int bucket = 0; bucket < buckets.length; bucket++) {
            buckets[bucket] = Salted.fold(grid.bucketSum(bucket), asked.salt());
        }
        return new Answer.ContentDiffers(own.health(), values, windows, buckets);
    }

    private Answer exchange(Question.Deletes asked) throws IOException {
        DeleteSet deletes = new DeleteSet(snapshot.deletes(sourcesSettled), hash);
        for (byte[] body : asked.bodies()) {
            own.store(DeleteSet.decode(body));
        }
        List<byte[]> bodies = new ArrayList<>();
        long bytes = 0;
        for (long id : asked.wanted()) {
            byte[] body = deletes.body(id);
            if (body != null && bytes < ANSWER_BYTES) {
                bodies.add(body);
                bytes += body.length;
            }
        }
        return new Answer.Deletes(bodies);
    }

    private Answer cells(Question.Cells asked) throws IOException {
        DigestGrid grid = snapshot.digest();
        List<Answer.Sum> sums = new ArrayList<>();
        for (int window = 0; window < GridGeometry.WINDOWS; window++) {
            for (int bucket = 0; bucket < GridGeometry.BUCKETS; bucket++) {
                if ((asked.windows() >>> window & asked.buckets() >>> bucket & 1) != 0) {
                    CellDigest cell = grid.cell(window, bucket);
                    sums.add(new Answer.Sum(Salted.fold(cell, asked.salt()), cell.values()));
                }
            }
        }
        return new Answer.Cells(sums);
    }

    private Answer series(Question.Series asked) throws IOException {
        List<List<Answer.SeriesSum>> cells = new ArrayList<>();
        long bytes = 0;
        for (Cell cell : asked.cells()) {
            List<Answer.SeriesSum> sums = new ArrayList<>();
            for (Map.Entry<SeriesKey, CellDigest> each : leaves.series(cell).entrySet()) {
                sums.add(
                        new Answer.SeriesSum(
                                LeafRef.tag(hash.series(each.getKey())),
                                new Answer.Sum(
                                        Salted.fold(each.getValue(), asked.salt()),
                                        each.getValue().values())));
            }
            cells.add(sums);
            bytes += sums.size() * 14L;
            if (bytes >= ANSWER_BYTES) {
                break;
            }
        }
        return new Answer.Series(cells);
    }

    private Answer symbols(Question.SeriesSymbols asked) throws IOException {
        LongStream.Builder items = LongStream.builder();
        for (Cell cell : asked.cells()) {
            for (Map.Entry<SeriesKey, CellDigest> each : leaves.series(cell).entrySet()) {
                items.add(SeriesExchange.item(hash, cell, each, asked.salt()));
            }
        }
        return new Answer.Symbols(
                Sketch.of(items.build().toArray(), asked.from(), asked.from() + asked.count()));
    }

    private Answer leaves(Question.Leaves asked) throws IOException {
        List<LeafAnswer> answers = new ArrayList<>();
        long bytes = 0;
        long points = 0;
        for (LeafQuestion each : asked.leaves()) {
            LeafAnswer answer = leaves.answer(each, asked.salt());
            answers.add(answer);
            bytes += LeafAnswerCodec.bytesAbout(answer);
            points += LeafAnswerCodec.points(answer);
            if (bytes >= ANSWER_BYTES || points >= LeafAnswerCodec.ANSWER_POINTS) {
                break;
            }
        }
        return new Answer.Leaves(answers);
    }
}
