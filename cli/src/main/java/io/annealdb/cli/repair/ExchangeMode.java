package io.annealdb.cli.repair;

import io.annealdb.points.NodeId;
import io.annealdb.repair.ring.Hop;
import java.util.List;
import java.util.Locale;

/** Which way two owners of a shard exchange what they hold. */
public enum ExchangeMode {
    /** The first gives the second what it lacks. */
    PUSH,
    /** The first takes from the second what it lacks. */
    PULL,
    /** Both: afterwards they hold the same. */
    PUSH_PULL;

    /** The hops, in order. */
    public List<Hop> hops(NodeId first, NodeId second) {
        Hop push = new Hop(first, second);
        Hop pull = new Hop(second, first);
        return switch (this) {
            case PUSH -> List.of(push);
            case PULL -> List.of(pull);
            case PUSH_PULL -> List.of(push, pull);
        };
    }

    /** As operators write it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
