package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.DigestGrid;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.storage.FileIntake;
import io.annealdb.storage.Forgetting;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.LateOutcome;
import io.annealdb.storage.PinnedFiles;
import io.annealdb.storage.RewritePace;
import io.annealdb.storage.Settling;
import io.annealdb.storage.Shard;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.ShardScrub;
import io.annealdb.storage.ShardSpec;
import io.annealdb.storage.ShardView;
import io.annealdb.storage.cache.RowCache;
import io.annealdb.storage.log.ShardLog;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A shard in a folder of its own. {@code lock} guards log, caches, deletes and types; what is read
 * from outside of it is taken as a {@link Snapshot} under it.
 */
public final class LocalShard implements Shard {
    static final int ROWS_RECORD = 1;

    private final ShardSpec spec;
    private final ShardServices services;
    private final ShardCondition condition;
    final ReentrantLock lock = new ReentrantLock();

    /** Held for a whole merge of files, also a full one: these follow one another. */
    final ReentrantLock merging = new ReentrantLock();

    /**
     * Held for a whole flush, for the switch at an intake's end, and for the first and last steps
     * of a full compaction: these follow one another. Taken after {@link #merging}.
     */
    final ReentrantLock maintenance = new ReentrantLock();

    final ShardFiles files;
    final ShardLog log;
    final DeleteLog deleteLog;
    final FieldTypes types;
    final ShardDigest digest;
    RowCache active = new RowCache();
    RowCache flushing;

    /** First segment whose rows are not in {@link #flushing}; 0 if nothing is flushing. */
    long flushingBelow;

    private Stamp highest = Stamp.NONE;
    private volatile long lastWriteMillis;
    private volatile long cacheBytes;
    final DamageWatch watch = new DamageWatch(this);
    private final Upkeep upkeep = new Upkeep(this);
    private final SettlingKeeper keeper;
    private final LocalSettling settling;
    private final ShardWrites writes = new ShardWrites(this);

    /** Intakes of files that are open; guarded by the lock. */
    private int intakes;

    /** The last one begun. */
    private final AtomicReference<LocalIntake> intake = new AtomicReference<>();

    private volatile boolean closing;

    /** Set under all locks. */
    volatile boolean closed;

    LocalShard(
            ShardSpec spec,
            ShardServices services,
            ShardFiles files,
            ShardLog log,
            DeleteLog deleteLog,
            FieldTypes types,
            SettlingKeeper keeper,
            ShardHealth health,
            String trouble) {
        this.spec = spec;
        this.services = services;
        this.files = files;
        this.log = log;
        this.deleteLog = deleteLog;
        this.types = types;
        this.condition = new ShardCondition(spec, services, health, trouble);
        this.keeper = keeper;
        this.settling = new LocalSettling(this, keeper);
        this.digest = new ShardDigest(spec.grid(), services.index(), lock);
        this.highest = deleteLog.kept().highest();
        files.files().forEach(file -> raise(file.file().summary().maxStamp()));
    }

    ShardServices services() {
        return services;
    }

    void raise(Stamp stamp) {
        if (stamp.compareTo(highest) > 0) {
            highest = stamp;
        }
    }

    @Override
    public ShardSpec spec() {
        return spec;
    }

    ShardCondition condition() {
        return condition;
    }

    @Override
    public ShardHealth health() {
        return condition.health();
    }

    @Override
    public String trouble() {
        return condition.trouble();
    }

    @Override
    public void markWhole() throws IOException {
        condition.whole();
    }

    /** Notes that what was here is gone; durable on return. */
    public void markMissing(String why) throws IOException {
        keeper.lost();
        condition.missing(why);
    }

    @Override
    public FreshOutcome writeFresh(Rows rows) throws IOException {
        return writes.fresh(rows);
    }

    @Override
    public void store(Rows rows) throws IOException {
        writes.store(rows);
    }

    @Override
    public LateOutcome storeLate(Rows rows) throws IOException {
        return writes.late(rows);
    }

    @Override
    public FreshOutcome deleteFresh(Delete delete) throws IOException {
        return writes.fresh(delete);
    }

    @Override
    public void store(Delete delete) throws IOException {
        writes.store(delete);
    }

    @Override
    public LateOutcome storeLate(Delete delete) throws IOException {
        return writes.late(delete);
    }

    ShardWrites writes() {
        return writes;
    }

    @Override
    public Settling settling() {
        return settling;
    }

    SettlingKeeper keeper() {
        return keeper;
    }

    public Upkeep upkeep() {
        return upkeep;
    }

    @Override
    public List<Delete> deletes() {
        return deletesAbove(SettledCells.NONE);
    }

    @Override
    public List<Delete> deletesAbove(SettledCells others) {
        return deleteLog.kept().above(keeper.state().settled().max(others));
    }

