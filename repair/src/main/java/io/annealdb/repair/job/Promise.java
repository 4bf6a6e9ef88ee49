package io.annealdb.repair.job;

import io.annealdb.points.NodeId;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Until when a job makes the owners of its shards equal, as long as they live and nothing new is
 * lost.
 *
 * @param by empty while the job is paused
 * @param away owners that it does without: it holds among the others
 * @param restated why it is not what was promised at first; else empty
 */
public record Promise(Optional<Instant> by, List<NodeId> away, String restated) {
    public Promise {
        away = away.stream().sorted().toList();
    }

    /** A pause ends it; when the job goes on it is made anew. */
    Promise lapsed() {
        return new Promise(Optional.empty(), away, "it was paused");
    }
}
