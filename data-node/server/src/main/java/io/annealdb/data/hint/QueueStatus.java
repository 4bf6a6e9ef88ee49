package io.annealdb.data.hint;

import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.points.NodeId;
import java.util.Optional;

/**
 * A hint queue as operators see it.
 *
 * @param node empty for points whose shard group nobody knows yet
 * @param oldestMillis when its oldest hint was missed; 0 if nothing waits
 * @param state {@code idle}, {@code sending} or {@code blocked}
 * @param aside what was set aside, since its shard had settled above its stamp
 */
public record QueueStatus(
        Optional<NodeId> node,
        long bytes,
        long points,
        long oldestMillis,
        String state,
        HintsWaiting aside) {}
