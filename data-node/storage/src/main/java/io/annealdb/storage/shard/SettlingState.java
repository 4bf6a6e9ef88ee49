package io.annealdb.storage.shard;

import io.annealdb.points.Stamp;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.Fence;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What a shard's folder remembers of settling, the file {@code settled}; docs/format/manifest.md.
 *
 * @param answers to rings behind a fence, the last one first
 */
record SettlingState(Optional<Fence> fence, List<Answer> answers, SettledCells settled) {
    static final String NAME = "settled";
    static final SettlingState NOTHING =
            new SettlingState(Optional.empty(), List.of(), SettledCells.NONE);
    private static final LogFormat FORMAT = new LogFormat("ANST", 1);

    /** So many repairs' answers are remembered: a certificate comes a moment after the answer. */
    static final int ANSWERS_MAX = 4;

    /**
     * What this owner told a ring.
     *
     * @param hlc the R of the ring
     * @param leftOut the cells that the root does not speak of
     */
    record Answer(String repairId, long hlc, CellSet leftOut, ShardRoot root) {}

    SettlingState {
        answers = List.copyOf(answers);
    }

    /** The clock value at or below which fresh writes and deletes are refused; 0 if none is. */
    long floor() {
        long fenced = fence.map(Fence::hlc).orElse(0L);
        long settledAt = settled.highest();
        return Long.compareUnsigned(fenced, settledAt) > 0 ? fenced : settledAt;
    }

    /** Whether a fresh batch under that stamp is refused (repair.md R2). */
    boolean bars(Stamp stamp) {
        return floor() != 0 && Long.compareUnsigned(stamp.hlc(), floor()) <= 0;
    }

    /** Why what is stamped so low, and comes late, is not stored; empty if it is. */
    Optional<LateOutcome> barsLate(long leastHlc) {
        long settledAt = settled.highest();
        if (settledAt != 0 && Long.compareUnsigned(leastHlc, settledAt) <= 0) {
            return Optional.of(new LateOutcome.Settled(settledAt));
        }
        return fence.filter(standing -> Long.compareUnsigned(leastHlc, standing.hlc()) <= 0)
                .map(LateOutcome.Fenced::new);
    }

    SettlingState fenced(Fence by) {
        return new SettlingState(Optional.of(by), answers, settled);
    }

    SettlingState without(String repairId) {
        return new SettlingState(
                fence.filter(standing -> !standing.repairId().equals(repairId)), answers, settled);
    }

    SettlingState answered(Answer answer) {
        List<Answer> next = new ArrayList<>(answers);
        next.removeIf(before -> before.repairId().equals(answer.repairId()));
        next.add(0, answer);
        return new SettlingState(
                fence, next.subList(0, Math.min(next.size(), ANSWERS_MAX)), settled);
    }

    /** Whether an answer speaks of every closed cell of a certificate, and says the same. */
    boolean hasAnswered(long hlc, ShardRoot root, CellSet open) {
        return answers.stream()
                .anyMatch(
                        answer ->
                                answer.hlc() == hlc
                                        && answer.root().equals(root)
                                        && open.containsAll(answer.leftOut()));
    }

    /** What a ring at or below R needed is not needed any more. */
    SettlingState adopted(long hlc, CellSet open) {
        return new SettlingState(
                fence.filter(standing -> Long.compareUnsigned(standing.hlc(), hlc) > 0),
                answers.stream()
                        .filter(answer -> Long.compareUnsigned(answer.hlc(), hlc) > 0)
                        .toList(),
                settled.adopt(hlc, open));
    }

    SettlingState adopted(SettledCells others) {
        return new SettlingState(fence, answers, settled.max(others));
    }

    /** Something is gone from the shard: nothing that was said of it holds, but for the fence. */
    SettlingState lost() {
        return new SettlingState(fence, List.of(), SettledCells.NONE);
    }

    void replace(Directory directory, String folder) throws IOException {
        ByteWriter out = new ByteWriter(256);
        out.writeByte(fence.isPresent() ? 1 : 0);
        if (fence.isPresent()) {
            out.writeText(fence.get().repairId());
            out.writeLong(fence.get().hlc());
            out.writeUnsigned(fence.get().ownerEpoch());
        }
        out.writeUnsigned(answers.size());
        for (Answer answer : answers) {
            out.writeText(answer.repairId());
            out.writeLong(answer.hlc());
            answer.leftOut().write(out);
            answer.root().write(out);
        }
        settled.write(out);
        ChecksummedFile.replace(directory, folder, NAME, FORMAT, out.toBytes());
    }

    /**
     * @throws DamagedException if it is not whole
     */
    static SettlingState read(Directory directory, String folder) throws IOException {
        String path = folder + "/" + NAME;
        byte[] payload = ChecksummedFile.read(directory, path, FORMAT);
        try {
            ByteReader in = new ByteReader(payload, 0, payload.length);
            SettlingState state = new SettlingState(fence(in), answers(in), SettledCells.read(in));
            in.end();
            return state;
        } catch (MalformedException | IllegalArgumentException e) {
            throw new DamagedException(path + ": " + e.getMessage());
        }
    }

    private static Optional<Fence> fence(ByteReader in) {
        if (in.readByte() == 0) {
            return Optional.empty();
        }
        return Optional.of(new Fence(in.readText(), in.readLong(), in.readUnsigned()));
    }

    private static List<Answer> answers(ByteReader in) {
        int count = in.readCount(ANSWERS_MAX, "answers");
        List<Answer> answers = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            answers.add(
                    new Answer(in.readText(), in.readLong(), CellSet.read(in), ShardRoot.read(in)));
        }
        return answers;
    }
}
