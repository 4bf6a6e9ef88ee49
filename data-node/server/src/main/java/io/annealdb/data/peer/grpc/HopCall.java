package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.proto.HopProgress;
import io.annealdb.repair.compare.DifferenceListener;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.coordinator.ResetOrder;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.annealdb.repair.ring.Hop;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;
import java.io.InterruptedIOException;

/**
 * One hop, or one reset, that a coordinator has ordered, on a thread of its own. Progress is told
 * when the phase changes and after each chunk, so that a hop which is broken off has told of all
 * but the last; else ten times a second at most. A report that finds the stream full is left out.
 * The hop ends when the call is cancelled; when it is stopped, with a last report.
 */
final class HopCall {
    private static final long REPORT_NANOS = 100_000_000;

    /** What is done on that thread; returns what to say at its end. */
    private interface Work {
        HopProgress.Builder run(HopCall call) throws IOException;
    }

    private final Work work;
    private final ReadyGate gate = new ReadyGate();
    private final ServerCallStreamObserver<HopProgress> out;
    private HopReport last;
    private long lastSentNanos;
    private volatile boolean stopped;

    private HopCall(Hop hop, Work work, ServerCallStreamObserver<HopProgress> out) {
        this.work = work;
        this.out = out;
        this.last = HopReport.planned(hop);
        out.setOnReadyHandler(gate::changed);
        out.setOnCancelHandler(gate::changed); // else onNext throws once it is cancelled
    }

    static HopCall hop(
            NodeCalls node,
            HopOrder order,
            io.annealdb.proto.HopOrder request,
            ServerCallStreamObserver<HopProgress> out) {
        return new HopCall(
                order.hop(),
                call ->
                        request.getDryRun()
                                ? call.compared(node, order, request.getListPointsMax())
                                : progress(node.runHop(order, call.watch())),
                out);
    }

    static HopCall reset(
            NodeCalls node, ResetOrder order, ServerCallStreamObserver<HopProgress> out) {
        Hop towards = new Hop(order.owner(), order.upToDate().get(0));
        return new HopCall(
                towards,
                call -> progress(RepairMessages.ended(towards, node.reset(order, call.watch()))),
                out);
    }

    /** The hop ends before its next chunk, and says what it has sent; any thread. */
    void stop() {
        stopped = true;
    }

    void run() {
        try {
            end(work.run(this).setEnded(true));
        } catch (PeerException e) {
            if (e.kind() == Kind.UNREACHABLE || e.kind() == Kind.TIMED_OUT) {
                end(abandoned(e).setAway(e.node().value()));
            } else {
                end(abandoned(e));
            }
        } catch (IOException | RuntimeException e) {
            if (!out.isCancelled()) {
                out.onError(Failures.status(e).asRuntimeException());
            }
        }
    }

    private HopProgress.Builder compared(NodeCalls node, HopOrder order, long listMax)
            throws IOException {
        if (listMax == 0) {
            return progress(node.dryRun(order, watch(), DifferenceListener.NONE));
        }
        PointListing listing = new PointListing(listMax, this::send);
        HopOutcome outcome = node.dryRun(order, watch(), listing);
        return listing.finish(progress(outcome));
    }

    private static HopProgress.Builder progress(HopOutcome outcome) {
        return progress(outcome.report())
                .setDifference(RepairMessages.encode(outcome.difference()));
    }

    /** Waits for room: a listed point is not left out. */
    private void send(HopProgress.Builder some) throws IOException {
        try {
            if (gate.await(out, out::isCancelled, 0)) {
                out.onNext(some.setReport(RepairMessages.encode(last)).build());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("the node stops");
        }
    }

    private HopProgress.Builder abandoned(PeerException e) {
        HopReport report =
                last.phase().mayBecome(HopPhase.ABANDONED)
                        ? last.transitionTo(HopPhase.ABANDONED, e.getMessage())
                        : last.noted(e.getMessage());
        return progress(report).setEnded(true);
    }

    private void end(HopProgress.Builder end) {
        if (!out.isCancelled()) {
            out.onNext(end.build());
            out.onCompleted();
        }
    }

    private static HopProgress.Builder progress(HopReport report) {
        return HopProgress.newBuilder().setReport(RepairMessages.encode(report));
    }

    private io.annealdb.repair.compare.HopProgress watch() {
        return new io.annealdb.repair.compare.HopProgress() {
            @Override
            public void report(HopReport report) {
                boolean due =
                        report.phase() != last.phase()
                                || report.payloadBytes() != last.payloadBytes()
                                || System.nanoTime() - lastSentNanos >= REPORT_NANOS;
                last = report;
                if (due && out.isReady() && !out.isCancelled()) {
                    lastSentNanos = System.nanoTime();
                    out.onNext(progress(report).build());
                }
            }

            @Override
            public boolean cancelled() {
                return stopped || out.isCancelled();
            }
        };
    }
}
