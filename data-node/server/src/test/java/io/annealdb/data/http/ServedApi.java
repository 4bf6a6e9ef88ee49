package io.annealdb.data.http;

import com.codahale.metrics.MetricRegistry;
import io.annealdb.data.image.ClusterView;
import io.annealdb.data.query.QueryRequest;
import io.annealdb.data.query.RunningQuery;
import io.annealdb.data.query.StatementAnswer;
import io.annealdb.data.query.Statements;
import io.annealdb.data.write.Consistency;
import io.annealdb.data.write.PointsWriter;
import io.annealdb.data.write.WriteOutcome;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DatabaseInfo;
import io.annealdb.points.Rows;
import io.annealdb.points.ShardId;
import io.annealdb.query.QueryException;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ast.Statement;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The real HTTP server on a free port, with hand-written collaborators behind it. */
final class ServedApi implements AutoCloseable, ClusterView, PointsWriter, Statements {
    static final Instant NOW = Instant.parse("2026-11-24T08:00:00.000000007Z");
    static final int BODY_BYTES_MAX = 100_000;
    static final int HELD_BYTES_MAX = 4_096;

    /** What the points writer was given. */
    record Written(String database, String retentionPolicy, Rows rows, Consistency level) {}

    final List<Written> written = new CopyOnWriteArrayList<>();
    final List<String> executed = new CopyOnWriteArrayList<>();
    final List<QueryRequest> requests = new CopyOnWriteArrayList<>();
    final Map<String, Supplier<Iterator<ResultSeries>>> answers = new LinkedHashMap<>();
    final Map<String, SortedMap<ShardId, String>> incomplete = new LinkedHashMap<>();
    final MetricRegistry metrics = new MetricRegistry();

    volatile WriteOutcome outcome = new WriteOutcome.Written(List.of(), 0);
    volatile boolean tooManyQueries;
    volatile int open;

    private final HttpClient client = HttpClient.newHttpClient();
    private final HttpServer server;

    ServedApi() throws IOException {
        HttpConfig config =
                new HttpConfig(
                        new InetSocketAddress("127.0.0.1", 0),
                        BODY_BYTES_MAX,
                        4L * BODY_BYTES_MAX,
                        2,
                        HELD_BYTES_MAX,
                        1 << 20,
                        16,
                        Duration.ofSeconds(30));
        server = HttpServer.start(config, this, this, this, metrics, InstantSource.fixed(NOW), 1);
    }

    int port() {
        return server.port();
    }

    /** Begins anew for the next test. */
    void forget() {
        written.clear();
        executed.clear();
        requests.clear();
        answers.clear();
        incomplete.clear();
        outcome = new WriteOutcome.Written(List.of(), 0);
        tooManyQueries = false;
    }

    // What clients do.

    HttpRequest.Builder request(String pathAndQuery) {
        return HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:" + server.port() + pathAndQuery));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofString());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<byte[]> sendForBytes(HttpRequest.Builder request) {
        try {
            return client.send(
                    request.timeout(Duration.ofSeconds(20)).build(),
                    HttpResponse.BodyHandlers.ofByteArray());
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    HttpResponse<String> get(String pathAndQuery) {
        return send(request(pathAndQuery));
    }

    HttpResponse<String> post(String pathAndQuery, String body) {
        return send(request(pathAndQuery).POST(HttpRequest.BodyPublishers.ofString(body)));
    }

    HttpResponse<String> query(String... namesAndValues) {
        return get("/query?" + form(namesAndValues));
    }

    static String form(String... namesAndValues) {
        StringBuilder form = new StringBuilder();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            form.append(i == 0 ? "" : "&")
                    .append(namesAndValues[i])
                    .append('=')
                    .append(URLEncoder.encode(namesAndValues[i + 1], StandardCharsets.UTF_8));
        }
        return form.toString();
    }

    // What the server finds behind it.

    /** A statement answers a series of rows {@code time, v}. */
    void answers(String statement, int rows) {
        answers.put(statement, () -> List.of(series("m", rows)).iterator());
    }

    static ResultSeries series(String name, int rows) {
        return new ResultSeries(
                name, Map.of(), List.of("time", "v"), true, countedRows(rows, () -> {}));
    }

    static Iterator<Object[]> countedRows(int rows, Runnable atEnd) {
        return new Iterator<>() {
            private long next;

            @Override
            public boolean hasNext() {
                if (next == rows) {
                    atEnd.run();
                }
                return next < rows;
            }

            @Override
            public Object[] next() {
                return new Object[] {next * 1_000_000_000, (double) next++};
            }
        };
    }

    void lacks(String statement, long shard, String why) {
        incomplete.computeIfAbsent(statement, s -> new TreeMap<>()).put(new ShardId(shard), why);
    }

    @Override
    public ClusterImage image() {
        return ClusterImage.EMPTY;
    }

    @Override
    public ClusterImage linearizable() {
        return ClusterImage.EMPTY;
    }

    @Override
    public Optional<DatabaseInfo> database(String name) {
        return name.equals("db")
                ? Optional.of(new DatabaseInfo(1, "db", "autogen", List.of()))
                : Optional.empty();
    }

    @Override
    public WriteOutcome write(
            String database, String retentionPolicy, Rows rows, Consistency level) {
        written.add(new Written(database, retentionPolicy, rows, level));
        return outcome;
    }

    @Override
    public RunningQuery begin() {
        if (tooManyQueries) {
            throw new QueryException("max-concurrent-queries limit exceeded(1, 1)");
        }
        return new RunningQuery() {
            @Override
            public void cancel() {}

            @Override
            public BooleanSupplier cancelled() {
                return () -> false;
            }

            @Override
            public void close() {}
        };
    }

    @Override
    public synchronized StatementAnswer execute(
            Statement statement, QueryRequest request, RunningQuery running) {
        String text = statement.toString();
        executed.add(text);
        requests.add(request);
        Supplier<Iterator<ResultSeries>> answer = answers.get(text);
        if (answer == null) {
            answer = new ArrayList<ResultSeries>()::iterator;
        }
        Iterator<ResultSeries> series = answer.get();
        open++;
        return new StatementAnswer() {
            private boolean closed;

            @Override
            public SortedMap<ShardId, String> incomplete() {
                return incomplete.getOrDefault(text, new TreeMap<>());
            }

            @Override
            public void seal() {}

            @Override
            public boolean hasNext() {
                return series.hasNext();
            }

            @Override
            public ResultSeries next() {
                return series.next();
            }

            @Override
            public void close() {
                open -= closed ? 0 : 1;
                closed = true;
            }
        };
    }

    @Override
    public void close() {
        server.close();
    }
}
