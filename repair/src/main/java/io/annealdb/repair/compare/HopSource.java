package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.repair.job.HopFound;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/**
 * Runs one hop, at its source: compares with the successor, exchanges deletes, then sends exactly
 * the values that the successor lacks or holds under a lower stamp. Afterwards the successor holds
 * all that the source's snapshot shows. Once only, and for one thread.
 */
public final class HopSource {
    /** Deletes may be written while two owners exchange them; then points go all the same. */
    private static final int DELETE_ROUNDS_MAX = 3;

    private static final int SALT_MASK = 0x3FFF; // two bytes in a message

    private final ShardReplica own;
    private final Successor successor;
    private final Throttle throttle;
    private final HopMeter meter;
    private final HopTalk talk;
    private final ItemHash hash;
    private final int salt;
    private SettledCells successorsSettled = SettledCells.NONE; // until it has told

    public HopSource(
            Hop hop,
            ShardReplica own,
            Successor successor,
            Throttle throttle,
            InstantSource clock,
            HopProgress progress) {
        this.own = own;
        this.successor = successor;
        this.throttle = throttle;
        this.meter = new HopMeter(hop, clock, progress);
        this.talk = new HopTalk(successor, meter);
        this.hash = new ItemHash(own.grid().key());
        this.salt = (int) ItemHash.mix(clock.millis()) & SALT_MASK;
    }

    /**
     * Compares and sends what the successor lacks.
     *
     * @return the report: verified, skipped if both were equal, or abandoned if it was cancelled
     * @throws IOException if one of the two nodes could not go on; what was sent stays
     */
    public HopReport run() throws IOException {
        meter.enter(HopPhase.COMPARING);
        try {
            for (int round = 0; !compareAndSend(round >= DELETE_ROUNDS_MAX); round++) {}
        } catch (HopCancelledException e) {
            meter.enter(HopPhase.ABANDONED);
            return meter.report().noted("cancelled");
        }
        return meter.report();
    }

    /** Whether the hop is over; else the replicas have come closer and are to be compared anew. */
    private boolean compareAndSend(boolean contentOnly) throws IOException {
        try (ReplicaSnapshot snapshot = own.snapshot()) {
            Answer answer = talk.ask(compare(snapshot, contentOnly));
            if (answer instanceof Answer.Equal) {
                boolean sent =
                        meter.phase() == HopPhase.STREAMING || meter.report().payloadBytes() > 0;
                meter.enter(sent ? HopPhase.VERIFIED : HopPhase.SKIPPED);
                return true;
            } else if (answer instanceof Answer.DeletesDiffer differ) {
                if (!copyShard(snapshot, differ.health(), differ.values())) {
                    successorsSettled = differ.settled();
                    exchangeDeletes(snapshot.deletes(successorsSettled), differ.page());
                }
                return false;
            } else if (answer instanceof Answer.ContentDiffers differ) {
                if (copyShard(snapshot, differ.health(), differ.values())) {
                    return false;
                }
                try (RowSender sender = new RowSender(successor, throttle, meter)) {
                    exchange(snapshot, differ, sender, false, List.of(), List.of());
                    sender.finish();
                }
                meter.enter(HopPhase.VERIFIED);
                return true;
            }
            throw new IOException("the successor answered " + answer + " to a comparison");
        }
    }

    /** With the deletes above the higher settled values, once the successor has told its own. */
    private Question.Compare compare(ReplicaSnapshot snapshot, boolean contentOnly)
            throws IOException {
        return new Question.Compare(
                salt, snapshot.root(successorsSettled), contentOnly, snapshot.settled());
    }

    /** Gives the files to a successor that has lost the shard and little of it since. */
    private boolean copyShard(ReplicaSnapshot snapshot, ReplicaHealth theirs, long theirValues)
            throws IOException {
        long values = snapshot.root(successorsSettled).content().values();
        if (!copiesFiles(own.health(), theirs, values, theirValues)
                || meter.report().shardCopied()) {
            return false;
        }
        meter.enter(HopPhase.STREAMING);
        successor.copyFiles(
                bytes -> {
                    throttle.beforeSending(bytes);
                    meter.checkCancelled();
                },
                meter::fileBytesSent);
        return meter.report().shardCopied();
    }

