package io.annealdb.data.node;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.meta.client.MetaService;
import io.annealdb.points.time.HybridClock;
import io.annealdb.points.time.Scheduler;
import io.annealdb.repair.compare.Sleeper;
import io.annealdb.storage.Engine;
import io.annealdb.storage.disk.Directory;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a data node stands on: in a process real disks, threads, time and network; in the simulator
 * seeded ones.
 *
 * @param directory the data folder
 * @param engine opened on that folder; the node closes it
 * @param hybrid kept in the same folder: {@link KeptClockBound}
 * @param identity heard and spoken by the network
 * @param rpcAddress {@code host:port} at which peers reach this node
 * @param httpAddress the same of the HTTP API
 * @param gossipAddress the same of its SWIM; empty if it has none
 */
public record NodeSurroundings(
        DataNodeConfig config,
        Directory directory,
        Engine engine,
        InstantSource clock,
        RandomGenerator random,
        Scheduler scheduler,
        Sleeper sleeper,
        MetricRegistry metrics,
        HybridClock hybrid,
        NodeIdentity identity,
        MetaService meta,
        String rpcAddress,
        String httpAddress,
        String gossipAddress) {}
