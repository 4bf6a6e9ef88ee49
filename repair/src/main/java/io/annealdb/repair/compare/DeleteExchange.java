package io.annealdb.repair.compare;

import io.annealdb.points.Delete;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.digest.ItemHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Deletes of both sides, by id first. Deletes come before points, both ways, so that no point goes
 * to a node which then has to hide it.
 */
final class DeleteExchange {
    private static final long QUESTION_BYTES = 512 << 10;

    private final HopTalk talk;
    private final DeleteSet own;
    private final Set<Long> theirs = new HashSet<>();

    /** Learns the successor's ids, of which the first page has come already. */
    DeleteExchange(HopTalk talk, List<Delete> deletes, ItemHash hash, Answer.DeleteIds first)
            throws IOException {
        this.talk = talk;
        this.own = new DeleteSet(deletes, hash);
        Answer.DeleteIds page = first;
        theirs.addAll(page.ids());
        while (page.more() && !page.ids().isEmpty()) {
            long last = page.ids().get(page.ids().size() - 1);
            page = talk.ask(new Question.DeleteIds(last), Answer.DeleteIds.class);
            theirs.addAll(page.ids());
        }
    }

    /** Ids of those that the successor lacks. */
    List<Long> missingThere() {
        return own.ids().stream().filter(id -> !theirs.contains(id)).toList();
    }

    Delete own(long id) {
        return DeleteSet.decode(own.body(id));
    }

    /** Sends to the successor what it lacks. */
    void give(List<Long> ids) throws IOException {
        List<byte[]> bodies = new ArrayList<>();
        long bytes = 0;
        for (long id : ids) {
            byte[] body = own.body(id);
            if (!bodies.isEmpty() && bytes + body.length > QUESTION_BYTES) {
                talk.ask(new Question.Deletes(List.of(), bodies), Answer.Deletes.class);
                bodies.clear();
                bytes = 0;
            }
            bodies.add(body);
            bytes += body.length;
        }
        if (!bodies.isEmpty()) {
            talk.ask(new Question.Deletes(List.of(), bodies), Answer.Deletes.class);
        }
    }

    /** Fetches what the successor has and this node lacks. */
    List<Delete> take() throws IOException {
        List<Long> wanted = theirs.stream().filter(id -> !own.has(id)).toList();
        List<Delete> taken = new ArrayList<>();
        while (taken.size() < wanted.size()) {
            List<Long> rest = wanted.subList(taken.size(), wanted.size());
            List<Long> page = rest.subList(0, Math.min(rest.size(), 1 << 14));
            List<byte[]> bodies =
                    talk.ask(new Question.Deletes(page, List.of()), Answer.Deletes.class).bodies();
            if (bodies.isEmpty()) {
                break; // purged over there meanwhile
            }
            try {
                for (byte[] body : bodies) {
                    taken.add(DeleteSet.decode(body));
                }
            } catch (MalformedException e) {
                throw new IOException("malformed delete from the successor: " + e.getMessage(), e);
            }
        }
        return taken;
    }
}