    /** Whether a hop gives files instead of rows: to one that has lost the most of it. */
    public static boolean copiesFiles(
            ReplicaHealth own, ReplicaHealth theirs, long ownValues, long theirValues) {
        return theirs == ReplicaHealth.MISSING
                && own != ReplicaHealth.DAMAGED
                && theirValues < ownValues / 2;
    }

    private void exchangeDeletes(List<Delete> deletes, Answer.DeleteIds page) throws IOException {
        DeleteExchange exchange = new DeleteExchange(talk, deletes, hash, page);
        List<Long> missing = exchange.missingThere();
        exchange.give(missing);
        List<Delete> taken = exchange.take();
        for (Delete delete : taken) {
            own.store(delete);
        }
        meter.found(deletes(missing.size() + taken.size()));
        meter.deletesCrossed(missing.size() + taken.size());
    }

    private static HopFound deletes(long count) {
        return new HopFound(0, 0, 0, count);
    }

    private void exchange(
            ReplicaSnapshot snapshot,
            Answer.ContentDiffers sums,
            Findings findings,
            boolean exact,
            List<Delete> ownOnly,
            List<Delete> theirsOnly)
            throws IOException {
        Findings counted =
                new Findings() {
                    @Override
                    public void found(Leaf leaf, LeafDecision decision) throws IOException {
                        meter.found(decision.counted(leaf));
                        findings.found(leaf, decision);
                    }

                    @Override
                    public void hidden(Leaf leaf) throws IOException {
                        findings.hidden(leaf);
                    }
                };
        new ContentExchange(
                        snapshot,
                        own.grid(),
                        hash,
                        talk,
                        meter,
                        counted,
                        exact,
                        salt,
                        ownOnly,
                        theirsOnly)
                .run(sums);
    }

    /**
     * Compares and counts; nothing is stored on either side.
     *
     * @param listener told each value that a hop would send as a row; nothing of what would go over
     *     with the files
     * @throws IOException if one of the two nodes could not go on, or if it was cancelled
     */
    public HopOutcome dryRun(DifferenceListener listener) throws IOException {
        meter.enter(HopPhase.COMPARING);
        DifferenceCount count = new DifferenceCount(DifferenceListener.NONE);
        try (ReplicaSnapshot snapshot = own.snapshot()) {
            Answer answer = talk.ask(compare(snapshot, false));
            List<Delete> ownOnly = List.of();
            List<Delete> theirsOnly = List.of();
            if (answer instanceof Answer.DeletesDiffer differ) {
                successorsSettled = differ.settled();
                List<Delete> deletes = snapshot.deletes(successorsSettled);
                DeleteExchange exchange = new DeleteExchange(talk, deletes, hash, differ.page());
                ownOnly = exchange.missingThere().stream().map(exchange::own).toList();
                theirsOnly = exchange.take();
                meter.found(deletes(ownOnly.size() + theirsOnly.size()));
                listener.deletesDiffer(ownOnly, theirsOnly);
                answer = talk.ask(compare(snapshot, true));
            }
            boolean missing;
            if (answer instanceof Answer.Equal equal) {
                missing = equal.health() == ReplicaHealth.MISSING;
            } else if (answer instanceof Answer.ContentDiffers differ) {
                missing = differ.health() == ReplicaHealth.MISSING;
                long values = snapshot.root(successorsSettled).content().values();
                if (!copiesFiles(own.health(), differ.health(), values, differ.values())) {
                    count = new DifferenceCount(listener);
                }
                exchange(snapshot, differ, count, true, ownOnly, theirsOnly);
            } else {
                throw new IOException("the successor answered " + answer + " to a comparison");
            }
            HopDifference difference = count.difference(missing, ownOnly.size());
            meter.enter(difference.isEmpty() ? HopPhase.SKIPPED : HopPhase.VERIFIED);
            return new HopOutcome(meter.report(), difference);
        }
    }
}
