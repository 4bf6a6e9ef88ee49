package io.annealdb.query.grammar;

import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Fill;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.ast.Source;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Parse trees of SELECT, and of the clauses that other statements share with it. */
final class SelectBuilder {
    private final ExprBuilder exprs = new ExprBuilder();

    SelectStatement select(InfluxQlParser.SelectStatementContext tree) {
        return select(tree.field(), tree.into(), tree.selectTail());
    }

    SelectStatement select(InfluxQlParser.SelectIntoStatementContext tree) {
        return select(tree.field(), tree.into(), tree.selectTail());
    }

    private SelectStatement select(
            List<InfluxQlParser.FieldContext> fields,
            InfluxQlParser.IntoContext into,
            InfluxQlParser.SelectTailContext tail) {
        return new SelectStatement(
                fields.stream().map(this::field).toList(),
                into == null ? null : measurement(into.source(), true),
                tail.from().source().stream().map(this::source).toList(),
                where(tail.where()),
                dimensions(tail.groupBy()),
                fill(tail.fill()),
                ascending(tail.orderBy()),
                tail.orderBy() != null,
                limit(tail.limit()),
                offset(tail.offset()),
                tail.seriesLimit() == null ? 0 : count(tail.seriesLimit().INTEGER()),
                tail.seriesOffset() == null ? 0 : count(tail.seriesOffset().INTEGER()),
                timeZone(tail.timeZone()));
    }

    private SelectStatement.Field field(InfluxQlParser.FieldContext tree) {
        Expr expression = exprs.expr(tree.expr());
        Operator refused = comparisonIn(expression);
        if (refused != null) {
            throw SyntaxErrors.bare(
                    "invalid operator "
                            + refused.text()
                            + " in SELECT clause at line "
                            + tree.getStart().getLine()
                            + ", char "
                            + (tree.getStart().getCharPositionInLine() + 1)
                            + "; operator is intended for WHERE clause");
        }
        return new SelectStatement.Field(
                expression,
                tree.identifier() == null ? null : ExprBuilder.identifier(tree.identifier()));
    }

    private static Operator comparisonIn(Expr expr) {
        if (expr instanceof Expr.Paren paren) {
            return comparisonIn(paren.inner());
        }
        if (expr instanceof Expr.Call call) {
            return call.arguments().stream()
                    .map(SelectBuilder::comparisonIn)
                    .filter(found -> found != null)
                    .findFirst()
                    .orElse(null);
        }
        if (!(expr instanceof Expr.Binary binary)) {
            return null;
        }
        if (!binary.operator().arithmetic()) {
            return binary.operator();
        }
        Operator left = comparisonIn(binary.left());
        return left != null ? left : comparisonIn(binary.right());
    }

    Source source(InfluxQlParser.SourceContext tree) {
        return tree.selectStatement() != null
                ? new Source.Subquery(select(tree.selectStatement()))
                : measurement(tree, false);
    }

    /** Measurements of a FROM that allows no subquery; null reads as none. */
    List<Source.Measurement> measurements(InfluxQlParser.FromContext tree) {
        return tree == null
                ? List.of()
                : tree.source().stream().map(each -> measurement(each, false)).toList();
    }

    Source.Measurement measurement(InfluxQlParser.SourceContext tree, boolean into) {
        if (tree.selectStatement() != null) {
            throw SyntaxErrors.at("found (, expected identifier", tree.getStart());
        }
        if (tree.REGEX() != null) {
            if (into) {
                throw SyntaxErrors.at("found /, expected identifier", tree.getStart());
            }
            return new Source.Measurement(
                    null, null, null, ExprBuilder.regex(tree.REGEX().getSymbol()).pattern());
        }
        List<String> names = new ArrayList<>();
        names.add(ExprBuilder.identifier(tree.identifier()));
        String regex = null;
        for (InfluxQlParser.SegmentContext segment : tree.segment()) {
            if (regex != null) {
                throw SyntaxErrors.at("found ., expected ;", segment.getStart());
            }
            if (segment.empty != null) {
                names.add("");
            }
            if (segment.identifier() != null) {
                names.add(ExprBuilder.identifier(segment.identifier()));
            } else if (segment.REGEX() != null && !into) {
                regex = ExprBuilder.regex(segment.REGEX().getSymbol()).pattern();
            } else if (segment.MEASUREMENT() != null && into) {
                names.add("");
            } else {
                throw SyntaxErrors.at(
                        "found " + segment.getStop().getText() + ", expected identifier",
                        segment.getStop());
            }
        }
        if (names.size() + (regex == null ? 0 : 1) > 3) {
            throw SyntaxErrors.atStart("too many segments in " + quoted(names));
        }
        int size = names.size();
        if (regex != null) {
            return new Source.Measurement(
                    size > 1 ? orNull(names.get(0)) : null,
                    orNull(names.get(size - 1)),
                    null,
                    regex);
        }
        return new Source.Measurement(
                size > 2 ? orNull(names.get(0)) : null,
                size > 1 ? orNull(names.get(size - 2)) : null,
                names.get(size - 1),
                null);
    }

