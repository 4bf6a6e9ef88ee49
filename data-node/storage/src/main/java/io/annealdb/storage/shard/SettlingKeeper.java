package io.annealdb.storage.shard;

import io.annealdb.storage.DamagedException;
import io.annealdb.storage.disk.Directory;
import java.io.IOException;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps a shard's {@link SettlingState}: a change is on disk before it is seen, a loss is seen
 * before it is on disk. Its lock is taken last of all; for any thread.
 */
final class SettlingKeeper {
    private static final Logger LOG = LoggerFactory.getLogger(SettlingKeeper.class);

    private final Directory directory;
    private final String folder;
    private SettlingState stored;
    private long losses;
    private volatile SettlingState state;

    private SettlingKeeper(Directory directory, String folder, SettlingState state) {
        this.directory = directory;
        this.folder = folder;
        this.stored = state;
        this.state = state;
    }

    /** For a new shard: a file that lies there is not its own. */
    static SettlingKeeper create(Directory directory, String folder) throws IOException {
        directory.remove(folder + "/" + SettlingState.NAME);
        return new SettlingKeeper(directory, folder, SettlingState.NOTHING);
    }

    /** A file that is gone or cannot be read says nothing: all cells are at 0. */
    static SettlingKeeper open(Directory directory, String folder) throws IOException {
        SettlingState found = SettlingState.NOTHING;
        if (directory.exists(folder + "/" + SettlingState.NAME)) {
            try {
                found = SettlingState.read(directory, folder);
            } catch (DamagedException e) {
                LOG.warn("{} (set aside). The shard counts as not settled.", e.getMessage());
                ShardFiles.moveAside(directory, folder, SettlingState.NAME);
            }
        }
        return new SettlingKeeper(directory, folder, found);
    }

    SettlingState state() {
        return state;
    }

    synchronized void change(UnaryOperator<SettlingState> change) throws IOException {
        SettlingState next = change.apply(state);
        if (!next.equals(stored)) {
            next.replace(directory, folder);
            stored = next;
        }
        state = next;
    }

    /** Changes it, unless something was lost after that count was taken. */
    synchronized boolean changeUnlessLost(long lossesBefore, UnaryOperator<SettlingState> change)
            throws IOException {
        if (losses != lossesBefore) {
            return false;
        }
        change(change);
        return true;
    }

    synchronized long losses() {
        return losses;
    }

    /**
     * Something is gone from the shard. If the disk cannot take the new state, the file goes.
     *
     * @throws IOException if not even that can be done; whoever waits for it must wait on
     */
    synchronized void lost() throws IOException {
        losses++;
        state = state.lost();
        if (state.equals(stored)) {
            return;
        }
        try {
            state.replace(directory, folder);
            stored = state;
        } catch (IOException e) {
            directory.remove(folder + "/" + SettlingState.NAME);
            directory.forceFolder(folder);
            stored = SettlingState.NOTHING;
        }
    }
}
