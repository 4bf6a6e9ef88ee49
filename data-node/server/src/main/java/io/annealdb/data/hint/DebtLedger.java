package io.annealdb.data.hint;

import io.annealdb.points.ShardId;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.LogFormat;
import io.annealdb.storage.log.RecordFile;
import io.annealdb.storage.log.RecordFile.SyncObserver;
import io.annealdb.storage.log.RecordScan;
import java.io.Closeable;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The debts that this node knows of, in {@code debts.log}: docs/format/debt-log.md. What is noted
 * is on disk before the call returns. Debts of one shard, owner and reason are one, so the ledger
 * is small; the file is written anew when it holds mostly what is paid or repeated. Any thread may
 * use it.
 */
public final class DebtLedger implements Closeable {
    static final LogFormat FORMAT = new LogFormat("ANDB", 1);
    static final String FILE = "debts.log";

    private static final Logger LOG = LoggerFactory.getLogger(DebtLedger.class);
    private static final int NOTED = 1;
    private static final int PAID = 2;

    /** Records that a file may hold beyond those that count, before it is written anew. */
    private static final int SPENT_RECORDS_MAX = 4096;

    private final Directory directory;
    private final Map<Debt.Key, Debt> debts = new HashMap<>();
    private RecordFile file;
    private int records;

    /**
     * Whether a debt is in memory alone, since the disk refused it; the next one takes it along.
     */
    private boolean unkept;

    private DebtLedger(Directory directory) {
        this.directory = directory;
    }

    public static DebtLedger open(Directory directory) throws IOException {
        DebtLedger ledger = new DebtLedger(directory);
        ledger.recover();
        return ledger;
    }

    private void recover() throws IOException {
        if (!directory.exists(FILE)) {
            rewrite();
            return;
        }
        boolean[] unreadable = {false};
        RecordScan scan =
                RecordScan.scan(
                        directory,
                        FILE,
                        FORMAT,
                        (kind, payload, position) -> {
                            try {
                                replay(kind, payload);
                            } catch (MalformedException | IllegalArgumentException e) {
                                unreadable[0] = true;
                            }
                        });
        if (scan.damaged() || unreadable[0] || scan.goodEnd() == 0 && scan.size() > 0) {
            directory.rename(FILE, FILE + ".damaged");
            LOG.error(
                    "{} is damaged and was set aside as {}.damaged; debts in the damaged part are"
                            + " forgotten. Run `anneal check` to see whether replicas differ.",
                    FILE,
                    FILE);
            rewrite();
            return;
        }
        file = RecordFile.resume(directory, FILE, scan.goodEnd(), SyncObserver.PLAIN);
    }

    private void replay(int kind, byte[] payload) {
        records++;
        if (kind == NOTED) {
            Debt debt = Debt.decode(payload);
            debts.put(debt.key(), debt);
        } else if (kind == PAID) {
            ByteReader in = new ByteReader(payload, 0, payload.length);
            long shard = in.readUnsigned();
            long before = in.readUnsigned();
            debts.values().removeIf(paid(shard, before));
        } else {
            throw new MalformedException("record of unknown kind " + kind);
        }
    }

    private static Predicate<Debt> paid(long shard, long beforeMillis) {
        return debt -> debt.shard().value() == shard && debt.atMillis() < beforeMillis;
    }

    /** Notes a debt; on disk when this returns. If it throws, the debt is kept in memory. */
    public void note(Debt debt) throws IOException {
        RecordFile to;
        long end;
        synchronized (this) {
            Debt all = debts.merge(debt.key(), debt, Debt::and);
            boolean unkeptBefore = unkept;
            unkept = true; // until it is in the file: a full disk must not make it forgotten
            to = writable(unkeptBefore);
            end = to.append(RecordFile.record(NOTED, all.encode()));
            unkept = false;
            records++;
        }
        to.force(end);
    }

    /**
     * All owners of a shard were found equal: what was noted before is paid.
     *
     * @return how many debts that were
     */
    public int pay(ShardId shard, long beforeMillis) throws IOException {
        RecordFile to;
        long end;
        int before;
        synchronized (this) {
            before = debts.size();
            debts.values().removeIf(paid(shard.value(), beforeMillis));
            if (debts.size() == before) {
                return 0;
            }
            ByteWriter out = new ByteWriter(20);
            out.writeUnsigned(shard.value());
            out.writeUnsigned(beforeMillis);
            to = writable(unkept);
            end = to.append(RecordFile.record(PAID, out.toBytes()));
            records++;
            before -= debts.size();
        }
        to.force(end);
        return before;
    }

    /** Forgets the debts of shards that are no more. */
    public synchronized void forget(Predicate<ShardId> dropped) throws IOException {
        if (debts.values().removeIf(debt -> dropped.test(debt.shard()))) {
            rewrite();
        }
    }

    private RecordFile writable(boolean anew) throws IOException {
        if (anew || file.broken() || records > debts.size() * 2 + SPENT_RECORDS_MAX) {
            rewrite();
        }
        return file;
    }

    private void rewrite() throws IOException {
        String beside = FILE + ".new";
        RecordFile next = RecordFile.create(directory, beside, FORMAT, 0, SyncObserver.PLAIN);
        for (Debt debt : debts.values()) {
            next.append(RecordFile.record(NOTED, debt.encode()));
        }
        next.force(next.size());
        directory.rename(beside, FILE);
        directory.forceFolder("");
        RecordFile old = file;
        file = next;
        records = debts.size();
        unkept = false;
        if (old != null) {
            old.release();
        }
    }

    /** Writes down what the disk has refused before; to be called now and then. */
    public synchronized void keepRefused() {
        try {
            if (unkept) {
                rewrite();
            }
        } catch (IOException e) {
            LOG.warn("Debts are in memory alone: {}", e.getMessage());
        }
    }

    /** By shard, owner, reason. */
    public synchronized List<Debt> debts() {
        return debts.values().stream()
                .sorted(
                        Comparator.comparing(Debt::shard)
                                .thenComparing(Debt::owner)
                                .thenComparing(Debt::why))
                .toList();
    }

    public synchronized Set<ShardId> shards() {
        return debts.values().stream().map(Debt::shard).collect(Collectors.toSet());
    }

    @Override
    public synchronized void close() throws IOException {
        file.close();
    }
}
