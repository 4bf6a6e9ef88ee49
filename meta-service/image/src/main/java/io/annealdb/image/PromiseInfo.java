package io.annealdb.image;

import io.annealdb.points.NodeId;
import java.util.List;

/**
 * Until when a job makes the owners of its shards equal, as long as they live and nothing new is
 * lost.
 *
 * @param by millis since 1970; 0 while the job is paused
 * @param away owners that it does without: it holds among the others
 * @param restated why it is not what was promised at first; else empty
 */
public record PromiseInfo(long by, List<NodeId> away, String restated) {
    public PromiseInfo {
        away = List.copyOf(away);
    }

    /** A pause ends it; when the job goes on it is made anew. */
    PromiseInfo lapsed() {
        return new PromiseInfo(0, away, "it was paused");
    }
}
