package io.annealdb.cli.simulator;

import io.annealdb.data.node.DataNodeParts;
import io.annealdb.data.node.NodeIdentity;
import io.annealdb.data.peer.NodeCalls;
import io.annealdb.points.time.Scheduler;
import java.time.Duration;

/**
 * One life of a node, from a start to a crash or stop. Whatever a past life still wants to do comes
 * to nothing: its tasks do not run, nobody hears it.
 */
final class Life implements Scheduler {
    final SimulatedNode node;
    private final World world;
    private boolean over;

    /** Null until the node has come that far. */
    NodeIdentity identity;

    DataNodeParts parts;

    /** What others call; null until then too. */
    NodeCalls calls;

    Life(World world, SimulatedNode node) {
        this.world = world;
        this.node = node;
    }

    void end() {
        over = true;
    }

    boolean goesOn() {
        return !over && !node.disk().isOff();
    }

    /** Whether the node can be called. */
    boolean serves() {
        return goesOn() && calls != null;
    }

    /** Does something as this node, as soon as it moves; nothing if this life is over. */
    void run(String what, Runnable task) {
        if (!goesOn()) {
            return;
        }
        if (node.frozen()) {
            world.events.after(node.untilThaw(), () -> run(what, task));
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            if (goesOn() && !node.excuses(e)) {
                throw world.bug(node + " " + what, e);
            }
        }
        node.look();
    }

    @Override
    public Task after(Duration delay, Runnable task) {
        EventQueue.Event event =
                world.events.after(delay.plus(world.soon()), () -> run("task", task));
        return event::cancel;
    }

    @Override
    public Task every(Duration delay, Runnable task) {
        Task[] next = new Task[1];
        boolean[] cancelled = {false};
        Runnable[] again = new Runnable[1];
        again[0] =
                () -> {
                    task.run();
                    if (!cancelled[0]) {
                        next[0] = after(delay, again[0]);
                    }
                };
        next[0] = after(delay, again[0]);
        return () -> {
            cancelled[0] = true;
            next[0].cancel();
        };
    }

    @Override
    public void execute(Runnable task) {
        after(Duration.ZERO, task);
    }
}
