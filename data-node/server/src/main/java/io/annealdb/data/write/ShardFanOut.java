package io.annealdb.data.write;

import io.annealdb.data.hint.MissedWrites;
import io.annealdb.data.hint.MissedWrites.Kept;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.data.write.OwnerProgress.At;
import io.annealdb.image.OwnerState;
import io.annealdb.image.ShardInfo;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.FreshOutcome.TypeConflict;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One shard's part of a batch on its way to all owners.
 *
 * <pre>
 *   UNDECIDED ── an owner is shadowed ─▶ stamped anew, sent to all again
 *       │── the level is reached, or nobody is left to wait for ─▶ CONCLUDING: misses are kept ─▶ DECIDED
 *   after that: late misses are kept, late shadowed owners get the rows as they are
 * </pre>
 *
 * Acknowledged means: at each owner stored, or kept durably for it, or still under way and watched.
 * Events come from any thread; state changes under this object's lock, disk and network are touched
 * outside it.
 */
final class ShardFanOut {
    private static final Logger LOG = LoggerFactory.getLogger(ShardFanOut.class);

    /** Each attempt is above the clock that shadowed the last; more are needed only under races. */
    private static final int RESTAMPS_MAX = 8;

    /** What came of it. */
    sealed interface Result {
        /**
         * @param conflicts InfluxDB's words for each row that no owner took
         */
        record Acknowledged(List<String> conflicts) implements Result {}

        record Failed(String message) implements Result {}
    }

    private enum Phase {
        UNDECIDED,
        CONCLUDING,
        DECIDED
    }

    /** What a fan-out needs of its node. */
    record Means(
            OwnerLink link,
            Stamper stamper,
            UnderWay underWay,
            MissedWrites missed,
            Scheduler scheduler,
            Duration timeout,
            WriteCounters counters) {}

    private final Means means;
    private final ShardInfo shard;
    private final long databaseId;
    private final Rows rows;
    private final Consistency level;
    private final int needed;
    private final List<OwnerProgress> owners;
    private final TreeMap<Integer, TypeConflict> conflicts = new TreeMap<>();
    private final BitSet taken = new BitSet(); // by an owner, under the present stamp
    private final BitSet dropped = new BitSet();
    private final CompletableFuture<Result> result = new CompletableFuture<>();
    private Phase phase = Phase.UNDECIDED;
    private ShardWrite write;
    private Stamp stamp; // of the last attempt; under way until nothing of this is at work any more
    private boolean over;
    private int keeping; // misses that are being kept just now
    private int attempt;
    private int restamps;
    private boolean sending; // not yet sent to every owner: one that fails at once must be heard
    private Optional<Scheduler.Task> timer = Optional.empty();

    ShardFanOut(Means means, ShardInfo shard, long databaseId, Rows rows, Consistency level) {
        this.means = means;
        this.shard = shard;
        this.databaseId = databaseId;
        this.rows = rows;
        this.level = level;
        this.owners =
                shard.owners().stream()
                        .map(o -> new OwnerProgress(o.node(), o.state() != OwnerState.FILLING))
                        // This node's own disk is waited for in the caller's thread: peers first.
                        .sorted(Comparator.comparing(o -> means.link().isSelf(o.node)))
                        .toList();
        this.needed = level.needed((int) owners.stream().filter(o -> o.counts).count());
    }

    /** Sends the rows under a stamp that is under way; the future never fails. */
    CompletableFuture<Result> start(Stamp first) {
        means.underWay().also(first);
        synchronized (this) {
            timer = Optional.of(means.scheduler().after(means.timeout(), this::timedOut));
        }
        send(first);
        return result;
    }

