package io.annealdb.cli.config;

import io.annealdb.cli.terminal.Units;
import io.annealdb.data.config.ConfigException;
import io.annealdb.data.config.ConfigKey;
import io.annealdb.data.config.ConfigValues;
import io.annealdb.data.config.ValueKind;
import io.annealdb.image.DayWindow;
import io.annealdb.image.RepairConfig;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Section {@code [anti-entropy]}: how background repair is set. A meta node's file has it for the
 * cluster that it founds; {@code anneal repair config} changes it later, with the same names.
 */
public final class AntiEntropyKeys {
    public static final String SECTION = "anti-entropy";

    public static final List<ConfigKey> KEYS =
            List.of(
                    new ConfigKey(
                            SECTION,
                            "enabled",
                            ValueKind.FLAG,
                            "true",
                            "Whether the cluster compares its replicas and repairs them unasked. This"
                                    + " section holds for a new cluster; `anneal repair config`"
                                    + " changes it afterwards."),
                    new ConfigKey(
                            SECTION,
                            "check-interval",
                            ValueKind.DURATION,
                            "60s",
                            "So often the owners of each shard are compared; 1s to 7d."),
                    new ConfigKey(
                            SECTION,
                            "max-concurrent",
                            ValueKind.COUNT,
                            "1",
                            "Background jobs that run at a time; 1 to 16. Those of operators do not"
                                    + " count."),
                    new ConfigKey(
                            SECTION,
                            "rate",
                            ValueKind.TEXT,
                            "20MB/s",
                            "Payload that a background job may send, KB = 1000; 0 is unlimited."),
                    new ConfigKey(
                            SECTION,
                            "windows",
                            ValueKind.TEXTS,
                            "",
                            "When background jobs may run, in UTC: 22:00-06:00. Default: always."));

    private AntiEntropyKeys() {}

    /**
     * @throws ConfigException if a value is wrong
     */
    public static RepairConfig of(ConfigValues values) {
        try {
            return new RepairConfig(
                    values.flag("anti-entropy.enabled"),
                    values.duration("anti-entropy.check-interval").toMillis(),
                    values.count("anti-entropy.max-concurrent"),
                    rate(values.text("anti-entropy.rate")),
                    values.texts("anti-entropy.windows").stream().map(DayWindow::parse).toList());
        } catch (IllegalArgumentException wrong) {
            throw new ConfigException("[anti-entropy] " + wrong.getMessage() + ".");
        }
    }

    /** Of some settings, those of this section that a meta node's file has. */
    public static Map<String, String> among(Map<String, String> settings) {
        return some(settings, true);
    }

    /** The others, which are a data node's. */
    public static Map<String, String> leftOf(Map<String, String> settings) {
        return some(settings, false);
    }

    private static Map<String, String> some(Map<String, String> settings, boolean own) {
        return settings.entrySet().stream()
                .filter(setting -> isOwn(setting.getKey()) == own)
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
    }

    private static boolean isOwn(String path) {
        return KEYS.stream().anyMatch(key -> key.path().equals(path));
    }

    private static long rate(String text) {
        return text.strip().equals("0") ? 0 : Units.rate(text);
    }
}
