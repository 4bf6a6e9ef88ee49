package io.annealdb.data.image;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.meta.client.MetaUnavailableException;
import java.util.Optional;

/** What this node knows of the cluster, and the way to know better. Any thread may use it. */
public interface ClusterView {
    /** The newest image that this node has seen; on disk it outlives a restart without meta. */
    ClusterImage image();

    /**
     * An image that has everything in it that was acknowledged before this call.
     *
     * @throws MetaUnavailableException if meta does not answer
     */
    ClusterImage linearizable() throws MetaUnavailableException;

    /**
     * A database by name. If the image lacks it, meta is asked before the answer is "none".
     *
     * @throws MetaUnavailableException if it is not known and meta does not answer
     */
    Optional<DatabaseInfo> database(String name) throws MetaUnavailableException;
}
