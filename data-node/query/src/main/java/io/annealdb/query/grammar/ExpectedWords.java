package io.annealdb.query.grammar;

import static io.annealdb.query.grammar.InfluxQlLexer.*;

import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import org.antlr.v4.runtime.Token;
import org.antlr.v4.runtime.Vocabulary;
import org.antlr.v4.runtime.misc.IntervalSet;

/** What a parse error says is expected: InfluxDB's words, in InfluxDB's order. */
final class ExpectedWords {
    private static final String STATEMENTS =
            "SELECT, DELETE, SHOW, CREATE, DROP, EXPLAIN, GRANT, REVOKE, ALTER, SET, KILL";

    /** Lists whose order is neither that of the tokens nor otherwise to be known. */
    private static final Map<Set<Integer>, String> ODD =
            Map.ofEntries(
                    Map.entry(
                            Set.of(CONTINUOUS, DATABASE, RETENTION, SUBSCRIPTION, USER),
                            "CONTINUOUS, DATABASE, USER, RETENTION, SUBSCRIPTION"),
                    Map.entry(
                            Set.of(DEFAULT, DURATION, REPLICATION, SHARD),
                            "DURATION, REPLICATION, SHARD, DEFAULT"),
                    Map.entry(Set.of(CARDINALITY, EXACT), "EXACT, CARDINALITY"),
                    Map.entry(Set.of(ALL, READ, WRITE), "READ, WRITE, ALL [PRIVILEGES]"),
                    Map.entry(Set.of(FROM, ON), "ON, FROM"),
                    Map.entry(Set.of(FROM, ON, PRIVILEGES), "ON, FROM"),
                    Map.entry(Set.of(ON, PRIVILEGES, TO), "ON, TO"),
                    Map.entry(Set.of(IN, EQ, NEQ, MATCHES, NOT_MATCHES), "IN, =, =~"),
                    Map.entry(Set.of(FIELD, TAG), "field, tag"),
                    Map.entry(
                            Set.of(FIELD, TAG, IDENT),
                            "float, integer, unsigned, string, boolean, field, tag"),
                    Map.entry(
                            Set.of(IDENT, NUMBER, INTEGER, DURATION_VALUE, LPAREN),
                            "identifier, number, duration, ("),
                    Map.entry(Set.of(IDENT, LPAREN), "(, identifier"),
                    Map.entry(Set.of(IDENT, ASC, DESC), "identifier, ASC, DESC"));

    private ExpectedWords() {}

    /**
     * @param previous the type of the token before, 0 at the beginning
     * @param touching whether nothing stands between that token and this place
     */
    static String of(IntervalSet tokens, int previous, boolean touching) {
        Set<Integer> expected = new LinkedHashSet<>(tokens.toList());
        expected.remove(FILL);
        expected.remove(TZ);
        if (expected.contains(SHOW)) {
            return STATEMENTS;
        }
        if (expected.contains(Token.EOF)) {
            return previous == 0 || previous == SEMICOLON ? STATEMENTS : ";";
        }
        if (expected.contains(COMMA) && expected.contains(FROM)) {
            return "FROM";
        }
        if (expected.contains(EXACT) && expected.contains(WITH)) {
            return "WITH";
        }
        if (previous == DISTINCT && !touching) {
            return "identifier";
        }
        if (expected.equals(Set.of(CARDINALITY)) && previous != EXACT) {
            return "EXACT, CARDINALITY";
        }
        if (expected.equals(Set.of(RPAREN)) && previous == LPAREN) {
            return "identifier, string, number, bool";
        }
        String odd = ODD.get(expected);
        if (odd != null) {
            return odd;
        }
        if (expected.contains(IDENT)) {
            return expected.contains(STRING) ? "identifier, string, number, bool" : "identifier";
        }
        Set<String> words = new LinkedHashSet<>();
        expected.forEach(type -> words.add(word(type)));
        return String.join(", ", words);
    }

    private static String word(int type) {
        return switch (type) {
            case STRING -> "string";
            case INTEGER -> "integer";
            case NUMBER -> "number";
            case REGEX -> "regex";
            case DURATION_VALUE, INF -> "duration";
            default -> literal(type);
        };
    }

    private static String literal(int type) {
        Vocabulary names = InfluxQlLexer.VOCABULARY;
        String quoted = names.getLiteralName(type);
        return quoted == null
                ? names.getSymbolicName(type)
                : quoted.substring(1, quoted.length() - 1);
    }
}
