package io.annealdb.data.http;

import com.codahale.metrics.Meter;
import com.codahale.metrics.MetricRegistry;
import com.codahale.metrics.Timer;
import io.annealdb.data.http.answer.AnswerBuffer;
import io.annealdb.data.http.answer.AnswerFormat;
import io.annealdb.data.http.answer.CsvAnswer;
import io.annealdb.data.http.answer.Epoch;
import io.annealdb.data.http.answer.JsonAnswer;
import io.annealdb.data.http.answer.MsgpackAnswer;
import io.annealdb.data.query.QueryRequest;
import io.annealdb.data.query.ReadMode;
import io.annealdb.data.query.RunningQuery;
import io.annealdb.data.query.Statements;
import io.annealdb.query.InfluxQl;
import io.annealdb.query.ParseException;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.Statement;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/**
 * {@code /query}: a text of InfluxQL to answers.
 *
 * <pre>
 *   form, URL ─▶ {@link QueryForm} ─▶ InfluxQl ─▶ {@link StatementRun} ─▶ {@link AnswerFormat} ─▶ {@link AnswerBuffer} ─▶ reply
 * </pre>
 */
final class QueryEndpoint implements Endpoint {
    private static final long CHUNK_ROWS = 10_000;

    private final Statements executor;
    private final HttpConfig config;
    private final BodyBudget bodies;
    private final Timer queries;
    private final Meter incompleteAnswers;

    QueryEndpoint(
            Statements executor, HttpConfig config, BodyBudget bodies, MetricRegistry metrics) {
        this.executor = executor;
        this.config = config;
        this.bodies = bodies;
        this.queries = metrics.timer("http.query");
        this.incompleteAnswers = metrics.meter("http.query.incomplete");
    }

    @Override
    public void serve(Exchange exchange) throws IOException {
        try (Timer.Context timed = queries.time()) {
            String accepted = accepted(exchange.header("Accept"));
            exchange.writeErrorsAs(buffer -> format(accepted, buffer, Epoch.RFC3339, false));
            Parameters form = QueryForm.read(exchange, config.bodyBytesMax(), bodies);
            boolean pretty = form.get("pretty").equals("true");
            exchange.writeErrorsAs(buffer -> format(accepted, buffer, Epoch.RFC3339, pretty));
            List<Statement> statements = parse(form);
            QueryRequest request = request(form);
            try (RunningQuery running = executor.begin()) {
                exchange.onBroken(running::cancel);
                StatementRun run =
                        new StatementRun(
                                statements,
                                executor,
                                request,
                                running,
                                exchange.id(),
                                exchange.method().equals("GET"),
                                chunkRows(form));
                Epoch epoch = Epoch.parse(form.get("epoch"));
                if (form.get("async").equals("true")) {
                    run.writeTo(format(accepted, nowhere(run), epoch, false));
                    exchange.reply(204, "application/json");
                } else {
                    AnswerBuffer buffer = buffer(exchange, contentType(accepted), run);
                    run.writeTo(format(accepted, buffer, epoch, pretty));
                }
            } catch (QueryException tooMany) {
                AnswerBuffer buffer =
                        new AnswerBuffer(
                                config.heldBytesMax(),
                                bytes -> exchange.open(200, contentType(accepted), bytes));
                AnswerFormat format = format(accepted, buffer, Epoch.RFC3339, pretty);
                format.begin();
                format.beginStatement(0);
                format.failStatement(tooMany.getMessage());
                format.end();
                format.finish();
            }
        }
    }

    private static List<Statement> parse(Parameters form) throws IOException {
        String text = form.get("q").strip();
        if (text.isEmpty()) {
            throw new Refusal(400, "missing required parameter \"q\"");
        }
        try {
            return InfluxQl.parse(text, BindParameters.parse(form.get("params")));
        } catch (ParseException e) {
            throw new Refusal(400, e.getMessage());
        } catch (StackOverflowError e) {
            throw new Refusal(400, "error parsing query: nested too deeply");
        }
    }

    private static QueryRequest request(Parameters form) {
        String replica = form.get("replica");
        if (!replica.isEmpty() && !replica.equals("local")) {
            throw new Refusal(400, "invalid replica \"" + replica + "\" (use local)");
        }
        String require = form.get("require");
        if (!require.isEmpty() && !require.equals("complete")) {
            throw new Refusal(400, "invalid require \"" + require + "\" (use complete)");
        }
        return new QueryRequest(
                form.get("db"),
                form.get("rp"),
                replica.isEmpty() ? ReadMode.CLUSTER : ReadMode.LOCAL,
                !require.isEmpty());
    }

    /** 0 for an answer in one piece. */
    private static long chunkRows(Parameters form) {
        if (!form.get("chunked").equals("true")) {
            return 0;
        }
        try {
            long rows = Long.parseLong(form.get("chunk_size"));
            return rows > 0 ? rows : CHUNK_ROWS;
        } catch (NumberFormatException e) {
            return CHUNK_ROWS;
        }
    }

    private AnswerBuffer buffer(Exchange exchange, String contentType, StatementRun run) {
        return new AnswerBuffer(
                config.heldBytesMax(),
                bytes -> {
                    String incomplete = run.incompleteShards();
                    if (!incomplete.isEmpty()) {
                        incompleteAnswers.mark();
                        exchange.setHeader("X-Anneal-Incomplete", incomplete);
                    }
                    return exchange.open(run.unavailable() ? 503 : 200, contentType, bytes);
                });
    }

    /** For a client that does not want the answer. */
    private AnswerBuffer nowhere(StatementRun run) {
        return new AnswerBuffer(
                config.heldBytesMax(),
                bytes -> {
                    run.incompleteShards();
                    return OutputStream.nullOutputStream();
                });
    }

    /** The first of the kinds in an Accept header that can be written; JSON if there is none. */
    private static String accepted(String header) {
        for (String kind : header.split(",")) {
            switch (kind.split(";", 2)[0].strip()) {
                case "application/csv", "text/csv" -> {
                    return "csv";
                }
                case "application/x-msgpack" -> {
                    return "msgpack";
                }
                case "application/json" -> {
                    return "json";
                }
                default -> {}
            }
        }
        return "json";
    }

    private AnswerFormat format(String kind, AnswerBuffer buffer, Epoch epoch, boolean pretty) {
        return switch (kind) {
            case "csv" -> new CsvAnswer(buffer, epoch);
            case "msgpack" -> new MsgpackAnswer(buffer, epoch, config.msgpackBytesMax());
            default -> new JsonAnswer(buffer, epoch, pretty);
        };
    }

    private static String contentType(String kind) {
        return switch (kind) {
            case "csv" -> "text/csv";
            case "msgpack" -> "application/x-msgpack";
            default -> "application/json";
        };
    }
}