    private void send(Stamp next) {
        ShardWrite sent;
        int number;
        synchronized (this) {
            if (phase != Phase.UNDECIDED) {
                means.underWay().over(next);
                return;
            }
            if (stamp != null) {
                means.underWay().over(stamp); // superseded: it is not sent or kept again
            }
            stamp = next;
            sent = new ShardWrite(shard.id(), databaseId, rows.stamped(next), true);
            write = sent;
            number = ++attempt;
            sending = true;
            owners.forEach(OwnerProgress::reset);
            taken.clear();
        }
        boolean needsTheAway = needsTheAway();
        for (OwnerProgress owner : owners) {
            if (setOut(number, owner)) {
                (needsTheAway
                                ? means.link()
                                        .sendAnyway(owner.node, sent, () -> waiting(number, owner))
                                : means.link().send(owner.node, sent))
                        .whenComplete((reply, failure) -> heard(number, owner, reply, failure));
            }
        }
        List<Runnable> effects = new ArrayList<>();
        synchronized (this) {
            if (number == attempt) {
                sending = false;
                proceed(effects);
            }
        }
        run(effects);
    }

    /** Outside the lock; the stamp is over once nothing is left to be heard, sent or kept. */
    private void run(List<Runnable> effects) {
        effects.forEach(Runnable::run);
        synchronized (this) {
            if (!over
                    && phase == Phase.DECIDED
                    && keeping == 0
                    && owners.stream().allMatch(OwnerProgress::over)) {
                over = true;
                means.underWay().over(stamp);
            }
        }
    }

    /** Whether the level can be reached only if an owner that counts as away is back by now. */
    private boolean needsTheAway() {
        return level != Consistency.ANY
                && owners.stream().filter(o -> o.counts && means.link().live(o.node)).count()
                        < needed;
    }

    private synchronized boolean waiting(int number, OwnerProgress owner) {
        return number == attempt && owner.at == At.WAITING;
    }

    private synchronized boolean setOut(int number, OwnerProgress owner) {
        if (number != attempt) {
            return false;
        }
        owner.sent();
        return true;
    }

    private void heard(int number, OwnerProgress owner, ReplicaReply reply, Throwable failure) {
        List<Runnable> effects = new ArrayList<>();
        synchronized (this) {
            if (number != attempt || owner.at != At.WAITING) {
                return;
            }
            if (failure != null) {
                if (cause(failure) instanceof PeerException peer
                        && peer.kind() == PeerException.Kind.NOT_SENT) {
                    owner.tookNothing();
                }
                missed(owner, text(failure), true);
            } else {
                take(owner, reply, effects);
            }
            if (number == attempt) {
                proceed(effects);
            }
        }
        run(effects);
    }

    private void take(OwnerProgress owner, ReplicaReply reply, List<Runnable> effects) {
        if (reply instanceof ReplicaReply.Stored stored) {
            owner.stored(stored.conflicts());
            taken.or(owner.took(rows.size()));
            stored.conflicts().forEach(conflict -> conflicts.putIfAbsent(conflict.row(), conflict));
            return;
        }
        owner.tookNothing();
        if (reply instanceof ReplicaReply.Shadowed shadowed) {
            shadowed(owner, shadowed.clock(), effects);
        } else if (reply instanceof ReplicaReply.ClockAhead ahead) {
            means.stamper().refused(owner.node, ahead.clock());
            missed(owner, "node " + owner.node + ": refuses this node's clock", true);
        } else if (reply instanceof ReplicaReply.NotOwner) {
            missed(owner, "node " + owner.node + ": is no owner any more", false);
        } else {
            missed(owner, "node " + owner.node + ": the shard was dropped", false);
        }
    }

    private void shadowed(OwnerProgress owner, long clock, List<Runnable> effects) {
        boolean believed = means.stamper().hear(clock);
        if (phase == Phase.UNDECIDED && believed && restamps < RESTAMPS_MAX) {
            means.counters().restamped().mark();
            restamps++;
            attempt++; // answers to the old stamp count no more
            sending = false;
            owners.forEach(OwnerProgress::reset);
            effects.add(() -> means.scheduler().execute(() -> send(means.underWay().begin())));
        } else if (phase == Phase.UNDECIDED) {
            missed(owner, "node " + owner.node + ": holds stamps far in the future", true);
        } else {
            resend(owner, all(), effects); // acknowledged already: the higher stamp wins
        }
    }

