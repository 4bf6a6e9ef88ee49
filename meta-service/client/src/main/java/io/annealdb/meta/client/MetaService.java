package io.annealdb.meta.client;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.proto.HeartbeatReply;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.proto.StatusReply;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The meta service as data nodes and operators see it. Calls block; any thread may make them. Where
 * what was asked for is refused, {@link MetaReply#getError()} says why; the exception is for a
 * service that is away.
 */
public interface MetaService {
    /**
     * Changes the cluster. Once it has answered, the change is on the disks of a majority of the
     * meta nodes and in every linearizable image.
     *
     * @throws MetaUnavailableException if nobody answered in time; {@link
     *     MetaUnavailableException#perhapsDone()} then says whether it may have happened
     */
    MetaReply execute(MetaCommand command) throws MetaUnavailableException;

    /**
     * The cluster image.
     *
     * @param linearizable with all that was acknowledged before this call; else what some meta node
     *     has
     */
    ClusterImage image(boolean linearizable) throws MetaUnavailableException;

    /** Tells all meta nodes that this data node lives; answers who lives, as they see it. */
    HeartbeatReply heartbeat(HeartbeatRequest request) throws MetaUnavailableException;

    StatusReply status() throws MetaUnavailableException;

    /** A repair job with its live progress; empty if there is none of that number. */
    Optional<RepairJobInfo> repair(long id) throws MetaUnavailableException;

    /**
     * Hands on each image newer than a version, in order, perhaps leaving some out, from one thread
     * at a time.
     *
     * @param lost runs once if the stream breaks; nothing comes after it. {@link ImageFollower}
     *     takes it up again
     */
    Watch watch(long newerThan, Consumer<ClusterImage> listener, Consumer<String> lost);

    /** A stream of images. */
    interface Watch {
        /** Ends it; {@code lost} does not run. */
        void cancel();
    }
}
