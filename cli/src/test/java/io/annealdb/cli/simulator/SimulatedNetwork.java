package io.annealdb.cli.simulator;

import io.annealdb.data.peer.NodeCalls;
import io.annealdb.data.peer.PeerException;
import io.annealdb.data.peer.PeerException.Kind;
import io.annealdb.data.peer.RefusedException;
import io.annealdb.points.NodeId;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.proto.Envelope;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

/**
 * Calls between nodes, each with the envelopes of the real ones. A call that fails looks to its
 * caller as over gRPC: whether the other side did it is not known.
 */
final class SimulatedNetwork {
    /** What is asked of a node. */
    interface Question<T> {
        T ask(NodeCalls calls) throws IOException;
    }

    private final World world;
    private final Sabotage sabotage;
    private final Map<NodeId, SimulatedNode> nodes = new TreeMap<>();

    /** The number of the newest message that has arrived, by way. */
    private final Map<String, Long> arrived = new HashMap<>();

    private long sent;

    SimulatedNetwork(World world, Sabotage sabotage) {
        this.world = world;
        this.sabotage = sabotage;
    }

    void add(SimulatedNode node) {
        nodes.put(node.id(), node);
    }

    /** A blocking call; no time passes but what the weather wants. */
    <T> T call(Life from, NodeId to, String what, Question<T> question) {
        Life there = reach(from, to, what);
        Envelope envelope = from.identity.outgoing();
        if (there.node.frozen()) {
            later(there.node.untilThaw(), () -> again(there, envelope, what, question));
            throw timedOut(to);
        }
        return switch (world.weather.next()) {
            case REQUEST_LOST -> {
                world.struck(Fault.REQUEST_LOST, line(from, to, what));
                throw timedOut(to);
            }
            case REPLY_LOST -> {
                deliver(there, envelope, what, question);
                world.struck(Fault.REPLY_LOST, line(from, to, what));
                throw timedOut(to);
            }
            case ARRIVES_TWICE -> {
                T answer = deliver(there, envelope, what, question);
                world.struck(Fault.DELIVERED_TWICE, line(from, to, what));
                again(there, envelope, what, question);
                yield answered(from, there, answer);
            }
            case ARRIVES_LATE -> {
                world.struck(Fault.DELIVERED_LATE, line(from, to, what));
                later(world.weather.delay(), () -> again(there, envelope, what, question));
                throw timedOut(to);
            }
            case ARRIVES -> answered(from, there, deliver(there, envelope, what, question));
        };
    }

    /** A call of a hop: others go on with their work while it is under way. */
    <T> T slowCall(Life from, NodeId to, String what, Question<T> question) {
        world.events.pass(world.soon().plus(from.node.untilThaw()));
        return call(from, to, what, question);
    }

    /** A call that the caller does not wait for. */
    <T> CompletableFuture<T> soon(Life from, NodeId to, String what, Question<T> question) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        Duration timeout = from.node.config().cluster().writeTimeout();
        EventQueue.Event timer = world.events.after(timeout, () -> fail(from, reply, timedOut(to)));
        long number = ++sent;
        later(
                world.soon(),
                () -> {
                    if (!from.goesOn()) {
                        return;
                    }
                    if (arrived.merge(from.node.id() + ">" + to, number, Math::max) > number) {
                        world.struck(Fault.OUT_OF_ORDER, line(from, to, what));
                    }
                    try {
                        T answer = call(from, to, what, question);
                        later(
                                world.soon(),
                                () -> {
                                    timer.cancel();
                                    from.run(what, () -> reply.complete(answer));
                                });
                    } catch (PeerException e) {
                        if (e.kind() != Kind.TIMED_OUT) {
                            later(
                                    world.soon(),
                                    () -> {
                                        timer.cancel();
                                        fail(from, reply, e);
                                    });
                        }
                    }
                });
        return reply;
    }

    private static void fail(Life from, CompletableFuture<?> reply, PeerException failure) {
        from.run("failure", () -> reply.completeExceptionally(failure));
    }

    private void later(Duration delay, Runnable arrival) {
        world.underWay++;
        world.events.after(
                delay,
                () -> {
                    world.underWay--;
                    arrival.run();
                });
    }

    private Life reach(Life from, NodeId to, String what) {
        SimulatedNode node = nodes.get(to);
        if (!from.goesOn()) {
            throw new PeerException(to, Kind.UNREACHABLE, "the caller is no more");
        }
        if (world.weather.isCut(from.node.id().value(), to.value())) {
            world.struck(Fault.CUT_OFF, line(from, to, what));
            throw new PeerException(to, Kind.UNREACHABLE, "cannot be reached");
        }
        if (!node.up()) {
            world.struck(Fault.CALLED_WHILE_DOWN, line(from, to, what));
            throw new PeerException(to, Kind.UNREACHABLE, "cannot be reached");
        }
        return node.life();
    }

    private <T> T answered(Life from, Life there, T answer) {
        NodeId to = there.node.id();
        if (world.weather.isCut(to.value(), from.node.id().value())) {
            world.struck(Fault.CUT_OFF, line(there, from.node.id(), "reply"));
            throw timedOut(to);
        }
        try {
            hear(from, there.identity.outgoing());
        } catch (UncheckedIOException e) {
            from.node.look();
            if (from.goesOn() && !from.node.excuses(e)) {
                throw world.bug(from.node + " hears an answer", e);
            }
            throw new PeerException(to, Kind.FAILED, "the answer could not be taken: " + e);
        }
        from.node.look();
        return answer;
    }

    private <T> void again(Life there, Envelope envelope, String what, Question<T> question) {
        if (there.goesOn()) {
            try {
                deliver(there, envelope, what, question);
            } catch (PeerException e) {
                // nobody waits for this answer
            }
        }
    }

    private <T> T deliver(Life there, Envelope envelope, String what, Question<T> question) {
        try {
            hear(there, envelope);
            return question.ask(there.calls);
        } catch (RefusedException e) {
            throw failure(there, Kind.REFUSED, e);
        } catch (PeerException
                | IOException
                | MalformedException
                | IllegalArgumentException
                | StatusRuntimeException e) {
            throw failure(there, Kind.FAILED, e);
        } catch (RuntimeException e) {
            if (there.goesOn() && !there.node.excuses(e)) {
                throw world.bug(there.node + " " + what, e);
            }
            throw failure(there, Kind.FAILED, e);
        } finally {
            there.node.look();
        }
    }

    /** Whoever hears a message advances past its sender's clock (repair.md S2). */
    private void hear(Life life, Envelope envelope) {
        life.identity.incoming(sabotage.heard(envelope));
        long clock = life.identity.outgoing().getClock();
        long wall = life.node.clock().millis();
        long believed = wall + life.node.config().cluster().clockAheadMax().toMillis();
        if (clock < envelope.getClock() && (envelope.getClock() >>> 16) <= believed) {
            throw new BrokenInvariant("S2: " + life.node + " has not advanced past " + envelope);
        }
    }

    private static PeerException failure(Life there, Kind kind, Exception cause) {
        NodeId node = there.node.id();
        return there.goesOn()
                ? new PeerException(node, kind, String.valueOf(cause.getMessage()))
                : new PeerException(node, Kind.UNREACHABLE, "cannot be reached");
    }

    private static PeerException timedOut(NodeId to) {
        return new PeerException(to, Kind.TIMED_OUT, "no answer in time");
    }

    private static String line(Life from, NodeId to, String what) {
        return from.node + " to data-" + to + ": " + what;
    }
}
