package io.annealdb.query.regex;

import java.util.Map;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * Regular expressions in Go's syntax, which InfluxQL has, as Java patterns. Where both languages
 * write the same thing differently, it is rewritten: named groups, classes such as {@code
 * [[:alpha:]]}, brackets and {@code &&} within a class. What Go lacks (look-around, back
 * references, possessive quantifiers) is refused as Go refuses it.
 */
public final class GoRegex {
    private static final Map<String, String> CLASSES =
            Map.ofEntries(
                    Map.entry("alnum", "\\p{Alnum}"),
                    Map.entry("alpha", "\\p{Alpha}"),
                    Map.entry("ascii", "\\p{ASCII}"),
                    Map.entry("blank", "\\p{Blank}"),
                    Map.entry("cntrl", "\\p{Cntrl}"),
                    Map.entry("digit", "\\p{Digit}"),
                    Map.entry("graph", "\\p{Graph}"),
                    Map.entry("lower", "\\p{Lower}"),
                    Map.entry("print", "\\p{Print}"),
                    Map.entry("punct", "\\p{Punct}"),
                    Map.entry("space", "\\s"),
                    Map.entry("upper", "\\p{Upper}"),
                    Map.entry("word", "\\w"),
                    Map.entry("xdigit", "\\p{XDigit}"));

    private GoRegex() {}

    /**
     * @throws IllegalArgumentException with Go's text, beginning with {@code error parsing regexp:}
     */
    public static Pattern compile(String go) {
        String java = translate(go);
        try {
            return Pattern.compile(java, Pattern.UNIX_LINES);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException(
                    "error parsing regexp: " + reason(e.getDescription(), go), e);
        }
    }

    private static String translate(String go) {
        StringBuilder out = new StringBuilder(go.length());
        int at = 0;
        while (at < go.length()) {
            char c = go.charAt(at);
            if (c == '\\' && at + 1 < go.length()) {
                at = escape(go, at, out);
            } else if (c == '[') {
                at = characterClass(go, at, out);
            } else if (go.startsWith("(?", at)) {
                at = group(go, at, out);
            } else if ((c == '+' || c == '*') && at > 0 && isQuantifier(go, at - 1)) {
                throw refused("invalid nested repetition operator", go.substring(at - 1, at + 1));
            } else {
                out.append(c);
                at++;
            }
        }
        return out.toString();
    }

    private static boolean isQuantifier(String go, int at) {
        boolean escaped = at > 0 && go.charAt(at - 1) == '\\';
        return !escaped && "*+?}".indexOf(go.charAt(at)) >= 0;
    }

    private static int escape(String go, int at, StringBuilder out) {
        char c = go.charAt(at + 1);
        if (c == 'Q') {
            int end = go.indexOf("\\E", at);
            int last = end < 0 ? go.length() : end;
            out.append(Pattern.quote(go.substring(at + 2, last)));
            return end < 0 ? go.length() : end + 2;
        }
        if (c == 'z') {
            out.append("\\z");
        } else if (c >= '1' && c <= '9' || "GXRNHhVkKZeyuUcCgijlmoqEIJLMTFOY".indexOf(c) >= 0) {
            throw refused("invalid escape sequence", "\\" + c);
        } else if (c == 'v') {
            out.append("\\x0B");
        } else {
            out.append('\\').append(c);
        }
        return at + 2;
    }

    private static int group(String go, int at, StringBuilder out) {
        if (go.startsWith("(?P<", at)) {
            out.append("(?<");
            return at + 4;
        }
        for (String unknown : new String[] {"(?=", "(?!", "(?<", "(?>"}) {
            if (go.startsWith(unknown, at)) {
                throw refused("invalid or unsupported Perl syntax", unknown);
            }
        }
        out.append("(?");
        return at + 2;
    }

    private static int characterClass(String go, int from, StringBuilder out) {
        out.append('[');
        int at = from + 1;
        if (at < go.length() && go.charAt(at) == '^') {
            out.append('^');
            at++;
        }
        boolean first = true;
        while (at < go.length() && (first || go.charAt(at) != ']')) {
            char c = go.charAt(at);
            int named = go.startsWith("[:", at) ? go.indexOf(":]", at) : -1;
            if (named > 0) {
                String name = go.substring(at + 2, named);
                boolean negated = name.startsWith("^");
                String java = CLASSES.get(negated ? name.substring(1) : name);
                if (java == null) {
                    throw refused("invalid character class range", "[:" + name + ":]");
                }
                out.append(negated ? "[^" + java + "]" : java);
                at = named + 2;
            } else if (c == '\\' && at + 1 < go.length()) {
                out.append(c).append(go.charAt(at + 1));
                at += 2;
            } else {
                if (c == '[' || c == '&' || c == ']' || c == '^' || c == '#' || c == ' ') {
                    out.append('\\');
                }
                out.append(c);
                at++;
            }
            first = false;
        }
        if (at >= go.length()) {
            throw refused("missing closing ]", go.substring(from));
        }
        out.append(']');
        return at + 1;
    }

    private static IllegalArgumentException refused(String reason, String part) {
        return new IllegalArgumentException("error parsing regexp: " + reason + ": `" + part + "`");
    }

    private static String reason(String java, String go) {
        if (java.startsWith("Unclosed group")) {
            return "missing closing ): `" + go + "`";
        }
        if (java.startsWith("Unmatched closing")) {
            return "unexpected ): `" + go + "`";
        }
        if (java.startsWith("Dangling meta character")) {
            return "missing argument to repetition operator: `"
                    + java.charAt(java.indexOf('\'') + 1)
                    + "`";
        }
        return java + ": `" + go + "`";
    }
}
