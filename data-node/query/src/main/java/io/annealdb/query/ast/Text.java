package io.annealdb.query.ast;

import java.util.Collection;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The canonical text of the parts of InfluxQL: what InfluxDB prints in warnings and columns. */
final class Text {
    private static final Pattern BARE = Pattern.compile("[A-Za-z_][A-Za-z0-9_]*");

    private static final long NS_PER_US = 1_000;
    private static final long NS_PER_MS = 1_000 * NS_PER_US;
    private static final long NS_PER_S = 1_000 * NS_PER_MS;
    private static final long NS_PER_M = 60 * NS_PER_S;
    private static final long NS_PER_H = 60 * NS_PER_M;
    private static final long NS_PER_D = 24 * NS_PER_H;
    private static final long NS_PER_W = 7 * NS_PER_D;

    /** Words that must be quoted to stand as identifiers. */
    private static final Set<String> KEYWORDS =
            Set.of(
                    ("ALL ALTER ANALYZE AND ANY AS ASC BEGIN BY CARDINALITY CREATE CONTINUOUS DATABASE"
                                    + " DATABASES DEFAULT DELETE DESC DESTINATIONS DIAGNOSTICS DISTINCT"
                                    + " DROP DURATION END EVERY EXACT EXPLAIN FALSE FIELD FOR FROM GRANT"
                                    + " GRANTS GROUP GROUPS IN INF INSERT INTO KEY KEYS KILL LIMIT"
                                    + " MEASUREMENT MEASUREMENTS NAME OFFSET ON OR ORDER PASSWORD POLICY"
                                    + " POLICIES PRIVILEGES QUERIES QUERY READ REPLICATION RESAMPLE"
                                    + " RETENTION REVOKE SELECT SERIES SET SHARD SHARDS SHOW SLIMIT"
                                    + " SOFFSET STATS SUBSCRIPTION SUBSCRIPTIONS TAG TO TRUE USER USERS"
                                    + " VALUES WHERE WITH WRITE")
                            .split(" "));

    private Text() {}

    /** The name as an identifier, quoted only where it must be. */
    static String ident(String name) {
        return BARE.matcher(name).matches() && !KEYWORDS.contains(name.toUpperCase(Locale.ROOT))
                ? name
                : quotedIdent(name);
    }

    static String quotedIdent(String name) {
        return '"' + name.replace("\\", "\\\\").replace("\n", "\\n").replace("\"", "\\\"") + '"';
    }

    static String string(String value) {
        return '\'' + value.replace("\\", "\\\\").replace("\n", "\\n").replace("'", "\\'") + '\'';
    }

    static String regex(String pattern) {
        return '/' + pattern.replace("/", "\\/") + '/';
    }

    /** The largest unit that divides it, as InfluxDB prints durations. */
    static String duration(long ns) {
        if (ns == 0) {
            return "0s";
        }
        if (ns % NS_PER_W == 0) {
            return ns / NS_PER_W + "w";
        }
        if (ns % NS_PER_D == 0) {
            return ns / NS_PER_D + "d";
        }
        if (ns % NS_PER_H == 0) {
            return ns / NS_PER_H + "h";
        }
        if (ns % NS_PER_M == 0) {
            return ns / NS_PER_M + "m";
        }
        if (ns % NS_PER_S == 0) {
            return ns / NS_PER_S + "s";
        }
        if (ns % NS_PER_MS == 0) {
            return ns / NS_PER_MS + "ms";
        }
        return ns % NS_PER_US == 0 ? ns / NS_PER_US + "u" : ns + "ns";
    }

    static String list(Collection<?> parts) {
        return parts.stream().map(Object::toString).collect(Collectors.joining(", "));
    }

    static String clause(String keyword, Object value) {
        return value == null ? "" : ' ' + keyword + ' ' + value;
    }

    static String from(Collection<?> sources) {
        return sources.isEmpty() ? "" : " FROM " + list(sources);
    }

    /** {@code LIMIT 10}; 0 means no such clause. */
    static String count(String keyword, long value) {
        return value == 0 ? "" : ' ' + keyword + ' ' + value;
    }
}
