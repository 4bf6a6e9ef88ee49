package io.annealdb.cli.simulator;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.node.DataNodeConfig;
import io.annealdb.data.node.DataNodeParts;
import io.annealdb.data.node.KeptClockBound;
import io.annealdb.data.node.NodeIdentity;
import io.annealdb.data.node.NodeSurroundings;
import io.annealdb.meta.client.InMemoryMeta;
import io.annealdb.points.NodeId;
import io.annealdb.points.time.HybridClock;
import io.annealdb.proto.HeartbeatRequest;
import io.annealdb.storage.Engine;
import io.annealdb.storage.EngineOptions;
import io.annealdb.storage.LocalEngine;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.disk.SimulatedDirectory;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.function.BiConsumer;

/** A data node: its disk and its clock stay, its lives come and go. */
final class SimulatedNode {
    /** When every story begins. */
    static final Instant DAWN = Instant.parse("2026-03-02T10:00:00Z");

    private final World world;
    private final SimulatedNetwork network;
    private final InMemoryMeta meta;
    private final NodeId id;
    private final DataNodeConfig config;
    private final EngineOptions storage;
    private final NodeClock clock;
    private final Copies copies;
    private final Sabotage sabotage;
    private final BiConsumer<SimulatedNode, HeartbeatRequest> heartbeats;
    private final Chance chance;
    private final SimulatedDirectory disk;
    private Life life;
    private boolean powerWent;
    private boolean starting;
    private int starts;
    private boolean metaCut;
    private long startedAt;
    private long thawsAt;

    /** When it was last dead or frozen, or began to be. */
    private long troubledAt = -1;

    private boolean filled;

    SimulatedNode(
            World world,
            SimulatedNetwork network,
            InMemoryMeta meta,
            NodeId id,
            Map<String, String> settings,
            EngineOptions storage,
            NodeClock clock,
            Copies copies,
            Sabotage sabotage,
            BiConsumer<SimulatedNode, HeartbeatRequest> heartbeats) {
        this.world = world;
        this.network = network;
        this.meta = meta;
        this.id = id;
        this.config = DataNodeConfig.of(settings);
        this.storage = storage;
        this.clock = clock;
        this.copies = copies;
        this.sabotage = sabotage;
        this.heartbeats = heartbeats;
        this.chance = world.chance.apart();
        this.disk = new SimulatedDirectory(chance.generator());
    }

    NodeId id() {
        return id;
    }

    DataNodeConfig config() {
        return config;
    }

    SimulatedDirectory disk() {
        return disk;
    }

    /** The present life, or the last one. */
    Life life() {
        return life;
    }

    boolean up() {
        return life != null && life.serves();
    }

    /** Whether it waits for meta to let it join; others go on meanwhile. */
    boolean starting() {
        return starting;
    }

    /** How often it was started. */
    int starts() {
        return starts;
    }

    DataNodeParts parts() {
        return life.parts;
    }

    boolean metaCut() {
        return metaCut;
    }

    void cutMeta(boolean cut) {
        metaCut = cut;
    }

    /** This node's wall clock. */
    NodeClock clock() {
        return clock;
    }

    /** Stands still from now on, as a process that is stopped or a machine that is paused. */
    void freeze(Duration time) {
        world.struck(Fault.FROZEN, this + " for " + time);
        thawsAt = world.events.now() + time.toNanos();
        troubledAt = thawsAt;
    }

    boolean frozen() {
        return world.events.now() < thawsAt;
    }

    /** Whether it has lived and moved since a moment, ns. */
    boolean wellSince(long moment) {
        return up() && startedAt <= moment && troubledAt < moment;
    }

    Duration untilThaw() {
        return Duration.ofNanos(Math.max(0, thawsAt - world.events.now()));
    }

    /** The disk takes so many bytes more. */
    void fillDisk(long bytes) {
        filled = true;
        disk.fillUpAfter(bytes);
    }

    /** Somebody makes room. */
    void makeRoom() {
        if (disk.isFull()) {
            world.struck(Fault.DISK_FULL, toString());
        }
        disk.fillUpAfter(Long.MAX_VALUE);
    }

    /** Whether a failure comes from a disk that was full in this life. */
    boolean excuses(Throwable failure) {
        boolean full = false;
        for (Throwable each = failure; each != null; each = each.getCause()) {
            full |= String.valueOf(each.getMessage()).contains("No space left");
        }
        return filled && full;
    }

