package io.annealdb.query.ast;

/** A statement of InfluxQL. {@code toString} is InfluxDB's canonical text, as warnings quote it. */
public sealed interface Statement
        permits SelectStatement,
                ExplainStatement,
                ShowStatement,
                DatabaseStatement,
                DeletingStatement,
                AccountStatement,
                ServerStatement {
    /** Whether it changes something: sent by GET, such a statement earns a warning. */
    boolean changes();
}
