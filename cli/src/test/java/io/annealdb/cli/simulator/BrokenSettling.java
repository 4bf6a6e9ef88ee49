package io.annealdb.cli.simulator;

import io.annealdb.image.ClusterImage;
import io.annealdb.meta.client.MetaService;
import io.annealdb.points.Delete;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.Stamp;
import io.annealdb.points.digest.CellSet;
import io.annealdb.points.digest.SettledCells;
import io.annealdb.points.digest.ShardRoot;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.proto.ImageProto;
import io.annealdb.repair.coordinator.OwnerRoot;
import io.annealdb.repair.coordinator.OwnerRoots;
import io.annealdb.repair.coordinator.Owners;
import io.annealdb.repair.coordinator.ResetReport;
import io.annealdb.storage.Engine;
import io.annealdb.storage.Fence;
import io.annealdb.storage.Forgetting;
import io.annealdb.storage.FreshOutcome;
import io.annealdb.storage.Settling;
import io.annealdb.storage.Shard;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** The rules of settling, each switched off. */
enum BrokenSettling implements Sabotage {
    R1_THE_DEAD_DO_NOT_COUNT {
        @Override
        public ClusterImage registered(ClusterImage image, Predicate<NodeId> up) {
            ImageProto all = image.toProto();
            return ClusterImage.fromProto(
                    all.toBuilder()
                            .clearDataNodes()
                            .addAllDataNodes(
                                    all.getDataNodesList().stream()
                                            .filter(node -> up.test(new NodeId(node.getId())))
                                            .toList())
                            .build());
        }
    },

    R1_A_NODE_PROMISES_WHATEVER_WAITS {
        @Override
        public MetaService meta(MetaService meta, LongSupplier clock) {
            return Interposed.on(
                    MetaService.class,
                    meta,
                    call ->
                            call.is("heartbeat")
                                    ? call.proceedWith(
                                            ((HeartbeatRequest) call.arguments()[0])
                                                    .toBuilder()
                                                            .setClosed(clock.getAsLong())
                                                            .build())
                                    : call.proceed());
        }
    },

    R2_NOTHING_FRESH_IS_BARRED {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) -> {
                        if (call.is("writeFresh")
                                && barred(shard, ((Rows) call.arguments()[0]).stampAt(0))) {
                            shard.store((Rows) call.arguments()[0]);
                            return new FreshOutcome.Stored(List.of());
                        } else if (call.is("deleteFresh")
                                && barred(shard, ((Delete) call.arguments()[0]).stamp())) {
                            shard.store((Delete) call.arguments()[0]);
                            return new FreshOutcome.Stored(List.of());
                        }
                        return call.proceed();
                    });
        }

        private boolean barred(Shard shard, Stamp stamp) {
            long fenced = shard.settling().fence().map(Fence::hlc).orElse(0L);
            long settled = shard.settling().settled().highest();
            return stamp.hlc() <= Math.max(fenced, settled);
        }
    },

    R3_ROOTS_NEED_NOT_BE_EQUAL {
        @Override
        public Owners owners(Owners owners) {
            return Interposed.on(
                    Owners.class,
                    owners,
                    call -> call.is("roots") ? alike((OwnerRoots) call.proceed()) : call.proceed());
        }

        private OwnerRoots alike(OwnerRoots answer) {
            return new OwnerRoots(
                    answer.byShard().entrySet().stream()
                            .collect(
                                    Collectors.toMap(
                                            Map.Entry::getKey, each -> alike(each.getValue()))),
                    answer.messageBytes());
        }

        private OwnerRoot alike(OwnerRoot root) {
            return new OwnerRoot(
                    root.owner(),
                    root.health(),
                    ShardRoot.EMPTY,
                    root.bytes(),
                    root.rows(),
                    root.trouble(),
                    root.settling());
        }
    },

    R4_WHOEVER_HEARS_OF_A_CERTIFICATE_ADOPTS_IT {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) ->
                            call.is("settling")
                                    ? Interposed.on(
                                            Settling.class,
                                            shard.settling(),
                                            each -> adopted(shard, each))
                                    : call.proceed());
        }

        private Object adopted(Shard shard, Interposed.Call call) throws Throwable {
            if (!call.is("adopt", long.class, ShardRoot.class, CellSet.class)) {
                return call.proceed();
            }
            shard.settling()
                    .adopt(
                            SettledCells.NONE.adopt(
                                    (long) call.arguments()[0], (CellSet) call.arguments()[2]));
            return true;
        }
    },

    R5_A_RESET_DROPS_NOTHING {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) ->
                            call.is("forgetting")
                                    ? Interposed.on(
                                            Forgetting.class,
                                            (Forgetting) call.proceed(),
                                            each -> each.is("commit") ? 0L : each.proceed())
                                    : call.proceed());
        }
    },

    R5_NOBODY_IS_BEHIND {
        @Override
        public Owners owners(Owners owners) {
            return Interposed.on(
                    Owners.class,
                    owners,
                    call -> call.is("reset") ? new ResetReport(0, 0) : call.proceed());
        }
    },

    R7_WHAT_HAS_SETTLED_TAKES_NO_WRITES {
        @Override
        public Engine engine(Engine engine) {
            return BrokenEngine.of(
                    engine,
                    (shard, call) -> {
                        long settled = shard.settling().settled().highest();
                        return call.is("writeFresh") && settled != 0
                                ? new FreshOutcome.Shadowed(settled)
                                : call.proceed();
                    });
        }
    },

    /** At the fence already, before anybody knows whether owners are equal. */
    D3_DELETES_ARE_PURGED_BEFORE_OWNERS_ARE_EQUAL {
        @Override
        public Engine engine(Engine engine) {
            return settling(
                    engine,
                    call -> {
                        Object answer = call.proceed();
                        if (call.is("fence", Fence.class)) {
                            Fence fence = (Fence) call.arguments()[0];
                            ((Settling) call.real()).adopt(SettledCells.allAt(fence.hlc()));
                        }
                        return answer;
                    });
        }
    };

    @Override
    public long firstSeed() {
        return switch (this) {
            case R1_THE_DEAD_DO_NOT_COUNT, R5_A_RESET_DROPS_NOTHING -> 2;
            case D3_DELETES_ARE_PURGED_BEFORE_OWNERS_ARE_EQUAL -> 17;
            default -> 1;
        };
    }

    @Override
    public Optional<Plot> plot() {
        return Optional.of(Plot.SETTLING);
    }

    private static Engine settling(Engine engine, Interposed.Hook hook) {
        return BrokenEngine.of(
                engine,
                (shard, call) ->
                        call.is("settling")
                                ? Interposed.on(Settling.class, shard.settling(), hook)
                                : call.proceed());
    }
}