    /**
     * Starts the node on what its disk holds.
     *
     * @return false if its power went meanwhile
     */
    boolean start() {
        afterPowerCut();
        thawsAt = 0;
        if (world.weather.stormy() && chance.in(0.3)) {
            disk.crashAfter(chance.between(1, 80));
        }
        life = new Life(world, this);
        world.note(this + " starts");
        starting = true;
        starts++;
        try {
            open(life);
        } catch (IOException | RuntimeException e) {
            if (!disk.isOff() && !excuses(e)) {
                throw world.bug(this + " does not start", e);
            }
            if (!disk.isOff()) {
                world.note(this + " cannot start: " + e.getMessage());
                endWithoutPower();
                return false;
            }
        } catch (InterruptedException e) {
            throw world.bug("nobody interrupts", e);
        } finally {
            starting = false;
        }
        if (disk.isOff()) {
            die(Fault.CRASHED_AT_START);
            return false;
        }
        disk.crashAfter(Long.MAX_VALUE);
        return true;
    }

    private void open(Life born) throws IOException, InterruptedException {
        MetricRegistry metrics = new MetricRegistry();
        Directory folder = sabotage.disk(disk);
        Engine engine = LocalEngine.open(storage, folder, clock, born, metrics);
        Engine watched = sabotage.engine(WatchedStorage.around(engine, this, copies));
        HybridClock hybrid =
                new HybridClock(
                        clock,
                        sabotage.bound(new KeptClockBound(folder)),
                        config.cluster().clockAheadMax());
        born.identity = new NodeIdentity(hybrid);
        MetaLink link = new MetaLink(world, meta, born, beat -> heartbeats.accept(this, beat));
        DataNodeParts parts =
                DataNodeParts.open(
                        new NodeSurroundings(
                                config,
                                folder,
                                watched,
                                clock,
                                chance.generator(),
                                born,
                                world.events::pass,
                                metrics,
                                hybrid,
                                born.identity,
                                sabotage.meta(link, () -> born.identity.outgoing().getClock()),
                                this + ":8088",
                                this + ":8086",
                                ""),
                        toString(),
                        (self, cluster) -> to -> new SimulatedPeer(network, born, to));
        parts.start();
        if (!parts.self().equals(id)) {
            throw new IllegalStateException(this + " got the id " + parts.self());
        }
        if (hybrid.now() < copies.highestClockOf(id)) {
            throw new BrokenInvariant("S1: the clock of " + this + " resumes below its stamps");
        }
        born.parts = parts;
        born.calls = sabotage.calls(parts.calls());
        startedAt = world.events.now();
    }

    /** The power goes, now. */
    void crash() {
        disk.crashAfter(1);
        die(Fault.CRASHED);
    }

    /** The power goes at one of the next calls to the disk, most likely in the middle of a call. */
    void crashSoon(long steps) {
        disk.crashAfter(steps);
    }

    /** Stops as a process does that is asked to. */
    void stop() {
        world.struck(Fault.STOPPED, toString());
        try {
            life.parts.close();
        } catch (IOException | RuntimeException e) {
            if (!disk.isOff() && !excuses(e)) {
                throw world.bug(this + " does not stop", e);
            }
            endWithoutPower();
            return;
        }
        if (disk.isOff()) {
            die(Fault.CRASHED_IN_A_CALL);
        } else {
            disk.crashAfter(Long.MAX_VALUE);
            troubledAt = Math.max(troubledAt, world.events.now());
            life.end();
        }
    }

    /** Looks whether the power went in what this node has just done. */
    void look() {
        if (disk.isOff() && !powerWent) {
            die(Fault.CRASHED_IN_A_CALL);
        }
    }

    private void die(Fault how) {
        world.struck(how, toString());
        endWithoutPower();
    }

    private void endWithoutPower() {
        troubledAt = Math.max(troubledAt, world.events.now());
        life.end();
        powerWent = true;
    }

    /** What was not forced to a disk that lost its power is gone by the time anybody looks. */
    private void afterPowerCut() {
        look();
        if (powerWent) {
            disk.crash();
            powerWent = false;
        }
    }

    /** The disk of a node that is down, for those who spoil it. */
    SimulatedDirectory diskWhileDown() {
        afterPowerCut();
        return disk;
    }

    @Override
    public String toString() {
        return "data-" + id;
    }
}
