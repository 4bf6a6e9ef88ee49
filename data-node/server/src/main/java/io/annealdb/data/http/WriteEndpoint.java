package io.annealdb.data.http;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.PointsWriter;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.meta.client.MetaUnavailableException;
import io.annealdb.points.line.LineProtocol;
import io.annealdb.points.line.ParsedLines;
import io.annealdb.points.line.Precision;
import java.io.IOException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Function;

/**
 * {@code /write} and {@code /api/v2/write}: line protocol to points, outcomes to InfluxDB's words.
 *
 * <pre>
 *   body ─▶ {@link RequestBody} ─▶ LineProtocol ─▶ PointsWriter ─▶ 204, or what was wrong with which lines
 * </pre>
 */
final class WriteEndpoint implements Endpoint {
    private static final long NS_PER_S = 1_000_000_000;

    /**
     * Where the points go.
     *
     * @param retentionPolicy empty for the default
     */
    record Target(String database, String retentionPolicy, Precision precision) {}

    private final Function<Parameters, Target> target;
    private final PointsWriter points;
    private final ClusterView cluster;
    private final InstantSource clock;
    private final int bodyBytesMax;
    private final BodyBudget bodies;
    private final Semaphore parses;
    private final Meter bytesRead;
    private final Meter linesRefused;
    private final Timer writes;

    WriteEndpoint(
            Function<Parameters, Target> target,
            PointsWriter points,
            ClusterView cluster,
            InstantSource clock,
            int bodyBytesMax,
            BodyBudget bodies,
            Semaphore parses,
            MetricRegistry metrics) {
        this.target = target;
        this.points = points;
        this.cluster = cluster;
        this.clock = clock;
        this.bodyBytesMax = bodyBytesMax;
        this.bodies = bodies;
        this.parses = parses;
        this.bytesRead = metrics.meter("http.write.bytes");
        this.linesRefused = metrics.meter("http.write.lines.refused");
        this.writes = metrics.timer("http.write");
    }

    /** The parameters of InfluxDB 1.x: {@code db}, {@code rp}, {@code precision}. */
    static Target version1(Parameters query) {
        String precision = query.get("precision");
        try {
            return new Target(query.get("db"), query.get("rp"), Precision.parse(precision));
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, e.getMessage());
        }
    }

    /** Those of 2.x: {@code bucket} is {@code database/policy}, and units have other names. */
    static Target version2(Parameters query) {
        String unit = query.get("precision");
        Precision precision =
                switch (unit) {
                    case "", "ns" -> Precision.NANOSECOND;
                    case "us" -> Precision.MICROSECOND;
                    case "ms" -> Precision.MILLISECOND;
                    case "s" -> Precision.SECOND;
                    default ->
                            throw new Refusal(
                                    400,
                                    "invalid precision \"" + unit + "\" (use ns, us, ms or s)");
                };
        String bucket = query.get("bucket");
        int slash = bucket.indexOf('/');
        if (bucket.isEmpty()) {
            throw new Refusal(
                    404,
                    "bucket name \"\" is missing a slash; not in"
                            + " \"database/retention-policy\" format");
        }
        if (slash == 0) {
            throw new Refusal(
                    404,
                    "bucket name \"" + bucket + "\" is in db/rp form but has an empty database");
        }
        return slash < 0
                ? new Target(bucket, "", precision)
                : new Target(bucket.substring(0, slash), bucket.substring(slash + 1), precision);
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        try (Timer.Context timed = writes.time()) {
            Target to = target.apply(exchange.query());
            requireDatabase(to.database);
            ParsedLines lines = parse(exchange, to.precision);
            linesRefused.mark(lines.errors().size());
            if (lines.rows().isEmpty()) {
                if (!lines.errors().isEmpty()) {
                    throw new Refusal(400, String.join("\n", lines.errors()));
                }
            } else {
                store(lines, to, consistency(exchange.query().get("consistency")));
            }
            exchange.reply(204, "application/json");
        }
    }

    private void requireDatabase(String name) {
        if (name.isEmpty()) {
            throw new Refusal(400, "database is required");
        }
        try {
            if (cluster.database(name).isEmpty()) {
                throw new Refusal(404, "database not found: \"" + name + "\"");
            }
        } catch (MetaUnavailableException e) {
            throw new Refusal(503, e.getMessage());
        }
    }

    private ParsedLines parse(Exchange exchange, Precision precision) throws IOException {
        try (RequestBody body = RequestBody.read(exchange, bodyBytesMax, bodies)) {
            bytesRead.mark(body.length());
            Instant now = clock.instant();
            long nowNanos = now.getEpochSecond() * NS_PER_S + now.getNano();
            parses.acquireUninterruptibly();
            try {
                return LineProtocol.parse(body.bytes(), body.length(), precision, nowNanos);
            } finally {
                parses.release();
            }
        }
    }

    private static Consistency consistency(String name) {
        try {
            return Consistency.parse(name);
        } catch (IllegalArgumentException e) {
            throw new Refusal(400, e.getMessage());
        }
    }

    private void store(ParsedLines lines, Target to, Consistency level) {
        WriteOutcome outcome = points.write(to.database, to.retentionPolicy, lines.rows(), level);
        if (outcome instanceof WriteOutcome.Written written) {
            refusePartial(written, lines.errors());
        } else if (outcome instanceof WriteOutcome.DatabaseNotFound missing) {
            throw new Refusal(404, missing.message());
        } else if (outcome instanceof WriteOutcome.PolicyNotFound missing) {
            throw new Refusal(500, missing.message());
        } else if (outcome instanceof WriteOutcome.NotEnoughOwners few) {
            throw new Refusal(503, few.message());
        } else if (outcome instanceof WriteOutcome.Unavailable unavailable) {
            throw new Refusal(503, unavailable.message());
        }
    }

    /** Names what was not stored, if anything; the rest was. */
    private static void refusePartial(WriteOutcome.Written written, List<String> badLines) {
        List<String> reasons = new ArrayList<>();
        if (!written.conflicts().isEmpty()) {
            reasons.add(written.conflicts().get(0));
        } else if (written.beyondRetention() > 0) {
            reasons.add("points beyond retention policy");
        }
        reasons.addAll(badLines);
        if (!reasons.isEmpty()) {
            throw new Refusal(
                    400,
                    "partial write: "
                            + String.join("\n", reasons)
                            + " dropped="
                            + written.dropped());
        }
    }
}
