package io.annealdb.storage;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.Delete;
import io.annealdb.points.ShardId;
import io.annealdb.points.time.Scheduler;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.disk.FolderName;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.shard.LocalShard;
import io.annealdb.storage.shard.ShardOpening;
import io.annealdb.storage.shard.ShardServices;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine over one data folder:
 *
 * <pre>
 *   node.id      the folder's own id          shards.log          shards held, and their health
 *   orphans/     shards not owned, aside
 *   series/DB/   series log and map,          data/DB/RP/ID/      manifest, *.block, deletes
 *                deletes for shards to come   wal/DB/RP/ID/       segments of the log
 * </pre>
 *
 * Opening, dropping and closing are one at a time; writes and reads go to the shards directly.
 */
public final class LocalEngine implements Engine {
    private static final Logger LOG = LoggerFactory.getLogger(LocalEngine.class);
    private static final String LOCK_NAME = "lock";
    private static final Duration OPEN_AGAIN = Duration.ofSeconds(5);

    private record Unopened(ShardList.Entry entry, String why, long triedMillis) {}

    private final EngineOptions options;
    private final Directory root;
    private final InstantSource clock;
    private final Scheduler scheduler;
    private final StorageMetrics metrics;
    private final RecordFile.SyncObserver syncs;
    private final Closeable folderLock;
    private final FolderIdentity identity;
    private final OrphanFolders orphans;
    private final Map<ShardId, LocalShard> shards = new ConcurrentSkipListMap<>();
    private final Map<ShardId, Unopened> unopened = new ConcurrentSkipListMap<>();
    private final Map<String, DatabaseStore> databases = new HashMap<>();
    private Scheduler.Task idleFlushes = () -> {};
    private volatile boolean flushPlanned;
    private volatile boolean closed;

    private LocalEngine(
            EngineOptions options,
            Directory root,
            InstantSource clock,
            Scheduler scheduler,
            MetricRegistry registry,
            Closeable folderLock)
            throws IOException {
        this.options = options;
        this.root = root;
        this.clock = clock;
        this.scheduler = scheduler;
        this.metrics = new StorageMetrics(registry);
        this.syncs = metrics.syncObserver(options.fsyncDelay());
        this.folderLock = folderLock;
        this.identity = FolderIdentity.open(root);
        this.orphans = new OrphanFolders(root);
        registry.gauge("storage.cache.bytes", () -> (Gauge<Long>) this::cacheBytes);
        registry.gauge("storage.shards", () -> (Gauge<Integer>) shards::size);
        registry.gauge("storage.shards.unopened", () -> (Gauge<Integer>) unopened::size);
    }

