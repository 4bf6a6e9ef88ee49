package io.annealdb.data.image;

import com.google.protobuf.InvalidProtocolBufferException;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.meta.client.ImageFollower;
import io.annealdb.meta.client.MetaService;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.proto.EnsureGroups;
import io.annealdb.proto.ImageProto;
import io.annealdb.proto.MetaCommand;
import io.annealdb.proto.MetaReply;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest cluster image that this node has seen: from the watch, from answers of meta, from
 * peers. It only ever moves forward. The last one is kept in {@code cluster.image}, so that the
 * node serves from it when it starts without meta: docs/format/node-files.md. Any thread may use
 * it.
 */
public final class ImageCache implements ClusterView, Closeable {
    static final LogFormat FORMAT = new LogFormat("ANCI", 1);
    static final String FILE = "cluster.image";

    private static final Logger LOG = LoggerFactory.getLogger(ImageCache.class);

    /** A group that meta made is in the next linearizable image; more tries are for races. */
    private static final int ENSURE_ATTEMPTS = 3;

    /** How long the watch may take before meta is asked for an image that a peer spoke of. */
    private static final Duration PATIENCE = Duration.ofMillis(300);

    private final Directory directory;
    private final MetaService meta;
    private final Scheduler scheduler;
    private final InstantSource clock;
    private final List<Consumer<ClusterImage>> listeners = new CopyOnWriteArrayList<>();
    private final Object advancing = new Object();
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile ClusterImage image;
    private Optional<ImageFollower> follower = Optional.empty();
    private boolean persisting; // guarded by persistLock
    private long persisted; // guarded by persistLock
    private final Object persistLock = new Object();

    private ImageCache(
            Directory directory,
            MetaService meta,
            Scheduler scheduler,
            InstantSource clock,
            ClusterImage image) {
        this.directory = directory;
        this.meta = meta;
        this.scheduler = scheduler;
        this.clock = clock;
        this.image = image;
        this.persisted = image.version();
    }

    /** Begins with the image on disk; a damaged one is as good as none. */
    public static ImageCache open(
            Directory directory, MetaService meta, Scheduler scheduler, InstantSource clock)
            throws IOException {
        ClusterImage kept = ClusterImage.EMPTY;
        if (directory.exists(FILE)) {
            try {
                byte[] payload = ChecksummedFile.read(directory, FILE, FORMAT);
                kept = ClusterImage.fromProto(ImageProto.parseFrom(payload));
            } catch (DamagedException
                    | InvalidProtocolBufferException
                    | IllegalArgumentException e) {
                LOG.warn(
                        "{} cannot be read ({}); this node waits for meta to tell it the image.",
                        FILE,
                        e.getMessage());
            }
        }
        return new ImageCache(directory, meta, scheduler, clock, kept);
    }

    /** Follows meta from now on. */
    public synchronized void follow() {
        ImageFollower started = new ImageFollower(meta, scheduler, image.version(), this::advance);
        follower = Optional.of(started);
        started.start();
    }

    /** Called with each newer image, in order, one call at a time. */
    public void onChange(Consumer<ClusterImage> listener) {
        listeners.add(listener);
    }

    @Override
    public ClusterImage image() {
        return image;
    }

    /** Takes an image if it is newer than what is known. */
    public void advance(ClusterImage newer) {
        synchronized (advancing) {
            if (newer.version() <= image.version()) {
                return;
            }
            image = newer;
            listeners.forEach(listener -> listener.accept(newer));
        }
        synchronized (persistLock) {
            if (persisting) {
                return;
            }
            persisting = true;
        }
        scheduler.execute(this::persist);
    }

    private void persist() {
        ClusterImage newest = image;
        try {
            ChecksummedFile.replace(directory, "", FILE, FORMAT, newest.toProto().toByteArray());
        } catch (IOException e) {
            LOG.error("{} could not be written: {}. Look at the disk.", FILE, e.toString());
        }
        boolean again;
        synchronized (persistLock) {
            persisted = newest.version();
            again = image.version() > persisted;
            persisting = again;
        }
        if (again) {
            scheduler.execute(this::persist);
        }
    }

    @Override
    public ClusterImage linearizable() throws MetaUnavailableException {
        advance(meta.image(true));
        return image;
    }

    /**
     * An image at least as new as one that a peer has spoken of.
     *
     * @throws MetaUnavailableException if it is not known here and meta does not answer
     */
    public ClusterImage atLeast(long version) throws MetaUnavailableException {
        return image.version() >= version ? image : linearizable();
    }

    /**
     * Somebody knows a newer image. The watch will most likely bring it; if it does not, meta is
     * asked.
     */
    public void heardOf(long version) {
        if (version <= image.version() || !asking.compareAndSet(false, true)) {
            return;
        }
        scheduler.after(
                PATIENCE,
                () -> {
                    asking.set(false);
                    try {
                        atLeast(version);
                    } catch (MetaUnavailableException e) {
                        LOG.debug("image {} is somewhere, but meta is away", version);
                    }
                });
    }

    @Override
    public Optional<DatabaseInfo> database(String name) throws MetaUnavailableException {
        Optional<DatabaseInfo> known = image.database(name);
        return known.isPresent() ? known : linearizable().database(name);
    }

    /**
     * Makes the shard groups of a policy for given times, where there are none, and returns an
     * image that has them; one call to meta for all.
     *
     * @param times ns
     * @param living nodes that meta should prefer as owners
     */
    public ClusterImage ensureGroups(
            String database, String policy, Collection<Long> times, Collection<NodeId> living)
            throws MetaUnavailableException {
        MetaCommand command =
                MetaCommand.newBuilder()
                        .setNow(clock.millis())
                        .setEnsureGroups(
                                EnsureGroups.newBuilder()
                                        .setDatabase(database)
                                        .setRetentionPolicy(policy)
                                        .addAllTimes(times)
                                        .addAllLiving(living.stream().map(NodeId::value).toList()))
                        .build();
        MetaReply reply = meta.execute(command);
        for (int i = 0; i < ENSURE_ATTEMPTS && image.version() < reply.getImageVersion(); i++) {
            linearizable();
        }
        return image;
    }

    @Override
    public synchronized void close() {
        follower.ifPresent(ImageFollower::close);
    }
}
