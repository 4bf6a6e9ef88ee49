package io.annealdb.cli.report;

import io.annealdb.cli.connect.ClusterView;
import io.annealdb.image.Certificate;
import io.annealdb.image.Owner;
import io.annealdb.image.ShardPlace;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The copies of one shard as its owners describe them.
 *
 * @param certificate the newest of the shard
 * @param atRest the copies differ for what is being written alone
 */
record ShardCopies(
        ShardPlace place, List<Copy> copies, Optional<Certificate> certificate, boolean atRest) {
    private static final String UNREACHABLE = "unreachable";
    private static final String ORPHAN = "orphan";

    /**
     * One copy.
     *
     * @param state serving, filling, leaving, missing, damaged, orphan or unreachable
     * @param root of what it holds; empty if that says nothing
     * @param changedSince by its own account not what the certificate says
     */
    record Copy(
            NodeId node,
            String state,
            long bytes,
            long points,
            Optional<ShardRoot> root,
            boolean changedSince) {
        boolean isAway() {
            return state.equals(UNREACHABLE);
        }

        boolean isOrphan() {
            return state.equals(ORPHAN);
        }

        boolean isBroken() {
            return state.equals("missing") || state.equals("damaged");
        }
    }

    /** How the copies compare. */
    enum Health {
        /** All owners answered the root of the certificate. */
        CERTIFIED,
        /** All owners are equal, and something was written since the certificate. */
        CHANGED_SINCE,
        /** All owners are equal, and no certificate says so. */
        UNCERTIFIED,
        /** Roots differ, and not for what is being written alone. */
        DIVERGED,
        /** An owner has lost its copy, or a part of it. */
        MISSING,
        /** An owner did not answer; the others are equal. */
        UNKNOWN
    }

    /** Every shard of the image, in its order. */
    static List<ShardCopies> of(ClusterView view) {
        Map<ShardId, Map<NodeId, ShardRootProto>> held = held(view);
        return view.image().shards().stream()
                .map(place -> of(place, view, held.getOrDefault(place.shard().id(), Map.of())))
                .toList();
    }

    private static Map<ShardId, Map<NodeId, ShardRootProto>> held(ClusterView view) {
        Map<ShardId, Map<NodeId, ShardRootProto>> held = new HashMap<>();
        view.data()
                .forEach(
                        (node, status) ->
                                status.getShardsList()
                                        .forEach(
                                                root ->
                                                        held.computeIfAbsent(
                                                                        new ShardId(
                                                                                root.getShardId()),
                                                                        id -> new HashMap<>())
                                                                .put(node, root)));
        return held;
    }

    private static ShardCopies of(
            ShardPlace place, ClusterView view, Map<NodeId, ShardRootProto> held) {
        List<Copy> copies = new ArrayList<>();
        for (Owner owner : place.shard().owners()) {
            NodeStatusReply status = view.data().get(owner.node());
            copies.add(
                    status == null
                            ? new Copy(owner.node(), UNREACHABLE, 0, 0, Optional.empty(), false)
                            : ownCopy(owner, held.get(owner.node())));
        }
        held.forEach(
                (node, root) -> {
                    boolean present =
                            root.getHealth() != ShardHealthProto.UNKNOWN
                                    && root.getHealth() != ShardHealthProto.MISSING;
                    if (present && place.shard().owner(node).isEmpty()) {
                        copies.add(copy(node, ORPHAN, root));
                    }
                });
        ShardId shard = place.shard().id();
        return new ShardCopies(
                place,
                List.copyOf(copies),
                view.image().certificate(shard),
                view.equalAtRest().contains(shard));
    }

    private static Copy ownCopy(Owner owner, ShardRootProto root) {
        String serving = owner.state().name().toLowerCase(Locale.ROOT);
        if (root == null || root.getHealth() == ShardHealthProto.UNKNOWN) {
            // It has not taken a write yet, which is as good as any empty copy.
            return new Copy(owner.node(), serving, 0, 0, Optional.of(ShardRoot.EMPTY), false);
        }
        return switch (root.getHealth()) {
            case MISSING ->
                    new Copy(
                            owner.node(),
                            "missing",
                            root.getBytes(),
                            root.getRows(),
                            Optional.empty(),
                            false);
            case DAMAGED -> copy(owner.node(), "damaged", root);
            default -> copy(owner.node(), serving, root);
        };
    }

    private static Copy copy(NodeId node, String state, ShardRootProto root) {
        byte[] encoded = root.getRoot().toByteArray();
        Optional<ShardRoot> decoded =
                encoded.length == 0
                        ? Optional.empty()
                        : Optional.of(ShardRoot.decode(encoded, 0, encoded.length));
        return new Copy(
                node, state, root.getBytes(), root.getRows(), decoded, root.getChangedSince());
    }

    Health health() {
        List<Copy> owners = copies.stream().filter(copy -> !copy.isOrphan()).toList();
        if (owners.stream().anyMatch(Copy::isBroken)) {
            return Health.MISSING;
        }
        long roots = owners.stream().flatMap(copy -> copy.root().stream()).distinct().count();
        if (roots > 1 && !atRest) {
            return Health.DIVERGED;
        }
        if (owners.stream().anyMatch(Copy::isAway)) {
            return Health.UNKNOWN;
        }
        if (certificate.isEmpty()) {
            return Health.UNCERTIFIED;
        }
        return changedSince() ? Health.CHANGED_SINCE : Health.CERTIFIED;
    }

    /** Whether an owner no longer holds what the certificate says of its closed cells. */
    boolean changedSince() {
        return copies.stream().filter(copy -> !copy.isOrphan()).anyMatch(Copy::changedSince);
    }
}
