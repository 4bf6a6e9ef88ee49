package io.annealdb.storage.shard;

import io.annealdb.storage.block.BlockFile;

/** A block file that the manifest names, open. */
record ShardFile(BlockFile file, Manifest.Entry entry) {
    /** The same file under a log of deletes of which so many are applied to it. */
    ShardFile withDeletesApplied(int deletes) {
        return new ShardFile(file, entry.withDeletesApplied(deletes));
    }
}
