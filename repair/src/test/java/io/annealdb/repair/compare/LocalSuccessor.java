package io.annealdb.repair.compare;

import io.annealdb.points.Rows;
import io.annealdb.points.codec.RowsCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** A successor in the same thread: counts what goes over the wire. */
public final class LocalSuccessor implements Successor {
    private final ShardReplica replica;
    private final Consumer<Rows> store;
    private final Runnable copy;
    private final HopSuccessor answers;
    final List<Rows> pushed = new ArrayList<>();
    final List<Integer> chunkBytes = new ArrayList<>();
    long messageBytes;
    int roundTrips;
    int largestAnswer;
    boolean finished;

    public LocalSuccessor(ShardReplica replica, Consumer<Rows> store, Runnable copy) {
        this.replica = replica;
        this.store = store;
        this.copy = copy;
        this.answers = new HopSuccessor(replica);
    }

    static LocalSuccessor of(ModelReplica replica) {
        return new LocalSuccessor(
                replica,
                replica::store,
                () -> {
                    throw new AssertionError("no files to copy");
                });
    }

    public ShardReplica replica() {
        return replica;
    }

    @Override
    public byte[] ask(byte[] question) throws IOException {
        byte[] answer = answers.answer(question);
        messageBytes += question.length + answer.length;
        largestAnswer = Math.max(largestAnswer, answer.length);
        roundTrips++;
        return answer;
    }

    @Override
    public PushSession push() {
        return new PushSession() {
            @Override
            public void send(byte[] chunk) {
                Rows rows = RowsCodec.decode(chunk, 0, chunk.length);
                chunkBytes.add(chunk.length);
                pushed.add(rows);
                store.accept(rows);
            }

            @Override
            public PushOutcome finish() {
                finished = true;
                return new PushOutcome(0, 0);
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public long copyFiles(Throttle throttle, LongConsumer sent) throws IOException {
        throttle.beforeSending(1000);
        copy.run();
        sent.accept(1000);
        return 1000;
    }
}
