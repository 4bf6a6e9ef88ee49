package io.annealdb.storage.shard;

import io.annealdb.storage.block.BlockFile;

/** A block file that the manifest names, open. */
record ShardFile(BlockFile file, Manifest.Entry entry) {}