    private void missed(OwnerProgress owner, String why, boolean keep) {
        owner.missed(why, keep, all());
    }

    private BitSet all() {
        BitSet all = new BitSet();
        all.set(0, rows.size());
        return all;
    }

    /** Looks at what is known now: mends, concludes, keeps late misses. Under the lock. */
    private void proceed(List<Runnable> effects) {
        if (sending) {
            return;
        }
        mend(effects);
        boolean waiting = !owners.stream().allMatch(OwnerProgress::settled);
        if (!waiting) {
            timer.ifPresent(Scheduler.Task::cancel);
            dropWhatNobodyTook();
        }
        if (phase == Phase.UNDECIDED && (acknowledgements() >= needed || !waiting)) {
            phase = Phase.CONCLUDING;
            effects.add(this::conclude);
        } else if (phase != Phase.UNDECIDED) {
            keepLate(effects);
        }
    }

    private int acknowledgements() {
        return (int) owners.stream().filter(o -> o.counts && o.complete(dropped)).count();
    }

    /** Rows that one owner refused for their type and another took go to the first as stamped. */
    private void mend(List<Runnable> effects) {
        for (OwnerProgress owner : owners) {
            BitSet wanted = (BitSet) owner.rejected.clone();
            wanted.and(taken);
            if (owner.stored() && owner.mending.isEmpty() && !wanted.isEmpty()) {
                resend(owner, wanted, effects);
            }
        }
    }

    private void resend(OwnerProgress owner, BitSet wanted, List<Runnable> effects) {
        owner.mending = wanted;
        ShardWrite some = part(wanted).settled();
        effects.add(
                () ->
                        means.link()
                                .send(owner.node, some)
                                .whenComplete(
                                        (reply, failure) -> mended(owner, wanted, reply, failure)));
    }

    private void mended(OwnerProgress owner, BitSet wanted, ReplicaReply reply, Throwable failure) {
        List<Runnable> effects = new ArrayList<>();
        synchronized (this) {
            if (owner.mending != wanted) {
                return;
            }
            owner.mending = new BitSet();
            if (failure != null) {
                owner.missed(text(failure), true, wanted);
            } else if (reply instanceof ReplicaReply.Stored) {
                owner.at = At.STORED;
                owner.rejected.andNot(wanted);
                taken.or(wanted);
            } else {
                // A shard that has settled meanwhile takes it no more: its queue sets it aside.
                boolean keep = reply instanceof ReplicaReply.Shadowed;
                owner.missed("node " + owner.node + ": is no owner any more", keep, wanted);
            }
            proceed(effects);
        }
        run(effects);
    }

    private void dropWhatNobodyTook() {
        for (OwnerProgress owner : owners) {
            if (owner.stored()) {
                dropped.or(owner.rejected);
            }
        }
    }

    private void keepLate(List<Runnable> effects) {
        for (OwnerProgress owner : owners) {
            if (owner.at == At.MISSED && owner.keep && !owner.kept) {
                owner.kept = true;
                keepLate(owner, owner.missing, effects);
            }
        }
    }

    private void keepLate(OwnerProgress owner, BitSet missing, List<Runnable> effects) {
        keeping++;
        effects.add(
                () -> {
                    keep(owner, missing, false);
                    synchronized (this) {
                        keeping--;
                    }
                });
    }

    private void timedOut() {
        List<Runnable> effects = new ArrayList<>();
        synchronized (this) {
            for (OwnerProgress owner : owners) {
                if (!owner.settled()) {
                    means.counters().timeouts().mark();
                    BitSet lacking = owner.mending.isEmpty() ? all() : owner.mending;
                    owner.missed("node " + owner.node + ": no answer in time", true, lacking);
                }
            }
            proceed(effects);
        }
        run(effects);
    }

