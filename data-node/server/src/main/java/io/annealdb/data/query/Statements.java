package io.annealdb.data.query;

import io.annealdb.query.ast.Statement;

/** The door to queries. Any thread may use it. */
public interface Statements {
    /**
     * Begins a query; its statements are executed under it.
     *
     * @throws io.annealdb.query.QueryException if too many run
     */
    RunningQuery begin();

    /**
     * Executes a statement, or begins to: a SELECT is computed as its answer is read. The answer
     * must be closed.
     *
     * @throws io.annealdb.query.QueryException if it cannot be executed
     */
    StatementAnswer execute(Statement statement, QueryRequest request, RunningQuery running);
}
