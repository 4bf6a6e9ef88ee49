package io.annealdb.data.peer.grpc;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.proto.HopProgress;
import io.annealdb.repair.compare.HopOutcome;
import io.annealdb.repair.coordinator.HopOrder;
import io.annealdb.repair.job.HopPhase;
import io.annealdb.repair.job.HopReport;
import io.grpc.stub.ServerCallStreamObserver;
import java.io.IOException;

/**
 * One hop that a coordinator has ordered, on a thread of its own. Progress is told when the phase
 * changes and ten times a second at most; a report that finds the stream full is left out. The hop
 * ends when the call is cancelled.
 */
final class HopCall {
    private static final long REPORT_NANOS = 100_000_000;

    private final NodeCalls node;
    private final HopOrder order;
    private final boolean dryRun;
    private final ServerCallStreamObserver<HopProgress> out;
    private HopReport last;
    private long lastSentNanos;

    HopCall(
            NodeCalls node,
            HopOrder order,
            boolean dryRun,
            ServerCallStreamObserver<HopProgress> out) {
        this.node = node;
        this.order = order;
        this.dryRun = dryRun;
        this.out = out;
        this.last = HopReport.planned(order.hop());
        out.setOnCancelHandler(() -> {}); // else onNext throws once it is cancelled
    }

    void run() {
        try {
            HopOutcome outcome = node.runHop(order, dryRun, watch());
            HopProgress.Builder end = progress(outcome.report()).setEnded(true);
            if (dryRun) {
                end.setDifference(RepairMessages.encode(outcome.difference()));
            }
            end(end);
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
                                || System.nanoTime() - lastSentNanos >= REPORT_NANOS;
                last = report;
                if (due && out.isReady() && !out.isCancelled()) {
                    lastSentNanos = System.nanoTime();
                    out.onNext(progress(report).build());
                }
            }

            @Override
            public boolean cancelled() {
                return out.isCancelled();
            }
        };
    }
}
