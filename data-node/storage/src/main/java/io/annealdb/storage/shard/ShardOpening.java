package io.annealdb.storage.shard;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.storage.DamagedException;
import io.annealdb.storage.ShardHealth;
import io.annealdb.storage.ShardSpec;
import io.annealdb.storage.TooNewException;
import io.annealdb.storage.block.BlockFile;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.disk.FolderName;
import io.annealdb.storage.log.ShardLog;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Makes or finds a shard in its two folders. Whatever is gone or broken there is said through the
 * shard's health, durably before anything is changed on disk. If that cannot be said, or if a later
 * version wrote what is there, the shard is not opened, and nothing of it is changed.
 */
public final class ShardOpening {
    private static final String GONE = "was gone when the node started";

    private final ShardSpec spec;
    private final ShardServices services;
    private final Directory directory;
    private final String dataFolder;
    private final String logFolder;
    private final List<String> damage = new ArrayList<>();
    private SettlingKeeper keeper;
    private ShardHealth known;
    private boolean missing;

    /** No manifest says which log of deletes counts. */
    private boolean orphaned;

    public ShardOpening(ShardSpec spec, ShardServices services) {
        this.spec = spec;
        this.services = services;
        this.directory = services.root();
        this.dataFolder = dataFolder(spec);
        this.logFolder = logFolder(spec);
    }

    public static String dataFolder(ShardSpec spec) {
        return folder("data", spec);
    }

    public static String logFolder(ShardSpec spec) {
        return folder("wal", spec);
    }

    private static String folder(String kind, ShardSpec spec) {
        return kind
                + "/"
                + FolderName.of(spec.database())
                + "/"
                + FolderName.of(spec.retentionPolicy())
                + "/"
                + spec.id();
    }

    /** A shard that this folder never held: empty, but for the deletes kept for its database. */
    public LocalShard create(List<Delete> keptDeletes) throws IOException {
        directory.makeFolder(dataFolder);
        SettlingKeeper keeper = SettlingKeeper.create(directory, dataFolder);
        DeleteLog deletes = DeleteLog.create(directory, dataFolder, spec.grid(), keptDeletes);
        ShardLog log = ShardLog.create(directory, logFolder, 1, services.syncs());
        Manifest manifest = new Manifest(1, 1, 0, List.of());
        manifest.replace(directory, dataFolder);
        ShardFiles files = new ShardFiles(directory, dataFolder, manifest, List.of());
        return new LocalShard(
                spec,
                services,
                files,
                log,
                deletes,
                new FieldTypes(),
                keeper,
                ShardHealth.WHOLE,
                "");
    }

    /** Whether anything of a shard lies in the folders that it would have. */
    public boolean leftovers() throws IOException {
        return directory.exists(dataFolder + "/" + Manifest.NAME);
    }

    /**
     * A shard that this folder has held.
     *
     * @param known its health as it was kept
     */
    public LocalShard open(ShardHealth known, String knownTrouble, List<Delete> keptDeletes)
            throws IOException {
        this.known = known;
        missing =
                !directory.exists(dataFolder)
                        || !directory.exists(logFolder)
                        || directory.list(dataFolder).isEmpty()
                        || !ShardLog.anySegment(directory, logFolder);
        keeper = SettlingKeeper.open(directory, dataFolder);
        if (missing || known != ShardHealth.WHOLE) {
            noteLoss();
        }
        directory.makeFolder(dataFolder);
        Manifest manifest = manifest();
        List<ShardFile> opened = new ArrayList<>();
        try {
            return open(manifest, opened, knownTrouble, keptDeletes);
        } catch (IOException | RuntimeException e) {
            opened.forEach(file -> file.file().retire(() -> {}));
            throw e;
        }
    }

    private LocalShard open(
            Manifest manifest,
            List<ShardFile> opened,
            String knownTrouble,
            List<Delete> keptDeletes)
            throws IOException {
        OpeningObserver observer = new OpeningObserver();
        for (Manifest.Entry entry : manifest.files()) {
            openFile(entry, observer, opened);
        }
        DeleteLog deletes = deletes(manifest, keptDeletes);
        if (orphaned || !deletes.damage().isEmpty()) {
            opened.replaceAll(file -> file.withDeletesApplied(0)); // their numbers are others now
        }
        Manifest remaining =
                new Manifest(
                        manifest.nextFile(),
                        manifest.firstSegment(),
                        deletes.generation(),
                        opened.stream().map(ShardFile::entry).toList());
        if (missing || !remaining.equals(manifest) || !damage.isEmpty()) {
            remaining.replace(directory, dataFolder);
        }
        sweep(remaining);
        FieldTypes types = new FieldTypes();
        opened.forEach(file -> file.file().measurements().forEach(types::add));
        List<Rows> replayed = new ArrayList<>();
        ShardLog.Opened log = openLog(remaining.firstSegment(), replayed);
        ShardFiles files = new ShardFiles(directory, dataFolder, remaining, opened);
        LocalShard shard =
                new LocalShard(
                        spec,
                        services,
                        files,
                        log.log(),
                        deletes,
                        types,
                        keeper,
                        known,
                        knownTrouble);
        observer.shard = shard;
        for (Rows rows : replayed) {
            shard.writes().replay(rows);
        }
        settleHealth(shard);
        return shard;
    }

    /** Said before anything is done about it: a start that is cut short must not forget it. */
    private void damaged(String what) throws IOException {
        damage.add(what);
        if (damage.size() == 1) {
            noteLoss();
        }
    }

