package io.annealdb.meta.repair;

import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairConfig;
import io.annealdb.image.RepairJobInfo;
import io.annealdb.image.RepairKind;
import io.annealdb.image.RepairState;
import io.annealdb.image.ShardPlace;
import io.annealdb.image.ShardRepairInfo;
import io.annealdb.meta.liveness.LivenessTable;
import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.proto.DebtProto;
import io.annealdb.proto.HintQueueProto;
import io.annealdb.proto.NodeQueuesProto;
import io.annealdb.proto.ShardHealthProto;
import io.annealdb.proto.ShardRootProto;
import io.annealdb.repair.antientropy.AntiEntropySettings;
import io.annealdb.repair.antientropy.ClusterWatch;
import io.annealdb.repair.antientropy.ShardFacts;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.OwnerUnavailableException;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.repair.coordinator.RootsQuestion;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** What the leader's image and the heartbeats say of every shard. */
final class LeaderWatch implements ClusterWatch {
    private final Supplier<ClusterImage> image;
    private final LivenessTable liveness;
    private final Owners owners;

    LeaderWatch(Supplier<ClusterImage> image, LivenessTable liveness, Owners owners) {
        this.image = image;
        this.liveness = liveness;
        this.owners = owners;
    }

    @Override
    public AntiEntropySettings settings(Instant now) {
        RepairConfig config = image.get().repairConfig();
        return new AntiEntropySettings(
                config.enabled(),
                config.mayRun(now),
                Duration.ofMillis(config.checkIntervalMillis()),
                AntiEntropySettings.STANDING,
                config.maxConcurrent(),
                config.rate());
    }

    @Override
    public List<ShardFacts> shards() {
        ClusterImage now = image.get();
        Set<NodeId> living = new HashSet<>(liveness.living(now));
        Trouble trouble = Trouble.of(liveness.queues(now), living);
        Set<ShardId> busy =
                now.repairs().stream()
                        .filter(job -> !job.state().ended())
                        .flatMap(job -> job.shards().stream())
                        .map(ShardRepairInfo::shard)
                        .collect(Collectors.toSet());
        return now.shards().stream()
                .map(place -> facts(now, place, living, trouble, busy))
                .toList();
    }

    private static ShardFacts facts(
            ClusterImage now,
            ShardPlace place,
            Set<NodeId> living,
            Trouble trouble,
            Set<ShardId> busy) {
        ShardId shard = place.shard().id();
        List<NodeId> owners = place.shard().ownerNodes();
        Set<NodeId> live = owners.stream().filter(living::contains).collect(Collectors.toSet());
        return new ShardFacts(
                shard,
                owners,
                live,
                certified(now, place),
                trouble.debts().stream().anyMatch(debt -> debt.concerns(shard, live)),
                trouble.lost().stream().anyMatch(lost -> lost.concerns(shard, live)),
                live.stream().anyMatch(trouble.awaited()::contains),
                trouble.suspected().contains(shard),
                busy.contains(shard));
    }

    private static Optional<ShardFacts.Certified> certified(ClusterImage now, ShardPlace place) {
        return now.certificate(place.shard().id())
                .filter(certificate -> certificate.ownerEpoch() == place.shard().ownerEpoch())
                .map(
                        certificate ->
                                new ShardFacts.Certified(
                                        Instant.ofEpochMilli(certificate.millis()),
                                        JobConversion.certificate(certificate)));
    }

    @Override
    public int jobs() {
        return (int)
                image.get().repairs().stream()
                        .filter(job -> job.kind() == RepairKind.BACKGROUND)
                        .filter(job -> isUnderWay(job))
                        .count();
    }

    private static boolean isUnderWay(RepairJobInfo job) {
        return job.state() == RepairState.QUEUED || job.state() == RepairState.RUNNING;
    }

    @Override
    public OwnerRoots roots(NodeId owner, List<ShardId> shards) throws OwnerUnavailableException {
        return owners.roots(owner, RootsQuestion.plain(shards));
    }

    /** A shard on an owner. */
    private record Copy(ShardId shard, NodeId owner) {
        boolean concerns(ShardId some, Set<NodeId> living) {
            return shard.equals(some) && living.contains(owner);
        }
    }

    /**
     * What the nodes have told of.
     *
     * @param debts copies that are known to lack something
     * @param lost copies that are missing or damaged
     * @param awaited nodes for which hints wait
     * @param suspected shards of which living nodes have heard that copies differ
     */
    private record Trouble(
            Set<Copy> debts, Set<Copy> lost, Set<NodeId> awaited, Set<ShardId> suspected) {
        static Trouble of(List<NodeQueuesProto> told, Set<NodeId> living) {
            Set<Copy> debts = new HashSet<>();
            Set<Copy> lost = new HashSet<>();
            Set<NodeId> awaited = new HashSet<>();
            Set<ShardId> suspected = new HashSet<>();
            for (NodeQueuesProto node : told) {
                for (DebtProto debt : node.getDebtsList()) {
                    debts.add(
                            new Copy(
                                    new ShardId(debt.getShardId()), new NodeId(debt.getForNode())));
                }
                for (ShardRootProto copy : node.getTroubledList()) {
                    if (copy.getHealth() == ShardHealthProto.MISSING
                            || copy.getHealth() == ShardHealthProto.DAMAGED) {
                        lost.add(
                                new Copy(
                                        new ShardId(copy.getShardId()),
                                        new NodeId(node.getNodeId())));
                    }
                }
                if (living.contains(new NodeId(node.getNodeId()))) {
                    node.getHintsList().stream()
                            .filter(queue -> queue.getBytes() > 0)
                            .map(HintQueueProto::getForNode)
                            .map(NodeId::new)
                            .forEach(awaited::add);
                    node.getSuspectedList().forEach(id -> suspected.add(new ShardId(id)));
                }
            }
            return new Trouble(debts, lost, awaited, suspected);
        }
    }
}
