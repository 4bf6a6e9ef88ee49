package io.annealdb.meta;

import io.annealdb.image.ClusterImage;
import java.io.IOException;
import java.util.concurrent.Executor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the cluster's id into the folder's mark once it is known, and minds that it stays. */
final class ClusterMark {
    private static final Logger LOG = LoggerFactory.getLogger(ClusterMark.class);

    private final MetaFolder folder;
    private final Executor executor;
    private FolderMark mark; // under this object's lock, like the rest
    private boolean foreign;

    ClusterMark(MetaFolder folder, FolderMark mark, Executor executor) {
        this.folder = folder;
        this.mark = mark;
        this.executor = executor;
    }

    /** Hears of each image; does not block. */
    synchronized void heard(ClusterImage image) {
        String id = image.clusterId();
        if (id.isEmpty() || id.equals(mark.cluster())) {
            return;
        }
        if (mark.cluster().isEmpty()) {
            mark = mark.ofCluster(id);
            FolderMark named = mark;
            executor.execute(() -> write(named));
        } else if (!foreign) {
            foreign = true;
            LOG.error(
                    "The meta folder belongs to cluster {}, but the other meta nodes are of {}."
                            + " Stop this node, and look at [meta] peers and dir.",
                    mark.cluster(),
                    id);
        }
    }

    private void write(FolderMark named) {
        try {
            folder.mark(named);
        } catch (IOException e) {
            LOG.warn(
                    "The cluster's id cannot be noted in the meta folder; trying at the next"
                            + " start.",
                    e);
        }
    }

    /**
     * @throws IOException if an image of another cluster has been found in the folder
     */
    synchronized void refuseForeign() throws IOException {
        if (foreign) {
            throw new IOException(
                    "The meta folder is marked as of cluster "
                            + mark.cluster()
                            + ", but holds the log of another one. Restore the folder from a copy.");
        }
    }
}
