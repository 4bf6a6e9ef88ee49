package io.annealdb.query.ast;

public record ExplainStatement(SelectStatement select, boolean analyze) implements Statement {
    @Override
    public boolean changes() {
        return false;
    }

    @Override
    public String toString() {
        return "EXPLAIN " + (analyze ? "ANALYZE " : "") + select;
    }
}