    private static String orNull(String name) {
        return name.isEmpty() ? null : name;
    }

    private static String quoted(List<String> names) {
        StringBuilder out = new StringBuilder();
        for (String name : names.subList(0, names.size() - 1)) {
            out.append(Literals.quotedIdentifier(name)).append('.');
        }
        return out.append(names.get(names.size() - 1)).toString();
    }

    Expr where(InfluxQlParser.WhereContext tree) {
        return tree == null ? null : exprs.expr(tree.expr());
    }

    List<Expr> dimensions(InfluxQlParser.GroupByContext tree) {
        return tree == null ? List.of() : tree.expr().stream().map(exprs::expr).toList();
    }

    private Fill fill(InfluxQlParser.FillContext tree) {
        if (tree == null) {
            return new Fill.Null();
        }
        List<Expr> arguments = exprs.arguments(tree.arguments());
        if (arguments.size() != 1) {
            throw SyntaxErrors.bare(
                    "fill requires an argument, e.g.: 0, null, none, previous, linear");
        }
        Expr argument = arguments.get(0);
        return switch (argument.toString()) {
            case "null" -> new Fill.Null();
            case "none" -> new Fill.None();
            case "previous" -> new Fill.Previous();
            case "linear" -> new Fill.Linear();
            default -> {
                if (argument instanceof Expr.IntegerLiteral number) {
                    yield new Fill.Number(number.value());
                }
                if (argument instanceof Expr.NumberLiteral number) {
                    yield new Fill.Number(number.value());
                }
                throw SyntaxErrors.bare("expected number argument in fill()");
            }
        };
    }

    /** Whether rows come in order of time; also without a clause. */
    static boolean ascending(InfluxQlParser.OrderByContext tree) {
        if (tree == null) {
            return true;
        }
        for (InfluxQlParser.SortFieldContext field : tree.sortField()) {
            if (field.identifier() != null
                    && !ExprBuilder.identifier(field.identifier()).equals("time")) {
                throw SyntaxErrors.bare("only ORDER BY time supported at this time");
            }
        }
        if (tree.sortField().size() > 1) {
            throw SyntaxErrors.bare("only ORDER BY time supported at this time");
        }
        InfluxQlParser.DirectionContext direction = tree.sortField(0).direction();
        return direction == null || direction.DESC() == null;
    }

    static long limit(InfluxQlParser.LimitContext tree) {
        return tree == null ? 0 : count(tree.INTEGER());
    }

    static long offset(InfluxQlParser.OffsetContext tree) {
        return tree == null ? 0 : count(tree.INTEGER());
    }

    private static long count(TerminalNode node) {
        long count = Literals.saturated(node.getText());
        if (count < 0) {
            throw SyntaxErrors.at("LIMIT must be >= 0", node.getSymbol());
        }
        return count;
    }

    private String timeZone(InfluxQlParser.TimeZoneContext tree) {
        if (tree == null) {
            return null;
        }
        if (!(exprs.expr(tree.expr()) instanceof Expr.StringLiteral name)) {
            throw SyntaxErrors.bare("expected string argument in tz()");
        }
        try {
            ZoneId.of(name.value());
        } catch (DateTimeException e) {
            throw SyntaxErrors.bare("unable to find time zone " + name.value());
        }
        return name.value();
    }
}
