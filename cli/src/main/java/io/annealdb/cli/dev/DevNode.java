package io.annealdb.cli.dev;

import io.annealdb.cli.config.ConfigTemplate;
import io.annealdb.cli.config.MetaSettings;
import io.annealdb.data.config.ConfigKey;
import io.annealdb.data.node.DataNodeConfig;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * One node of a dev cluster.
 *
 * @param address of a data node its HTTP API, of a meta node where operators call it
 * @param settings by {@code section.key}, as its configuration file has them
 */
public record DevNode(String name, Kind kind, String address, Map<String, String> settings) {
    /** The two kinds, by the command that runs one. */
    public enum Kind {
        META("meta", MetaSettings.KEYS),
        DATA("data", DataNodeConfig.KEYS);

        private final String command;
        private final List<ConfigKey> keys;

        Kind(String command, List<ConfigKey> keys) {
            this.command = command;
            this.keys = keys;
        }

        String command() {
            return command;
        }
    }

    public DevNode {
        settings = Map.copyOf(settings);
    }

    /** The same node, some settings changed. */
    public DevNode with(Map<String, String> changed) {
        Map<String, String> all = new HashMap<>(settings);
        all.putAll(changed);
        return new DevNode(name, kind, address, all);
    }

    String toml() {
        return ConfigTemplate.of("Written by anneal dev at each start.", kind.keys, settings);
    }
}
