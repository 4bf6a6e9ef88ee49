package io.annealdb.data.config;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The settings of a node: its known keys, the values that a file or {@code --set} gave, defaults
 * for the rest. Every value has been checked. Immutable.
 */
public final class ConfigValues {
    private final Map<String, ConfigKey> keys;
    private final Map<String, String> given;

    private ConfigValues(Map<String, ConfigKey> keys, Map<String, String> given) {
        this.keys = keys;
        this.given = given;
    }

    /**
     * @param given texts by {@code section.key}; a list as one text with commas
     * @throws ConfigException for a key that there is not, naming the likely right one, or a value
     *     that is not one
     */
    public static ConfigValues of(List<ConfigKey> known, Map<String, String> given) {
        Map<String, ConfigKey> keys = new LinkedHashMap<>();
        known.forEach(key -> keys.put(key.path(), key));
        given.forEach(
                (path, text) -> {
                    ConfigKey key = keys.get(path);
                    if (key == null) {
                        throw new ConfigException(
                                "unknown setting " + path + "." + suggestion(path, known));
                    }
                    try {
                        key.kind().check(text);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(
                                path + " = \"" + text + "\": " + e.getMessage() + ".");
                    }
                });
        return new ConfigValues(keys, new HashMap<>(given));
    }

    private static String suggestion(String path, List<ConfigKey> known) {
        return known.stream()
                .min(Comparator.comparingInt(key -> distance(path, key)))
                .filter(key -> distance(path, key) <= Math.max(3, path.length() / 3))
                .map(key -> " Did you mean " + key.path() + "?")
                .orElse("");
    }

    /** Edits from one to the other; a right name in the wrong section is one edit away. */
    private static int distance(String path, ConfigKey key) {
        String name = path.substring(path.lastIndexOf('.') + 1);
        return name.equals(key.name()) ? 1 : edits(path, key.path());
    }

    /** Levenshtein's distance, one row at a time. */
    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }

    /** The value's text: what was given, else the default. */
    public String text(String path) {
        ConfigKey key = keys.get(path);
        if (key == null) {
            throw new IllegalArgumentException("no such key: " + path);
        }
        return given.getOrDefault(path, key.defaultText());
    }

    public boolean isSet(String path) {
        return !text(path).isEmpty();
    }

    public List<String> texts(String path) {
        return ValueKind.texts(text(path));
    }

    public boolean flag(String path) {
        return ValueKind.flag(text(path));
    }

    public int count(String path) {
        return ValueKind.count(text(path));
    }

    public Duration duration(String path) {
        return ValueKind.duration(text(path));
    }

    public long bytes(String path) {
        return ValueKind.bytes(text(path));
    }

    public InetSocketAddress address(String path) {
        return ValueKind.address(text(path));
    }
}
