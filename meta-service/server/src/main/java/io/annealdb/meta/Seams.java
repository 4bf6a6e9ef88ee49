package io.annealdb.meta;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.points.time.Scheduler;
import io.annealdb.wire.TransportSecurity;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * What a meta node takes from outside.
 *
 * @param random draws the cluster's id and secret key: a {@link java.security.SecureRandom} in
 *     production
 * @param metrics of this node alone
 */
public record Seams(
        InstantSource clock,
        RandomGenerator random,
        Scheduler scheduler,
        MetricRegistry metrics,
        TransportSecurity security) {}
