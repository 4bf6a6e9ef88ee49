package io.annealdb.data.peer.grpc;

import com.google.protobuf.ByteString;
import io.annealdb.data.peer.ColumnStream;
import io.annealdb.points.NodeId;
import io.annealdb.points.SeriesColumns;
import io.annealdb.points.codec.ColumnsCodec;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.proto.DataNodeGrpc;
import io.annealdb.proto.ScanChunk;
import io.annealdb.proto.ScanRequest;
import io.grpc.Channel;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;

/** A scan at a peer: chunks are asked for one by one as they are read. For one thread. */
final class RemoteScan implements ColumnStream {
    private final NodeId node;
    private final Context.CancellableContext context;
    private final Iterator<ScanChunk> chunks;
    private Iterator<ByteString> runs = List.<ByteString>of().iterator();
    private boolean closed;

    private RemoteScan(
            NodeId node, Context.CancellableContext context, Iterator<ScanChunk> chunks) {
        this.node = node;
        this.context = context;
        this.chunks = chunks;
    }

    /** Begins the scan, and waits for its first chunk: a refusal is thrown here. */
    static RemoteScan start(NodeId node, Channel channel, ScanRequest request) {
        Context.CancellableContext context = Context.current().withCancellation();
        Context before = context.attach();
        Iterator<ScanChunk> chunks;
        try {
            chunks = DataNodeGrpc.newBlockingStub(channel).scan(request);
        } finally {
            context.detach(before);
        }
        RemoteScan scan = new RemoteScan(node, context, chunks);
        scan.hasNext();
        return scan;
    }

    @Override
    public boolean hasNext() {
        try {
            while (!closed && !runs.hasNext()) {
                if (!chunks.hasNext()) {
                    close();
                    return false;
                }
                runs = chunks.next().getRunsList().iterator();
            }
            return !closed;
        } catch (StatusRuntimeException e) {
            close();
            throw Failures.peer(node, e);
        }
    }

    @Override
    public SeriesColumns next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the scan is over");
        }
        byte[] run = runs.next().toByteArray();
        try {
            return ColumnsCodec.decode(run, 0, run.length);
        } catch (MalformedException e) {
            close();
            throw Failures.peer(node, e);
        }
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            context.cancel(null);
        }
    }
}
