package io.annealdb.cli.config;

import io.annealdb.data.config.ConfigKey;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The commented default configuration: every key with what it is when nobody sets it. */
public final class ConfigTemplate {
    private ConfigTemplate() {}

    /**
     * The file as text.
     *
     * @param heading a line that says whose file it is
     */
    public static String of(String heading, List<ConfigKey> keys) {
        Map<String, List<ConfigKey>> sections = new LinkedHashMap<>();
        keys.forEach(
                key -> sections.computeIfAbsent(key.section(), s -> new ArrayList<>()).add(key));
        StringBuilder text = new StringBuilder("# " + heading + "\n");
        sections.forEach(
                (section, ofSection) -> {
                    text.append("\n[").append(section).append("]\n");
                    for (ConfigKey key : ofSection) {
                        text.append("  # ").append(key.comment()).append('\n');
                        text.append("  ").append(line(key)).append("\n");
                    }
                });
        return text.toString();
    }

    /** A key without a default is shown as a comment, so that the file may be used as printed. */
    private static String line(ConfigKey key) {
        String line = key.tomlLine(key.defaultText());
        return key.defaultText().isEmpty() ? "# " + line : line;
    }

    /**
     * A file that sets some keys and nothing else.
     *
     * @param texts by {@code section.key}
     */
    public static String of(String heading, List<ConfigKey> keys, Map<String, String> texts) {
        StringBuilder text = new StringBuilder("# " + heading + "\n");
        String section = "";
        for (ConfigKey key : keys) {
            if (texts.containsKey(key.path())) {
                if (!key.section().equals(section)) {
                    section = key.section();
                    text.append("\n[").append(section).append("]\n");
                }
                text.append("  ").append(key.tomlLine(texts.get(key.path()))).append('\n');
            }
        }
        return text.toString();
    }
}
