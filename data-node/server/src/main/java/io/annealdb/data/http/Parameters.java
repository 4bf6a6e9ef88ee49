package io.annealdb.data.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named values from a URL or a form, in order. What is not well-formed is skipped, as Go does it;
 * of several values of one name the first counts.
 */
final class Parameters {
    private final Map<String, List<String>> values = new LinkedHashMap<>();

    /**
     * @param encoded {@code a=1&b=2}, percent-encoded; may be null
     */
    static Parameters parse(String encoded) {
        Parameters parameters = new Parameters();
        if (encoded == null) {
            return parameters;
        }
        for (String pair : encoded.split("&")) {
            int equals = pair.indexOf('=');
            String name = decode(equals < 0 ? pair : pair.substring(0, equals));
            String value = equals < 0 ? "" : decode(pair.substring(equals + 1));
            if (!pair.isEmpty() && pair.indexOf(';') < 0 && name != null && value != null) {
                parameters.add(name, value);
            }
        }
        return parameters;
    }

    void add(String name, String value) {
        values.computeIfAbsent(name, key -> new ArrayList<>()).add(value);
    }

    /** Adds others behind these: where both have a name, this one's value counts. */
    void addAll(Parameters others) {
        others.values.forEach((name, more) -> more.forEach(value -> add(name, value)));
    }

    /** The first value; empty if there is none. */
    String get(String name) {
        List<String> all = values.get(name);
        return all == null ? "" : all.get(0);
    }

    /** Null if it is not well-formed. */
    private static String decode(String text) {
        if (text.indexOf('%') < 0 && text.indexOf('+') < 0) {
            return text;
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        for (int i = 0; i < text.length(); i++) {
            int c = text.codePointAt(i);
            if (c == '+') {
                bytes.write(' ');
            } else if (c == '%') {
                int high = i + 2 < text.length() ? Character.digit(text.charAt(i + 1), 16) : -1;
                int low = i + 2 < text.length() ? Character.digit(text.charAt(i + 2), 16) : -1;
                if (high < 0 || low < 0) {
                    return null;
                }
                bytes.write(high << 4 | low);
                i += 2;
            } else {
                bytes.writeBytes(Character.toString(c).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(c) - 1;
            }
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