    /** The level is reached, or cannot be: keeps what owners missed, then answers. */
    private void conclude() {
        List<OwnerProgress> toKeep = new ArrayList<>();
        boolean reached;
        boolean nobody;
        List<String> lost;
        List<OwnerProgress> toOwe;
        synchronized (this) {
            reached = acknowledgements() >= needed;
            nobody = level == Consistency.ANY && owners.stream().noneMatch(OwnerProgress::stored);
            for (OwnerProgress owner : owners) {
                if (owner.at == At.MISSED && owner.keep && !owner.kept) {
                    owner.kept = true;
                    toKeep.add(owner);
                }
            }
            toOwe = owners.stream().filter(this::mayLack).toList();
            lost = dropped.stream().mapToObj(row -> conflicts.get(row).message()).toList();
        }
        boolean hinted = false;
        boolean allKept = true;
        for (OwnerProgress owner : toKeep) {
            Optional<Kept> kept = keep(owner, owner.missing, nobody);
            allKept &= kept.isPresent();
            hinted |= kept.isPresent() && kept.get() == Kept.HINT;
        }
        for (OwnerProgress owner : toOwe) {
            allKept &= owe(owner);
        }
        boolean acknowledged = allKept && (reached || level == Consistency.ANY && hinted);
        String message;
        synchronized (this) {
            phase = Phase.DECIDED;
            message = acknowledged ? "" : failure(allKept);
        }
        result.complete(acknowledged ? new Result.Acknowledged(lost) : new Result.Failed(message));
        List<Runnable> effects = new ArrayList<>();
        synchronized (this) {
            keepLate(effects);
        }
        run(effects);
    }

    /**
     * Whether it refused rows for their type, none is known to have taken them, and one may have:
     * its answer is lost. To send them as stored could bring in what all have refused; so whether
     * they are there is left to a repair (repair.md S5).
     */
    private boolean mayLack(OwnerProgress owner) {
        return owner.stored()
                && owner.rejected.intersects(dropped)
                && owners.stream().anyMatch(OwnerProgress::inDoubt);
    }

    private boolean owe(OwnerProgress owner) {
        try {
            means.missed().owe(owner.node, part(owner.rejected).settled());
            return true;
        } catch (IOException e) {
            unkept(owner, e);
            return false;
        }
    }

    private Optional<Kept> keep(OwnerProgress owner, BitSet missing, boolean acknowledgement) {
        BitSet wanted;
        synchronized (this) {
            wanted = (BitSet) missing.clone();
            wanted.andNot(dropped);
        }
        if (wanted.isEmpty()) {
            return Optional.of(Kept.DEBT);
        }
        try {
            return Optional.of(
                    means.missed().keep(owner.node, part(wanted).settled(), acknowledgement));
        } catch (IOException e) {
            unkept(owner, e);
            return Optional.empty();
        }
    }

    private void unkept(OwnerProgress owner, IOException e) {
        LOG.error(
                "What node {} misses of shard {} could be kept neither as a hint nor as a debt: {}."
                        + " Look at this node's disk.",
                owner.node,
                shard.id(),
                e.toString());
    }

    private synchronized ShardWrite part(BitSet wanted) {
        return wanted.cardinality() == rows.size()
                ? write
                : new ShardWrite(shard.id(), databaseId, write.rows().where(wanted::get), false);
    }

    /** For the client; a retry can cure it, so it has none of the words that end a batch. */
    private String failure(boolean allKept) {
        String troubles =
                owners.stream()
                        .filter(owner -> !owner.trouble.isEmpty())
                        .map(owner -> owner.trouble)
                        .collect(Collectors.joining(", "));
        return "write to shard %s reached %d of %d owners needed%s%s"
                .formatted(
                        shard.id(),
                        acknowledgements(),
                        needed,
                        troubles.isEmpty() ? "" : ": " + troubles,
                        allKept ? "" : "; what they miss could not be noted");
    }

    private static Throwable cause(Throwable failure) {
        return failure instanceof CompletionException ? failure.getCause() : failure;
    }

    private static String text(Throwable failure) {
        Throwable cause = cause(failure);
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
