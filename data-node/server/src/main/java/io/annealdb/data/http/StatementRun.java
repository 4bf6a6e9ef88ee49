package io.annealdb.data.http;

import io.annealdb.data.http.answer.AnswerFormat;
import io.annealdb.data.http.answer.ClientGoneException;
import io.annealdb.data.http.answer.UnwritableValueException;
import io.annealdb.data.query.QueryRequest;
import io.annealdb.data.query.RunningQuery;
import io.annealdb.data.query.StatementAnswer;
import io.annealdb.data.query.Statements;
import io.annealdb.points.ShardId;
import io.annealdb.query.QueryException;
import io.annealdb.query.ResultSeries;
import io.annealdb.query.ast.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The statements of one request, executed one after the other and written as they answer; an error
 * stops those after it. For one thread.
 *
 * <p>When the reply's headers are about to leave, the statements that still wait are begun as well,
 * up to the next one that changes something: so that the header can name every shard that is not
 * read whole.
 */
final class StatementRun {
    private static final Logger LOG = LoggerFactory.getLogger(StatementRun.class);

    private static final String NOT_EXECUTED = "not executed";

    /** How many shards a header names; clients bound what they read of one. */
    private static final int NAMED_SHARDS_MAX = 1_000;

    private final List<Statement> statements;
    private final Statements executor;
    private final QueryRequest request;
    private final RunningQuery running;
    private final String requestId;
    private final boolean readOnly;
    private final long chunkRows;
    private final List<Begun> begun = new ArrayList<>();
    private boolean sealed;
    private boolean unavailable;

    private AnswerFormat format;
    private boolean inStatement;

    /** A statement that was begun: an answer, or why there is none. */
    private record Begun(StatementAnswer answer, String error) {}

    /**
     * @param readOnly whether a statement that changes something earns a warning: it came by GET
     * @param chunkRows rows of a chunk; 0 for an answer in one piece
     */
    StatementRun(
            List<Statement> statements,
            Statements executor,
            QueryRequest request,
            RunningQuery running,
            String requestId,
            boolean readOnly,
            long chunkRows) {
        this.statements = statements;
        this.executor = executor;
        this.request = request;
        this.running = running;
        this.requestId = requestId;
        this.readOnly = readOnly;
        this.chunkRows = chunkRows;
    }

    /**
     * To be called once, when the headers are about to leave.
     *
     * @return the shards that are not read whole, joined by commas; empty if all are. Of very many
     *     the first are named, and the word {@code more} follows
     */
    String incompleteShards() {
        int from = begun.size();
        boolean lastFailed = from > 0 && begun.get(from - 1).error != null;
        for (int id = from; id < statements.size() && !lastFailed; id++) {
            if (statements.get(id).changes()) {
                break;
            }
            lastFailed = begin(id).error != null;
        }
        sealed = true;
        TreeSet<ShardId> shards = new TreeSet<>();
        for (Begun one : begun) {
            if (one.answer != null) {
                shards.addAll(one.answer.incomplete().keySet());
                one.answer.seal();
            }
        }
        String named =
                shards.stream()
                        .limit(NAMED_SHARDS_MAX)
                        .map(ShardId::toString)
                        .collect(Collectors.joining(","));
        return shards.size() > NAMED_SHARDS_MAX ? named + ",more" : named;
    }

    /** Whether a statement has failed by a trouble of the cluster that a retry may cure. */
    boolean unavailable() {
        return unavailable;
    }

    void writeTo(AnswerFormat to) {
        format = to;
        try {
            if (chunkRows == 0) {
                format.begin();
            }
            boolean failed = false;
            for (int id = 0; id < statements.size(); id++) {
                if (failed) {
                    fail(id, NOT_EXECUTED);
                } else {
                    failed = !write(id);
                }
            }
            if (chunkRows == 0) {
                format.end();
            }
            format.finish();
        } finally {
            begun.stream().filter(one -> one.answer != null).forEach(one -> one.answer.close());
        }
    }

    private Begun begin(int id) {
        Begun one;
        try {
            one = new Begun(executor.execute(statements.get(id), request, running), null);
        } catch (QueryException e) {
            unavailable |= e.passes();
            one = new Begun(null, e.getMessage());
        } catch (RuntimeException | StackOverflowError e) {
            one = new Begun(null, fault(id, e));
        }
        begun.add(one);
        return one;
    }

    private String fault(int id, Throwable failure) {
        LOG.error(
                "request {} failed by a fault of ours at: {}",
                requestId,
                statements.get(id),
                failure);
        return "internal error; the log of this node tells more about request " + requestId;
    }

    /** False if it ended with an error, which is written. */
    private boolean write(int id) {
        Begun one = id < begun.size() ? begun.get(id) : begin(id);
        if (one.error != null) {
            fail(id, one.error);
            return false;
        }
        try (StatementAnswer answer = one.answer) {
            series(id, answer);
            return true;
        } catch (QueryException | UnwritableValueException e) {
            fail(id, e.getMessage());
        } catch (ClientGoneException e) {
            throw e;
        } catch (RuntimeException | StackOverflowError e) {
            fail(id, fault(id, e));
        }
        return false;
    }

    private void series(int id, StatementAnswer answer) {
        boolean more = answer.hasNext();
        if (sealed) {
            answer.seal();
        }
        open(id);
        while (more) {
            ResultSeries series = answer.next();
            boolean sameGoesOn;
            do {
                if (!inStatement) {
                    open(id);
                }
                sameGoesOn = rows(series);
                more = sameGoesOn || answer.hasNext();
                if (chunkRows > 0 && more) {
                    close(List.of(), true);
                }
            } while (sameGoesOn);
        }
        List<String> warnings = new ArrayList<>(answer.warnings());
        if (readOnly && statements.get(id).changes()) {
            warnings.add(
                    "deprecated use of '"
                            + statements.get(id)
                            + "' in a read only context, please use a POST request instead");
        }
        close(warnings, false);
    }

    /** Writes a series, or a chunk of it; true if it has more rows. */
    private boolean rows(ResultSeries series) {
        format.beginSeries(series.name(), series.tags(), series.columns(), series.timed());
        long written = 0;
        while ((chunkRows == 0 || written < chunkRows) && series.rows().hasNext()) {
            format.row(series.rows().next());
            written++;
        }
        boolean more = chunkRows > 0 && series.rows().hasNext();
        format.endSeries(more);
        return more;
    }

    private void open(int id) {
        if (chunkRows > 0) {
            format.begin();
        }
        format.beginStatement(id);
        inStatement = true;
    }

    private void close(List<String> warnings, boolean partial) {
        format.endStatement(warnings, partial);
        closeDocument();
    }

    private void fail(int id, String error) {
        if (!inStatement) {
            open(id);
        }
        format.failStatement(error);
        closeDocument();
    }

    private void closeDocument() {
        inStatement = false;
        if (chunkRows > 0) {
            format.end();
            format.flush();
        }
    }
}
