package io.annealdb.storage;

import io.annealdb.points.ShardId;
import io.annealdb.storage.disk.Directory;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Where shards lie that this node holds and does not own: {@code orphans/<shard>.<number>/data} and
 * {@code …/wal}. Nothing in there is ever read but its size.
 */
final class OrphanFolders {
    private static final String FOLDER = "orphans";

    private final Directory root;

    OrphanFolders(Directory root) {
        this.root = root;
    }

    /** Moves the two folders of a shard here; those that are not there are not missed. */
    void take(ShardId shard, String dataFolder, String logFolder) throws IOException {
        if (!root.exists(dataFolder) && !root.exists(logFolder)) {
            return;
        }
        int number = 1;
        while (root.exists(folder(shard, number))) {
            number++;
        }
        root.makeFolder(folder(shard, number));
        move(dataFolder, folder(shard, number), "data");
        move(logFolder, folder(shard, number), "wal");
    }

    private static String folder(ShardId shard, int number) {
        return FOLDER + "/" + shard + "." + number;
    }

    private void move(String from, String to, String name) throws IOException {
        if (root.exists(from)) {
            root.rename(from, to + "/" + name);
            root.forceFolder(to);
            root.forceFolder(from.substring(0, from.lastIndexOf('/')));
        }
    }

    /** The bytes that each shard takes here. */
    Map<ShardId, Long> bytes() throws IOException {
        Map<ShardId, Long> all = new TreeMap<>();
        for (String name : root.list(FOLDER)) {
            long id = shardOf(name);
            if (id > 0) {
                all.merge(new ShardId(id), bytesUnder(FOLDER + "/" + name), Long::sum);
            }
        }
        return all;
    }

    private long bytesUnder(String path) throws IOException {
        List<String> names = root.list(path);
        if (names.isEmpty()) {
            return bytesOf(path);
        }
        long sum = 0;
        for (String name : names) {
            sum += bytesUnder(path + "/" + name);
        }
        return sum;
    }

    private long bytesOf(String path) throws IOException {
        try (Directory.ReadFile file = root.open(path)) {
            return file.size();
        } catch (NoSuchFileException | FileNotFoundException e) {
            return 0; // an empty folder
        }
    }

    private static long shardOf(String name) {
        int dot = name.indexOf('.');
        try {
            return dot < 0 ? 0 : Long.parseLong(name.substring(0, dot));
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    void drop(ShardId shard) throws IOException {
        for (String name : root.list(FOLDER)) {
            if (shardOf(name) == shard.value()) {
                root.remove(FOLDER + "/" + name);
            }
        }
    }
}
