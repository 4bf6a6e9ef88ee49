package io.annealdb.repair.antientropy;

import io.annealdb.points.ShardId;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;

/** What background anti-entropy has done since its node started, for metrics. */
public final class AntiEntropyCounts {
    private final AtomicLong calls = new AtomicLong();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicLong checkedShards = new AtomicLong();
    private final AtomicLong mismatches = new AtomicLong();
    private final AtomicLong jobsStarted = new AtomicLong();
    private final AtomicLong differing = new AtomicLong();
    private final AtomicReference<Instant> oldestCheck = new AtomicReference<>(Instant.MAX);
    private final AtomicReference<Map<ShardId, Instant>> promises = new AtomicReference<>(Map.of());

    /** Calls for roots, each to one owner and for up to 64 shards. */
    public long calls() {
        return calls.get();
    }

    /** Of those calls, questions and answers, without framing. */
    public long bytes() {
        return bytes.get();
    }

    /** Shards whose owners were compared, each time counted. */
    public long checkedShards() {
        return checkedShards.get();
    }

    /** Differences that no write under way explained. */
    public long mismatches() {
        return mismatches.get();
    }

    public long jobsStarted() {
        return jobsStarted.get();
    }

    /** Shards whose owners differ by the last look. */
    public long differing() {
        return differing.get();
    }

    /** When the shard that waits longest was last compared; the far future if there is none. */
    public Instant oldestCheck() {
        return oldestCheck.get();
    }

    /** Shards that are known to differ and in no job: until when they are to be equal. */
    public Map<ShardId, Instant> promises() {
        return promises.get();
    }

    void promised(Map<ShardId, Instant> latest) {
        promises.set(Map.copyOf(latest));
    }

    void called(long messageBytes) {
        calls.incrementAndGet();
        bytes.addAndGet(messageBytes);
    }

    void checked() {
        checkedShards.incrementAndGet();
    }

    void mismatched() {
        mismatches.incrementAndGet();
    }

    void started() {
        jobsStarted.incrementAndGet();
    }

    void saw(long shardsThatDiffer, Instant oldest) {
        differing.set(shardsThatDiffer);
        oldestCheck.set(oldest);
    }

    /** This node leads no more: another one sees now. */
    public void nothingSeen() {
        saw(0, Instant.MAX);
        promised(Map.of());
    }
}
