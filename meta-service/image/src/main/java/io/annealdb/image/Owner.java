package io.annealdb.image;

import io.annealdb.points.NodeId;

/** A data node that keeps a copy of a shard. */
public record Owner(NodeId node, OwnerState state) {}
