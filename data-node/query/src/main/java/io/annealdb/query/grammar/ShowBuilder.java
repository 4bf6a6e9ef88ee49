package io.annealdb.query.grammar;

import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.ShowStatement;
import io.annealdb.query.ast.ShowStatement.Counted;
import io.annealdb.query.ast.ShowStatement.KeyChoice;
import io.annealdb.query.ast.Source;

/** Parse trees of SHOW. */
final class ShowBuilder {
    private final SelectBuilder selects;

    ShowBuilder(SelectBuilder selects) {
        this.selects = selects;
    }

    ShowStatement show(InfluxQlParser.ShowStatementContext tree) {
        String database = database(tree.on());
        Expr condition = selects.where(tree.where());
        SelectBuilder.ascending(tree.orderBy());
        long limit = SelectBuilder.limit(tree.limit());
        long offset = SelectBuilder.offset(tree.offset());
        return switch (tree.getChild(1) instanceof org.antlr.v4.runtime.tree.TerminalNode word
                ? word.getSymbol().getType()
                : 0) {
            case InfluxQlLexer.CONTINUOUS -> new ShowStatement.ContinuousQueries();
            case InfluxQlLexer.DATABASES -> new ShowStatement.Databases();
            case InfluxQlLexer.DIAGNOSTICS -> new ShowStatement.Diagnostics(module(tree));
            case InfluxQlLexer.FIELD ->
                    tree.KEY() != null
                            ? cardinality(Counted.FIELD_KEY, tree.cardinality())
                            : new ShowStatement.FieldKeys(
                                    database, selects.measurements(tree.from()), limit, offset);
            case InfluxQlLexer.GRANTS ->
                    new ShowStatement.Grants(ExprBuilder.identifier(tree.identifier()));
            case InfluxQlLexer.MEASUREMENT -> cardinality(Counted.MEASUREMENT, tree.cardinality());
            case InfluxQlLexer.MEASUREMENTS ->
                    new ShowStatement.Measurements(
                            database,
                            withMeasurement(tree.withMeasurement()),
                            condition,
                            limit,
                            offset);
            case InfluxQlLexer.QUERIES -> new ShowStatement.Queries();
            case InfluxQlLexer.RETENTION -> new ShowStatement.RetentionPolicies(database);
            case InfluxQlLexer.SERIES ->
                    tree.cardinality() != null
                            ? cardinality(Counted.SERIES, tree.cardinality())
                            : new ShowStatement.Series(
                                    database,
                                    selects.measurements(tree.from()),
                                    condition,
                                    limit,
                                    offset);
            case InfluxQlLexer.SHARD -> new ShowStatement.ShardGroups();
            case InfluxQlLexer.SHARDS -> new ShowStatement.Shards();
            case InfluxQlLexer.STATS -> new ShowStatement.Stats(module(tree));
            case InfluxQlLexer.SUBSCRIPTIONS -> new ShowStatement.Subscriptions();
            case InfluxQlLexer.TAG -> tags(tree, database, condition, limit, offset);
            default -> new ShowStatement.Users();
        };
    }

    private ShowStatement tags(
            InfluxQlParser.ShowStatementContext tree,
            String database,
            Expr condition,
            long limit,
            long offset) {
        if (tree.KEYS() != null) {
            return new ShowStatement.TagKeys(
                    database,
                    selects.measurements(tree.from()),
                    condition,
                    limit,
                    offset,
                    tree.seriesLimit() == null
                            ? 0
                            : Literals.saturated(tree.seriesLimit().INTEGER().getText()),
                    tree.seriesOffset() == null
                            ? 0
                            : Literals.saturated(tree.seriesOffset().INTEGER().getText()));
        }
        if (tree.KEY() != null) {
            return cardinality(Counted.TAG_KEY, tree.cardinality());
        }
        if (tree.valuesCardinality() == null) {
            return new ShowStatement.TagValues(
                    database,
                    selects.measurements(tree.from()),
                    keys(tree.withKey()),
                    condition,
                    limit,
                    offset);
        }
        InfluxQlParser.ValuesCardinalityContext counted = tree.valuesCardinality();
        return new ShowStatement.Cardinality(
                Counted.TAG_VALUES,
                counted.EXACT() != null,
                database(counted.on()),
                selects.measurements(counted.from()),
                keys(counted.withKey()),
                selects.where(counted.where()),
                selects.dimensions(counted.groupBy()),
                SelectBuilder.limit(counted.limit()),
                SelectBuilder.offset(counted.offset()));
    }

    private ShowStatement cardinality(Counted counted, InfluxQlParser.CardinalityContext tree) {
        return new ShowStatement.Cardinality(
                counted,
                tree.EXACT() != null,
                database(tree.on()),
                selects.measurements(tree.from()),
                null,
                selects.where(tree.where()),
                selects.dimensions(tree.groupBy()),
                SelectBuilder.limit(tree.limit()),
                SelectBuilder.offset(tree.offset()));
    }

    private Source.Measurement withMeasurement(InfluxQlParser.WithMeasurementContext tree) {
        if (tree == null) {
            return null;
        }
        return selects.measurement(tree.source(), false);
    }

    private static KeyChoice keys(InfluxQlParser.WithKeyContext tree) {
        if (tree.IN() != null) {
            return new KeyChoice(
                    Operator.EQ,
                    new Expr.NameList(
                            tree.identifier().stream().map(ExprBuilder::identifier).toList()));
        }
        if (tree.REGEX() != null) {
            return new KeyChoice(
                    tree.MATCHES() != null ? Operator.MATCHES : Operator.NOT_MATCHES,
                    ExprBuilder.regex(tree.REGEX().getSymbol()));
        }
        return new KeyChoice(
                tree.EQ() != null ? Operator.EQ : Operator.NEQ,
                new Expr.StringLiteral(ExprBuilder.identifier(tree.identifier(0))));
    }

    private static String database(InfluxQlParser.OnContext tree) {
        return tree == null ? null : ExprBuilder.identifier(tree.identifier());
    }

    private static String module(InfluxQlParser.ShowStatementContext tree) {
        return tree.STRING() == null ? null : Literals.unquoted(tree.STRING().getText());
    }
}
