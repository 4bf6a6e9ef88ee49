package io.annealdb.query.grammar;

import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.Operator;
import io.annealdb.query.regex.GoRegex;
import java.math.BigInteger;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.antlr.v4.runtime.ParserRuleContext;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.tree.ParseTree;
import org.antlr.v4.runtime.tree.TerminalNode;

/** Parse trees of expressions to {@link Expr}: here operators get their precedence. */
final class ExprBuilder {
    private static final Map<String, Operator> OPERATORS =
            Stream.of(Operator.values()).collect(Collectors.toMap(Operator::text, op -> op));

    Expr expr(InfluxQlParser.ExprContext tree) {
        Deque<Expr> operands = new ArrayDeque<>();
        Deque<Operator> operators = new ArrayDeque<>();
        for (ParseTree child : tree.children) {
            if (child instanceof InfluxQlParser.UnaryContext unary) {
                operands.push(unary(unary));
            } else if (child instanceof TerminalNode node
                    && node.getSymbol().getType() == InfluxQlLexer.REGEX) {
                operands.push(regex(node.getSymbol()));
            } else {
                String text = child.getText().toUpperCase(Locale.ROOT);
                Operator operator = OPERATORS.get(text.equals("<>") ? "!=" : text);
                while (!operators.isEmpty()
                        && operators.peek().precedence() >= operator.precedence()) {
                    fold(operands, operators);
                }
                operators.push(operator);
            }
        }
        while (!operators.isEmpty()) {
            fold(operands, operators);
        }
        return operands.pop();
    }

    private static void fold(Deque<Expr> operands, Deque<Operator> operators) {
        Expr right = operands.pop();
        Expr left = operands.pop();
        operands.push(new Expr.Binary(operators.pop(), left, right));
    }

    private Expr unary(InfluxQlParser.UnaryContext tree) {
        if (tree.reference() != null) {
            return reference(tree.reference());
        }
        if (tree.DISTINCT() != null) {
            return tree.identifier() != null
                    ? new Expr.Distinct(identifier(tree.identifier()))
                    : new Expr.Call("distinct", arguments(tree.arguments()));
        }
        if (tree.literal() != null) {
            return literal(tree.literal().getStart(), false);
        }
        if (tree.MUL() != null) {
            InfluxQlParser.WildcardKindContext kind = tree.wildcardKind();
            if (kind == null) {
                return new Expr.Wildcard(null);
            }
            return new Expr.Wildcard(kind.TAG() != null ? DataType.TAG : DataType.ANY_FIELD);
        }
        if (tree.REGEX() != null) {
            return regex(tree.REGEX().getSymbol());
        }
        return tree.LPAREN() != null ? new Expr.Paren(expr(tree.expr())) : signed(tree.signed());
    }

    private Expr signed(InfluxQlParser.SignedContext tree) {
        boolean negative = tree.SUB() != null;
        Expr operand;
        if (tree.reference() != null) {
            operand = reference(tree.reference());
        } else if (tree.LPAREN() != null) {
            operand = new Expr.Paren(expr(tree.expr()));
        } else {
            return literal(tree.getStop(), negative);
        }
        return new Expr.Binary(Operator.MUL, new Expr.IntegerLiteral(negative ? -1 : 1), operand);
    }

    private Expr reference(InfluxQlParser.ReferenceContext tree) {
        if (tree.LPAREN() != null) {
            String name = identifier(tree.identifier(0)).toLowerCase(Locale.ROOT);
            return new Expr.Call(name, arguments(tree.arguments()));
        }
        String name =
                tree.identifier().stream()
                        .map(ExprBuilder::identifier)
                        .collect(Collectors.joining("."));
        return new Expr.VarRef(name, tree.cast() == null ? null : cast(tree.cast()));
    }

    private static DataType cast(InfluxQlParser.CastContext tree) {
        Token word = tree.getStop();
        return switch (word.getText().toLowerCase(Locale.ROOT)) {
            case "float" -> DataType.FLOAT;
            case "integer" -> DataType.INTEGER;
            case "unsigned" -> DataType.UNSIGNED;
            case "string" -> DataType.STRING;
            case "boolean" -> DataType.BOOLEAN;
            case "field" -> DataType.ANY_FIELD;
            case "tag" -> DataType.TAG;
            default ->
                    throw SyntaxErrors.at(
                            "found "
                                    + word.getText()
                                    + ", expected float, integer, unsigned, string, boolean, field,"
                                    + " tag",
                            word);
        };
    }

    List<Expr> arguments(InfluxQlParser.ArgumentsContext tree) {
        List<Expr> out = new ArrayList<>();
        if (tree != null) {
            tree.expr().forEach(each -> out.add(expr(each)));
        }
        return out;
    }

    private static Expr literal(Token token, boolean negative) {
        String text = token.getText();
        return switch (token.getType()) {
            case InfluxQlLexer.STRING -> new Expr.StringLiteral(Literals.unquoted(text));
            case InfluxQlLexer.TRUE -> new Expr.BooleanLiteral(true);
            case InfluxQlLexer.FALSE -> new Expr.BooleanLiteral(false);
            case InfluxQlLexer.NUMBER -> {
                double value = Double.parseDouble(text);
                yield new Expr.NumberLiteral(negative ? -value : value);
            }
            case InfluxQlLexer.DURATION_VALUE -> {
                OptionalLong ns = Literals.duration(text);
                if (ns.isEmpty()) {
                    throw SyntaxErrors.bare(Literals.durationProblem(text));
                }
                yield new Expr.DurationLiteral(negative ? -ns.getAsLong() : ns.getAsLong());
            }
            default -> integer(token, negative);
        };
    }

    private static Expr integer(Token token, boolean negative) {
        BigInteger value = new BigInteger(token.getText());
        if (value.bitLength() > 64) {
            throw SyntaxErrors.at("unable to parse integer", token);
        }
        BigInteger signed = negative ? value.negate() : value;
        if (Literals.fitsLong(signed)) {
            return new Expr.IntegerLiteral(signed.longValue());
        }
        if (negative) {
            throw SyntaxErrors.bare("constant " + signed + " underflows int64");
        }
        return new Expr.UnsignedLiteral(value.longValue());
    }

    static Expr.Regex regex(Token token) {
        String pattern = Literals.regex(token.getText());
        try {
            GoRegex.compile(pattern);
        } catch (IllegalArgumentException e) {
            throw SyntaxErrors.before(e.getMessage(), token);
        }
        return new Expr.Regex(pattern);
    }

    static String identifier(ParserRuleContext tree) {
        return Literals.unquoted(tree.getText());
    }
}
