package io.annealdb.image;

/** The next number of each kind to hand out; a number is never used twice. */
public record NextNumbers(int node, long group, long shard, long repair, long database) {
    static final NextNumbers FIRST = new NextNumbers(1, 1, 1, 1, 1);

    NextNumbers afterNode(int id) {
        return new NextNumbers(Math.max(node, id + 1), group, shard, repair, database);
    }

    NextNumbers afterGroup(long id, long lastShard) {
        return new NextNumbers(
                node, Math.max(group, id + 1), Math.max(shard, lastShard + 1), repair, database);
    }

    NextNumbers afterRepair(long id) {
        return new NextNumbers(node, group, shard, Math.max(repair, id + 1), database);
    }

    NextNumbers afterDatabase(long id) {
        return new NextNumbers(node, group, shard, repair, Math.max(database, id + 1));
    }
}