    private void noteLoss() throws IOException {
        keeper.lost();
        ShardHealth now = missing ? ShardHealth.MISSING : ShardHealth.DAMAGED;
        if (known == ShardHealth.WHOLE || missing && known != ShardHealth.MISSING) {
            services.owner().keepHealth(spec, now, missing ? GONE : String.join("; ", damage));
        }
    }

    /** Files are opened before their shard; they speak to it later. */
    private static final class OpeningObserver implements BlockFile.Observer {
        private volatile LocalShard shard;
        private volatile BlockFile.Observer delegate;

        private BlockFile.Observer delegate() {
            if (delegate == null) {
                delegate = shard.watch;
            }
            return delegate;
        }

        @Override
        public void blockRead() {
            delegate().blockRead();
        }

        @Override
        public void damaged(BlockFile file, String why) {
            delegate().damaged(file, why);
        }
    }

    private void settleHealth(LocalShard shard) throws IOException {
        if (missing && known != ShardHealth.MISSING) {
            shard.markMissing("its folder " + dataFolder + " or " + logFolder + " " + GONE);
        } else if (!damage.isEmpty()) {
            shard.condition().damaged(String.join("; ", damage));
        }
    }

    private Manifest manifest() throws IOException {
        if (missing && !leftovers()) {
            orphaned = true;
            return new Manifest(firstFreeFile(), 1, 0, List.of());
        }
        try {
            return Manifest.read(directory, dataFolder);
        } catch (DamagedException e) {
            damaged(e.getMessage());
            ShardFiles.moveAside(directory, dataFolder, Manifest.NAME);
        } catch (NoSuchFileException | FileNotFoundException e) {
            damaged("the manifest of " + dataFolder + " is gone");
        }
        return salvaged();
    }

    /** Names all block files there are: each stands for itself, and the higher stamp wins. */
    private Manifest salvaged() throws IOException {
        orphaned = true;
        List<Manifest.Entry> entries = new ArrayList<>();
        for (String name : directory.list(dataFolder)) {
            if (name.endsWith(ShardFiles.SUFFIX)) {
                entries.add(Salvage.entry(directory, dataFolder, name));
            }
        }
        return new Manifest(firstFreeFile(), 1, 0, entries);
    }

    private long firstFreeFile() throws IOException {
        long free = 1;
        for (String name : directory.list(dataFolder)) {
            free = Math.max(free, Salvage.number(name) + 1);
        }
        return free;
    }

    private void openFile(Manifest.Entry entry, BlockFile.Observer observer, List<ShardFile> opened)
            throws IOException {
        String path = dataFolder + "/" + entry.name();
        if (!directory.exists(path)) {
            damaged(path + " is gone");
            return;
        }
        try {
            BlockFile file = BlockFile.open(directory, path, observer, services.index()::idOf);
            if (file.bytes() != entry.bytes()) {
                file.retire(() -> {});
                throw new DamagedException(
                        path + " has " + file.bytes() + " bytes instead of " + entry.bytes());
            }
            opened.add(new ShardFile(file, entry));
        } catch (DamagedException e) {
            damaged(e.getMessage() + " (set aside)");
            ShardFiles.moveAside(directory, dataFolder, entry.name());
        }
    }

    /**
     * What the manifest does not name is not there: left by a crash it goes, unknown it is kept.
     */
    private void sweep(Manifest manifest) throws IOException {
        Set<String> named = new HashSet<>();
        manifest.files().forEach(file -> named.add(file.name()));
        named.add(DeleteLog.name(manifest.deletes()));
        named.addAll(Set.of(Manifest.NAME, SettlingState.NAME, ShardFiles.QUARANTINE));
        named.add(IncomingFile.FOLDER);
        for (String name : directory.list(dataFolder)) {
            if (named.contains(name)) {
                continue;
            }
            try {
                boolean whole = name.endsWith(ShardFiles.SUFFIX) && readable(name);
                if (whole || name.endsWith(".tmp") || DeleteLog.generation(name) >= 0) {
                    directory.remove(dataFolder + "/" + name);
                } else {
                    ShardFiles.moveAside(directory, dataFolder, name);
                }
            } catch (TooNewException e) {
                // a later version knows what that is
            }
        }
    }

    private boolean readable(String name) throws IOException {
        try {
            Salvage.entry(directory, dataFolder, name);
            return Salvage.isWhole(directory, dataFolder + "/" + name);
        } catch (DamagedException e) {
            return false;
        }
    }

    private DeleteLog deletes(Manifest manifest, List<Delete> keptDeletes) throws IOException {
        DeleteLog deletes =
                orphaned
                        ? DeleteLog.salvage(directory, dataFolder, spec.grid())
                        : DeleteLog.open(
                                directory,
                                dataFolder,
                                spec.grid(),
                                manifest.deletes(),
                                this::damaged);
        if (orphaned || !deletes.damage().isEmpty()) {
            for (Delete kept : keptDeletes) {
                deletes.add(kept);
            }
            deletes.force();
        }
        return deletes;
    }

    private ShardLog.Opened openLog(long firstSegment, List<Rows> replayed) throws IOException {
        directory.makeFolder(logFolder);
        ShardLog.Opened opened =
                ShardLog.open(
                        directory,
                        logFolder,
                        firstSegment,
                        services.syncs(),
                        (kind, payload, position) -> replay(payload, replayed));
        if (opened.gone()) {
            missing = true;
        }
        if (!opened.damage().isEmpty() && !missing) {
            damaged("log " + logFolder + ": " + opened.damage());
        }
        return opened;
    }

    private void replay(byte[] payload, List<Rows> replayed) {
        try {
            replayed.add(RowsCodec.decode(payload, 0, payload.length));
        } catch (MalformedException | IllegalArgumentException e) {
            damage.add("a record of the log cannot be read: " + e.getMessage());
        }
    }
}