    /**
     * Opens a data folder; an empty one is made ready. Shards that are gone or broken are opened
     * all the same, and say so by their {@link Shard#health()}. A full disk keeps no whole shard
     * from being opened and read; what cannot be opened at all is {@link #unopened()}.
     *
     * @throws IOException if another process has the folder, or the disk fails
     */
    public static LocalEngine open(
            EngineOptions options,
            Directory root,
            InstantSource clock,
            Scheduler scheduler,
            MetricRegistry metrics)
            throws IOException {
        Closeable lock = root.lock(LOCK_NAME);
        LocalEngine engine = null;
        try {
            engine = new LocalEngine(options, root, clock, scheduler, metrics, lock);
            engine.openHeld();
            return engine;
        } catch (UncheckedIOException e) {
            lock.close();
            throw new IOException(e.getMessage(), e);
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private void openHeld() throws IOException {
        for (ShardList.Entry entry : identity.shards().entries()) {
            try {
                openHeld(entry);
            } catch (IOException e) {
                LOG.error(
                        "The node goes on without shard {}: {}", entry.spec().id(), e.getMessage());
            }
        }
        relieve();
        if (!options.flushAfterIdle().isZero()) {
            Duration pause = options.flushAfterIdle().dividedBy(4).plusMillis(1);
            idleFlushes = scheduler.every(pause, this::flushIdle);
        }
    }

    /** Opens a shard of the list, or remembers why that is not possible now. */
    private LocalShard openHeld(ShardList.Entry entry) throws IOException {
        ShardId id = entry.spec().id();
        try {
            DatabaseStore database = database(entry.spec().database());
            LocalShard shard =
                    new ShardOpening(entry.spec(), services(database))
                            .open(entry.health(), entry.trouble(), kept(database, entry.spec()));
            unopened.remove(id);
            shards.put(id, shard);
            return shard;
        } catch (IOException | UncheckedIOException e) {
            String why =
                    "shard "
                            + id
                            + " of database "
                            + entry.spec().database()
                            + " cannot be opened, and is left as it is: "
                            + e.getMessage();
            unopened.put(id, new Unopened(entry, why, clock.millis()));
            throw new IOException(why, e);
        }
    }

    /** A shard that could not be opened; asked for again, it is tried again after a while. */
    private LocalShard openAgain(Unopened shard) throws IOException {
        if (clock.millis() - shard.triedMillis() < OPEN_AGAIN.toMillis()) {
            throw new IOException(shard.why());
        }
        LocalShard opened = openHeld(shard.entry());
        LOG.info("Shard {} is open now.", shard.entry().spec().id());
        return opened;
    }

    private DatabaseStore database(String name) throws IOException {
        DatabaseStore known = databases.get(name);
        if (known == null) {
            known = DatabaseStore.open(root, name, options, scheduler, metrics);
            databases.put(name, known);
        }
        return known;
    }

    private ShardServices services(DatabaseStore database) {
        return new ShardServices(
                root, options, scheduler, metrics, database.index(), syncs, new ShardOwner());
    }

    private final class ShardOwner implements ShardServices.Owner {
        @Override
        public void keepHealth(ShardSpec spec, ShardHealth health, String trouble)
                throws IOException {
            identity.shards().put(new ShardList.Entry(spec, health, trouble));
        }

        @Override
        public void grown(LocalShard shard) throws IOException {
            shard.wroteAt(clock.millis());
            relieve();
        }
    }

    @Override
    public UUID folderId() {
        return identity.id();
    }

    @Override
    public synchronized Shard openOrCreate(ShardSpec spec) throws IOException {
        return open(spec, false);
    }

    @Override
    public synchronized Shard openAsMissing(ShardSpec spec) throws IOException {
        return open(spec, true);
    }

    private Shard open(ShardSpec spec, boolean missing) throws IOException {
        LocalShard known = shards.get(spec.id());
        if (known != null) {
            return known;
        }
        checkOpen();
        Unopened unable = unopened.get(spec.id());
        return unable != null ? openAgain(unable) : make(spec, missing);
    }

    private Shard make(ShardSpec spec, boolean missing) throws IOException {
        DatabaseStore database = database(spec.database());
        ShardOpening opening = new ShardOpening(spec, services(database));
        LocalShard shard =
                opening.leftovers()
                        ? opening.open(ShardHealth.WHOLE, "", kept(database, spec))
                        : opening.create(kept(database, spec));
        boolean held = shard.rowCount() > 0 || shard.health() != ShardHealth.WHOLE;
        if (missing || held) {
            shard.markMissing(
                    missing
                            ? "this data folder does not have it, but the node owns it"
                            : "its folder was found, but not in the list of shards held");
        } else {
            identity.shards().put(new ShardList.Entry(spec, ShardHealth.WHOLE, ""));
        }
        shards.put(spec.id(), shard);
        return shard;
    }

    private static List<Delete> kept(DatabaseStore database, ShardSpec spec) {
        return database.keptDeletes(spec.grid().range());
    }

    private void checkOpen() throws IOException {
        if (closed) {
            throw new IOException("the storage engine is closed");
        }
    }

    @Override
    public Optional<Shard> shard(ShardId id) {
        return Optional.ofNullable(shards.get(id));
    }

    @Override
    public List<Shard> shards() {
        return List.copyOf(shards.values());
    }

    @Override
    public Map<ShardSpec, String> unopened() {
        Map<ShardSpec, String> all = new LinkedHashMap<>();
        unopened.values().forEach(each -> all.put(each.entry().spec(), each.why()));
        return all;
    }

    @Override
    public synchronized void drop(ShardId id) throws IOException {
        Optional<ShardSpec> spec = held(id);
        if (spec.isPresent()) {
            identity.shards().remove(id);
            release(id);
            root.remove(ShardOpening.dataFolder(spec.get()));
            root.remove(ShardOpening.logFolder(spec.get()));
        }
        orphans.drop(id);
    }

    private Optional<ShardSpec> held(ShardId id) {
        return Optional.ofNullable(shards.get(id))
                .map(LocalShard::spec)
                .or(() -> Optional.ofNullable(unopened.get(id)).map(each -> each.entry().spec()));
    }

    private void release(ShardId id) throws IOException {
        LocalShard shard = shards.remove(id);
        unopened.remove(id);
        if (shard != null) {
            shard.close();
        }
    }

    @Override
    public synchronized void setAside(ShardId id) throws IOException {
        Optional<ShardSpec> spec = held(id);
        if (spec.isPresent()) {
            release(id);
            orphans.take(
                    id, ShardOpening.dataFolder(spec.get()), ShardOpening.logFolder(spec.get()));
            identity.shards().remove(id);
        }
    }

    @Override
    public Map<ShardId, Long> orphans() throws IOException {
        return orphans.bytes();
    }

    @Override
    public synchronized void dropDatabase(String database) throws IOException {
        List<ShardSpec> held = new ArrayList<>(unopened().keySet());
        shards.values().forEach(shard -> held.add(shard.spec()));
        for (ShardSpec spec : held) {
            if (spec.database().equals(database)) {
                drop(spec.id());
            }
        }
        DatabaseStore store = databases.remove(database);
        if (store != null) {
            store.close();
        }
        String folder = FolderName.of(database);
        root.remove("series/" + folder);
        root.remove("data/" + folder);
        root.remove("wal/" + folder);
    }

    @Override
    public synchronized void keepForNewShards(String database, Delete delete) throws IOException {
        checkOpen();
        database(database).keep(delete);
    }

    @Override
    public synchronized void forgetKeptDeletes(String database, long closedHlc) throws IOException {
        checkOpen();
        database(database).forgetKept(closedHlc);
    }

    private long cacheBytes() {
        long sum = 0;
        for (LocalShard shard : shards.values()) {
            sum += shard.cacheBytes();
        }
        return sum;
    }

    /** Plans a flush above half of the limit; above all of it flushes here and now. */
    private void relieve() throws IOException {
        long held = cacheBytes();
        if (held > options.cacheBytesMax()) {
            flushLargest();
        } else if (held > options.cacheBytesMax() / 2 && !flushPlanned && !closed) {
            flushPlanned = true;
            scheduler.execute(this::flushAsPlanned);
        }
    }

    private void flushAsPlanned() {
        try {
            if (!closed) {
                flushLargest();
            }
        } catch (IOException | RuntimeException e) {
            metrics.failures.inc();
            LOG.error("A cache could not be flushed; its rows stay in memory and in the log", e);
        } finally {
            flushPlanned = false;
        }
    }

    /** Flushes shards, the largest cache first, until half of the limit is free. */
    private void flushLargest() throws IOException {
        List<LocalShard> bySize = new ArrayList<>(shards.values());
        bySize.sort(Comparator.comparingLong(LocalShard::cacheBytes).reversed());
        for (LocalShard shard : bySize) {
            if (cacheBytes() <= options.cacheBytesMax() / 2) {
                return;
            }
            shard.flush();
        }
    }

    private void flushIdle() {
        long before = clock.millis() - options.flushAfterIdle().toMillis();
        for (LocalShard shard : shards.values()) {
            if (!closed && shard.lastWriteMillis() <= before) {
                try {
                    if (shard.hasUnflushedRows()) {
                        shard.flush();
                    }
                    shard.upkeep().lookWhileIdle();
                } catch (IOException | RuntimeException e) {
                    metrics.failures.inc();
                    LOG.error("{} could not be flushed", shard, e);
                }
            }
        }
    }

    @Override
    public synchronized void close() throws IOException {
        if (closed) {
            return;
        }
        closed = true;
        idleFlushes.cancel();
        IOException failure = null;
        for (LocalShard shard : shards.values()) {
            failure = closing(failure, () -> closeShard(shard));
        }
        for (DatabaseStore database : databases.values()) {
            failure = closing(failure, database);
        }
        failure = closing(failure, identity);
        failure = closing(failure, folderLock);
        if (failure != null) {
            throw failure;
        }
    }

    private static void closeShard(LocalShard shard) throws IOException {
        try {
            shard.flush();
        } finally {
            shard.close();
        }
    }

    private static IOException closing(IOException before, Closeable what) {
        try {
            what.close();
            return before;
        } catch (IOException | RuntimeException e) {
            IOException failure = e instanceof IOException io ? io : new IOException(e);
            if (before != null) {
                before.addSuppressed(failure);
                return before;
            }
            return failure;
        }
    }
}
