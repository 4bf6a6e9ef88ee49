package io.annealdb.data.write;

import io.annealdb.data.hint.MissedWrites.Kept;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.points.Delete;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.Stamp;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * One delete on its way to all its targets. Each attempt waits for every answer, which the peers'
 * time-out bounds; if an owner is shadowed, the next attempt has a higher stamp. What some target
 * stored of a superseded attempt, or may have stored, goes to the others too, so that owners end
 * with the same records. For one attempt after the other; not shared.
 */
final class DeleteFanOut {
    private static final int ATTEMPTS_MAX = 8;

    private final ShardFanOut.Means means;
    private final long databaseId;
    private final List<DeleteTarget> targets;
    private final SeriesPredicate series;
    private final long minTime;
    private final long maxTime;
    private final long shardsBelow;
    private int attempts;
    private final List<Stamp> stamps = new ArrayList<>(); // all under way until the very end
    private final Map<Delete, List<Answer>> superseded = new LinkedHashMap<>();
    private final List<CompletableFuture<Void>> spreading = new ArrayList<>();

    /**
     * @param targets owners of shards below {@code shardsBelow}, and nodes for the rest
     */
    DeleteFanOut(
            ShardFanOut.Means means,
            long databaseId,
            List<DeleteTarget> targets,
            SeriesPredicate series,
            long minTime,
            long maxTime,
            long shardsBelow) {
        this.means = means;
        this.databaseId = databaseId;
        this.targets = targets;
        this.series = series;
        this.minTime = minTime;
        this.maxTime = maxTime;
        this.shardsBelow = shardsBelow;
    }

    private record Answer(DeleteTarget target, ReplicaReply reply, String trouble) {
        boolean stored() {
            return reply instanceof ReplicaReply.Stored;
        }

        /** A target that did not answer may have it all the same. */
        boolean perhapsStored() {
            return stored() || reply == null;
        }

        /** Whether nobody needs to have it there any more. */
        boolean gone() {
            return reply instanceof ReplicaReply.Dropped || reply instanceof ReplicaReply.NotOwner;
        }
    }

    CompletableFuture<DeleteOutcome> start() {
        CompletableFuture<DeleteOutcome> outcome = attempt();
        outcome.whenComplete(
                (decided, failure) ->
                        CompletableFuture.allOf(spreading.toArray(CompletableFuture[]::new))
                                .whenComplete((none, trouble) -> over()));
        return outcome;
    }

    private void over() {
        stamps.forEach(means.underWay()::over);
    }

    private CompletableFuture<DeleteOutcome> attempt() {
        attempts++;
        Stamp stamp = means.underWay().begin();
        stamps.add(stamp);
        Delete delete = new Delete(stamp, series, minTime, maxTime);
        List<CompletableFuture<Answer>> answers = new ArrayList<>();
        for (DeleteTarget target : targets) {
            answers.add(send(target, delete, true));
        }
        return CompletableFuture.allOf(answers.toArray(CompletableFuture[]::new))
                .thenCompose(
                        none ->
                                decide(
                                        delete,
                                        answers.stream().map(CompletableFuture::join).toList()));
    }

    private CompletableFuture<Answer> send(DeleteTarget target, Delete delete, boolean fresh) {
        return means.link()
                .send(target.node(), message(target, delete, fresh))
                .handle((reply, failure) -> new Answer(target, reply, text(failure)));
    }

    private ShardDelete message(DeleteTarget target, Delete delete, boolean fresh) {
        return new ShardDelete(
                target.shard(),
                databaseId,
                delete,
                fresh,
                target.shard().isPresent() ? 0 : shardsBelow);
    }

    private static String text(Throwable failure) {
        if (failure == null) {
            return "";
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return String.valueOf(cause.getMessage());
    }

    private CompletableFuture<DeleteOutcome> decide(Delete delete, List<Answer> answers) {
        boolean shadowed = false;
        boolean believed = true;
        for (Answer answer : answers) {
            if (answer.reply() instanceof ReplicaReply.Shadowed by) {
                shadowed = true;
                believed &= means.stamper().hear(by.clock());
            } else if (answer.reply() instanceof ReplicaReply.ClockAhead ahead) {
                means.stamper().refused(answer.target().node(), ahead.clock());
            }
        }
        if (!shadowed) {
            return CompletableFuture.completedFuture(conclude(delete, answers));
        }
        superseded.put(delete, answers);
        if (!believed || attempts == ATTEMPTS_MAX) {
            spread();
            return CompletableFuture.completedFuture(
                    new DeleteOutcome.Failed(
                            "delete failed: an owner holds stamps far ahead of this node's clock."
                                    + " Look at the clocks of all nodes."));
        }
        return attempt();
    }

    private DeleteOutcome conclude(Delete delete, List<Answer> answers) {
        Set<ShardId> shards = new HashSet<>();
        Set<ShardId> reached = new HashSet<>();
        Set<String> troubles = new LinkedHashSet<>(); // a node is away for all of its shards alike
        for (Answer answer : answers) {
            answer.target().shard().ifPresent(shards::add);
            if (answer.stored() || answer.gone()) {
                if (answer.target().counts() || answer.gone()) {
                    answer.target().shard().ifPresent(reached::add);
                }
            } else if (!kept(answer.target(), delete)) {
                troubles.add(answer.trouble());
            }
        }
        spread();
        shards.removeAll(reached);
        if (!shards.isEmpty()) {
            return new DeleteOutcome.Failed(
                    "delete failed: no owner of shard "
                            + shards.iterator().next()
                            + " answers; it may still happen. Repeat it when one is back.");
        }
        return troubles.isEmpty()
                ? new DeleteOutcome.Deleted(reached.size())
                : new DeleteOutcome.Failed(
                        "delete failed where no hint could be kept: "
                                + String.join(", ", troubles)
                                + "; it may still happen. Repeat it when all are back.");
    }

    /** Whether a durable hint holds it; one for shards to come matters only if hints exist. */
    private boolean kept(DeleteTarget target, Delete delete) {
        try {
            Kept kept = means.missed().keep(target.node(), message(target, delete, false));
            return kept == Kept.HINT || target.shard().isEmpty();
        } catch (IOException e) {
            return false;
        }
    }

    /** Sends records that perhaps only some targets stored to the rest, as they are. */
    private void spread() {
        superseded.forEach(
                (delete, answers) -> {
                    for (Answer answer : answers) {
                        DeleteTarget target = answer.target();
                        boolean somewhere =
                                answers.stream()
                                        .filter(
                                                other ->
                                                        other.target()
                                                                .shard()
                                                                .equals(target.shard()))
                                        .anyMatch(Answer::perhapsStored);
                        if (somewhere && !answer.stored()) {
                            spreading.add(
                                    send(target, delete, false)
                                            .thenAccept(
                                                    again -> {
                                                        if (!again.stored() && !again.gone()) {
                                                            kept(target, delete);
                                                        }
                                                    }));
                        }
                    }
                });
        superseded.clear();
    }
}
