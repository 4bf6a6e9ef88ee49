package io.annealdb.cli.simulator;

import io.annealdb.data.gossip.Whisper;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.data.peer.CopySession;
import io.annealdb.data.peer.HintsWaiting;
import io.annealdb.data.peer.Peer;
import io.annealdb.data.peer.ReplicaReply;
import io.annealdb.data.peer.ShardDelete;
import io.annealdb.data.peer.ShardWrite;
import io.annealdb.image.ClusterImage;
import io.annealdb.points.FieldType;
import io.annealdb.points.NodeId;
import io.annealdb.points.Rows;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.ColumnsCodec;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.codec.RowsCodec;
import io.annealdb.proto.NodeStatusReply;
import io.annealdb.repair.compare.HopProgress;
import io.annealdb.repair.compare.PushSession;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.RingEnded;
import io.annealdb.repair.job.HopReport;
import io.annealdb.storage.PinnedFiles.PinnedFile;
import io.annealdb.storage.ShardView;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;

/** Another node, over the simulated network. What travels is encoded and decoded as for gRPC. */
final class SimulatedPeer implements Peer {
    private final SimulatedNetwork network;
    private final Life self;
    private final NodeId to;

    SimulatedPeer(SimulatedNetwork network, Life self, NodeId to) {
        this.network = network;
        this.self = self;
        this.to = to;
    }

    @Override
    public NodeId node() {
        return to;
    }

    @Override
    public CompletableFuture<ReplicaReply> write(ShardWrite write) {
        byte[] rows = write.encodedRows();
        return network.soon(
                self,
                to,
                write.toString(),
                calls -> {
                    Rows decoded = RowsCodec.decode(rows, 0, rows.length);
                    return calls.write(
                            new ShardWrite(
                                    write.shard(), write.databaseId(), decoded, write.fresh()));
                });
    }

    @Override
    public CompletableFuture<ReplicaReply> delete(ShardDelete delete) {
        byte[] bytes = DeleteCodec.encode(delete.delete());
        String what =
                "delete of " + delete.shard().map(id -> "shard " + id).orElse("shards to come");
        return network.soon(
                self,
                to,
                what,
                calls ->
                        calls.delete(
                                new ShardDelete(
                                        delete.shard(),
                                        delete.databaseId(),
                                        DeleteCodec.decode(bytes, 0, bytes.length),
                                        delete.fresh(),
                                        delete.shardsBelow())));
    }

    @Override
    public HintsWaiting hintsForMe() {
        NodeId asking = self.node.id();
        return network.call(self, to, "hints for me", calls -> calls.hintsFor(asking));
    }

    @Override
    public Whisper gossip(Whisper whisper) {
        NodeId from = self.node.id();
        return network.call(self, to, "whisper", calls -> calls.gossip(from, whisper));
    }

    @Override
    public ClusterImage image() {
        return network.call(self, to, "image", calls -> calls.image());
    }

    @Override
    public byte[] ask(String repairId, ShardId shard, byte[] question) {
        NodeId source = self.node.id();
        return network.slowCall(
                self,
                to,
                "question of " + repairId,
                calls -> calls.ask(source, repairId, shard, question));
    }

    @Override
    public PushSession push(String repairId, ShardId shard) {
        return new RemotePush(network, self, to, repairId, shard);
    }

    @Override
    public List<Long> filesThere(String repairId, ShardId shard, List<PinnedFile> files) {
        return network.slowCall(
                self,
                to,
                "files of shard " + shard,
                calls -> calls.filesHere(repairId, shard, files));
    }

    @Override
    public CopySession copyShard(String repairId, ShardId shard) {
        return new RemoteCopy(network, self, to, repairId, shard);
    }

    @Override
    public void runHop(HopOrder order, BooleanSupplier cancelled) {
        network.slowCall(
                self,
                to,
                "hop of shard " + order.shard(),
                calls -> calls.runHop(order, until(cancelled)));
    }

    private static HopProgress until(BooleanSupplier cancelled) {
        return new HopProgress() {
            @Override
            public void report(HopReport report) {}

            @Override
            public boolean cancelled() {
                return cancelled.getAsBoolean();
            }
        };
    }

    @Override
    public void ringEnded(RingEnded ended) {
        network.call(
                self,
                to,
                "shard " + ended.shards() + " is whole",
                calls -> {
                    calls.ringEnded(ended);
                    return ended;
                });
    }

    @Override
    public NodeStatusReply status() {
        return network.call(self, to, "status", calls -> calls.status());
    }

    @Override
    public ColumnStream scan(ShardId shard, ShardView.Scan scan, boolean asItIs) {
        List<byte[]> runs =
                network.call(
                        self,
                        to,
                        "scan of shard " + shard,
                        calls -> {
                            List<byte[]> encoded = new ArrayList<>();
                            try (ColumnStream stream = calls.scan(shard, scan, asItIs)) {
                                while (stream.hasNext()) {
                                    encoded.add(ColumnsCodec.encode(stream.next()));
                                }
                            }
                            return encoded;
                        });
        return new Arrived(runs.iterator());
    }

    /** Runs that have come over the network. */
    private record Arrived(Iterator<byte[]> runs) implements ColumnStream {
        @Override
        public boolean hasNext() {
            return runs.hasNext();
        }

        @Override
        public SeriesColumns next() {
            byte[] run = runs.next();
            return ColumnsCodec.decode(run, 0, run.length);
        }

        @Override
        public void close() {}
    }

    @Override
    public SortedSet<String> measurements(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return network.call(
                self, to, "measurements", calls -> calls.measurements(shard, where, asItIs));
    }

    @Override
    public List<SeriesKey> series(ShardId shard, SeriesPredicate where, boolean asItIs) {
        return network.call(self, to, "series", calls -> calls.series(shard, where, asItIs));
    }

    @Override
    public Map<String, Set<FieldType>> fields(ShardId shard, String measurement, boolean asItIs) {
        return network.call(self, to, "fields", calls -> calls.fields(shard, measurement, asItIs));
    }
}
