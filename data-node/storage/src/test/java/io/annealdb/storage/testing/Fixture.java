package io.annealdb.storage.testing;

import io.annealdb.points.Rows;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.Shard;
import io.annealdb.storage.disk.SimulatedDirectory;
import io.annealdb.storage.shard.ShardOpening;
import java.io.IOException;
import java.util.List;
import java.util.Random;

/** One engine on a simulated disk, with one shard and the model of it. */
public final class Fixture {
    public final Random random;
    public final SimulatedDirectory disk;
    public final StepScheduler scheduler = new StepScheduler();
    public final RandomRows rows;
    public final ModelShard model = new ModelShard(TestEngine.GRID);
    public final EngineOptions options;
    public LocalEngine engine;
    public Shard shard;

    public Fixture(long seed) throws IOException {
        this(seed, EngineOptions.small());
    }

    public Fixture(long seed, EngineOptions options) throws IOException {
        this.random = new Random(seed);
        this.disk = new SimulatedDirectory(random);
        this.rows = new RandomRows(random);
        this.options = options;
        open();
    }

    public void open() throws IOException {
        engine = TestEngine.open(disk, options, scheduler);
        shard = engine.openOrCreate(TestEngine.SPEC);
    }

    /** The power goes, and the node starts again. */
    public void crash() throws IOException {
        scheduler.forget();
        disk.crash();
        open();
    }

    public void restart() throws IOException {
        engine.close();
        scheduler.forget();
        open();
    }

    /** Stores random rows, in the shard and in the model. */
    public void store(int count) throws IOException {
        store(rows.mixed(count));
    }

    public void store(Rows batch) throws IOException {
        shard.store(batch);
        model.store(batch);
    }

    public void assertHolds() throws IOException {
        ShardReads.assertHolds(shard, model, RandomRows.FIELDS);
    }

    public String dataFolder() {
        return ShardOpening.dataFolder(TestEngine.SPEC);
    }

    public String logFolder() {
        return ShardOpening.logFolder(TestEngine.SPEC);
    }

    /** Paths of the shard's block files. */
    public List<String> blockFiles() {
        return disk.files().stream()
                .filter(path -> path.startsWith(dataFolder() + "/") && path.endsWith(".block"))
                .filter(path -> !path.contains("quarantine"))
                .toList();
    }

    /** Paths of the segments of the shard's log. */
    public List<String> segments() {
        return disk.files().stream()
                .filter(path -> path.startsWith(logFolder() + "/") && path.endsWith(".log"))
                .filter(path -> !path.contains("quarantine"))
                .toList();
    }

    public List<String> setAside() {
        return disk.files().stream().filter(path -> path.contains("quarantine/")).toList();
    }
}
