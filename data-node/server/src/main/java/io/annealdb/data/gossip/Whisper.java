package io.annealdb.data.gossip;

import io.annealdb.data.gossip.Rumour.Subject;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One message of gossip, either way.
 *
 * @param rumours news, as the sender believes
 * @param known with an exchange: the version of every rumour that the sender has; else empty
 * @param wanted subjects of which the sender lacks what the receiver has
 * @param stale in an answer: subjects of the question that were no news
 */
public record Whisper(
        List<Rumour> rumours, Map<Subject, Long> known, Set<Subject> wanted, Set<Subject> stale) {
    public static final Whisper NOTHING = new Whisper(List.of(), Map.of(), Set.of(), Set.of());

    public Whisper {
        rumours = List.copyOf(rumours);
        known = Map.copyOf(known);
        wanted = Set.copyOf(wanted);
        stale = Set.copyOf(stale);
    }

    static Whisper telling(List<Rumour> rumours) {
        return new Whisper(rumours, Map.of(), Set.of(), Set.of());
    }

    public boolean isEmpty() {
        return rumours.isEmpty() && known.isEmpty() && wanted.isEmpty() && stale.isEmpty();
    }
}
