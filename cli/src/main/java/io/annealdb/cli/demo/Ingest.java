package io.annealdb.cli.demo;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.InfluxHttp;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;

/** Writes lines over HTTP in batches, through one node after the other, and keeps the ledger. */
final class Ingest {
    private static final int LINES_PER_BATCH = 5_000;
    private static final int NO_CONTENT = 204;
    private static final int SERVER_ERROR = 500;
    private static final int ATTEMPTS_MAX = 40;
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofMillis(250);

    private final InfluxHttp http;
    private final Ledger ledger;
    private final String database;

    Ingest(InfluxHttp http, Ledger ledger, String database) {
        this.http = http;
        this.ledger = ledger;
        this.database = database;
    }

    /**
     * Writes lines, in order.
     *
     * @param nodes HTTP addresses of nodes that live
     * @param progress hears how many lines are acknowledged
     */
    void write(
            List<CloudWatch.Line> lines,
            List<String> nodes,
            String consistency,
            LongConsumer progress)
            throws IOException {
        Map<String, String> parameters =
                Map.of("db", database, "precision", "s", "consistency", consistency);
        for (int from = 0, batch = 0; from < lines.size(); from += LINES_PER_BATCH, batch++) {
            List<CloudWatch.Line> part =
                    lines.subList(from, Math.min(lines.size(), from + LINES_PER_BATCH));
            String body =
                    part.stream().map(CloudWatch.Line::text).collect(Collectors.joining("\n"));
            writeBatch(nodes.get(batch % nodes.size()), body, parameters);
            ledger.acknowledge(part);
            progress.accept(from + part.size());
        }
    }

    /** As any client should: what is answered 5xx may pass, and is tried again. */
    private void writeBatch(String node, String body, Map<String, String> parameters)
            throws IOException {
        for (int attempt = 1; ; attempt++) {
            InfluxHttp.Answer answer = http.write(node, body, parameters);
            if (answer.status() == NO_CONTENT) {
                return;
            }
            if (answer.status() < SERVER_ERROR || attempt == ATTEMPTS_MAX) {
                throw CommandFailure.failed(
                        "a write was answered " + answer.status() + ": " + answer.error());
            }
            pause();
        }
    }

    private static void pause() {
        try {
            Thread.sleep(BETWEEN_ATTEMPTS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed("interrupted while metrics were written.");
        }
    }
}