    Snapshot snapshot() {
        lock.lock();
        try {
            if (closed) {
                throw new UncheckedIOException(new IOException(this + " is closed"));
            }
            return Snapshot.of(files.files(), active, flushing, deleteLog.kept());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public ShardView view() throws IOException {
        lock.lock();
        try {
            if (closed) {
                throw new IOException(this + " is closed");
            }
            return new LocalView(snapshot(), spec.grid(), services.index(), types.copy());
        } finally {
            lock.unlock();
        }
    }

    @Override
    public DigestGrid digest() {
        return digest.of(this::snapshot).grid();
    }

    @Override
    public ShardRoot root() {
        return root(SettledCells.NONE);
    }

    @Override
    public ShardRoot root(SettledCells others) {
        return digest.root(this::snapshot, keeper.state().settled().max(others));
    }

    @Override
    public ShardRoot rootLeavingOut(CellSet leftOut) {
        return digest.of(this::snapshot).rootLeavingOut(leftOut, keeper.state().settled());
    }

    @Override
    public void flush() throws IOException {
        maintenance.lock();
        try {
            if (closed) {
                return;
            }
            new Flush(this).all();
        } finally {
            maintenance.unlock();
        }
        upkeep.look();
    }

    /** Merges some of the files, if there are many; until few are left. */
    public void compact() throws IOException {
        merging.lock();
        try {
            Compaction compaction = new Compaction(this);
            while (!closed && compaction.once()) {
                // each round leaves fewer files
            }
        } finally {
            merging.unlock();
        }
    }

    @Override
    public void compactFully() throws IOException {
        rewrite(ForgottenValues.NONE, RewritePace.FREE);
    }

    @Override
    public Forgetting forgetting(int witnesses) throws IOException {
        return new LocalForgetting(this, witnesses);
    }

    void rewrite(ForgottenValues without, RewritePace pace) throws IOException {
        merging.lock();
        try {
            if (!closed) {
                new FullCompaction(this, without, pace).run();
            }
        } finally {
            merging.unlock();
        }
    }

    /** Ends a merge, however long it would take, when the shard is to be closed. */
    void checkNotClosing(long valuesRead, long bytesWritten) throws IOException {
        if (closing) {
            throw new IOException(this + " is closed");
        }
    }

    boolean isClosing() {
        return closing;
    }

    @Override
    public PinnedFiles pinFiles() throws IOException {
        flush();
        lock.lock();
        try {
            return new LocalPins(Snapshot.of(files.files(), active, null, deleteLog.kept()));
        } finally {
            lock.unlock();
        }
    }

    @Override
    public FileIntake receiveFiles() throws IOException {
        LocalIntake next = new LocalIntake(this);
        LocalIntake before = intake.getAndSet(next);
        if (before != null) {
            before.close();
        }
        return next;
    }

    @Override
    public ShardScrub scrub() {
        return new LocalScrub(this);
    }

    void countIntakes(int more) {
        underLock(() -> intakes += more);
    }

    /** Whether files of another owner are coming in; under the lock. */
    boolean takesFiles() {
        return intakes > 0;
    }

    /** A switch of files or deletes after which the digest begins anew. */
    void changeContent(Runnable change) {
        underLock(
                () -> {
                    change.run();
                    digest.invalidate();
                });
    }

    void underLock(Runnable change) {
        lock.lock();
        try {
            change.run();
        } finally {
            lock.unlock();
        }
    }

    /** Heap that the shard's caches take; takes no lock, since every write of the node asks. */
    public long cacheBytes() {
        return cacheBytes;
    }

    /** Under the lock, after caches changed. */
    void countCacheBytes() {
        cacheBytes = active.bytes() + (flushing == null ? 0 : flushing.bytes());
    }

    public boolean hasUnflushedRows() {
        lock.lock();
        try {
            return !active.isEmpty() || flushing != null;
        } finally {
            lock.unlock();
        }
    }

    /** For the engine: when the shard took rows last, as the engine noted it. */
    public long lastWriteMillis() {
        return lastWriteMillis;
    }

    public void wroteAt(long millis) {
        lastWriteMillis = millis;
    }

    @Override
    public long bytes() {
        lock.lock();
        try {
            return log.bytes() + deleteLog.bytes() + files.bytes();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long rowCount() {
        lock.lock();
        try {
            return active.rows() + (flushing == null ? 0 : flushing.rows()) + files.rows();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Stamp highestStamp() {
        lock.lock();
        try {
            return highest;
        } finally {
            lock.unlock();
        }
    }

    @Override
    public long blocksRead() {
        return watch.blocksRead();
    }

    /** Closes without a flush; a merge that is under way is given up. */
    public void close() throws IOException {
        closing = true;
        merging.lock();
        maintenance.lock();
        try {
            if (!closed) {
                underLock(() -> closed = true);
                files.close();
                log.close();
                deleteLog.close();
            }
        } finally {
            maintenance.unlock();
            merging.unlock();
        }
    }

    @Override
    public String toString() {
        return "shard " + spec.id() + " of " + spec.database();
    }
}
