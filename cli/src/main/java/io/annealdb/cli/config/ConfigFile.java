package io.annealdb.cli.config;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.toml.TomlMapper;
import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.terminal.NearestName;
import io.annealdb.data.config.ConfigException;
import io.annealdb.data.config.ConfigKey;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;

/** A configuration file, read: the texts of its keys. Whatever is wrong with it is exit code 2. */
public record ConfigFile(Path file, Map<String, String> texts) {
    public ConfigFile {
        texts = Map.copyOf(texts);
    }

    /**
     * Reads a file.
     *
     * @param known the keys that there are, to say which section was meant by a wrong one
     */
    public static ConfigFile read(Path file, List<ConfigKey> known) {
        try {
            JsonNode root = new TomlMapper().readTree(Files.readString(file));
            return new ConfigFile(file, texts(file, root, known));
        } catch (NoSuchFileException e) {
            throw CommandFailure.wrongUsage(
                    "there is no file " + file + ". anneal config prints one to begin with.");
        } catch (AccessDeniedException e) {
            throw CommandFailure.wrongUsage(file + " may not be read by this user.");
        } catch (JsonProcessingException e) {
            throw CommandFailure.wrongUsage(
                    file
                            + (e.getLocation() == null ? "" : ":" + e.getLocation().getLineNr())
                            + ": "
                            + e.getOriginalMessage().lines().findFirst().orElse("no TOML")
                            + ".");
        } catch (IOException e) {
            throw CommandFailure.wrongUsage(file + " cannot be read: " + e.getMessage() + ".");
        }
    }

    /**
     * Makes a node's configuration of the texts.
     *
     * @throws CommandFailure naming the file, the key and what is expected
     */
    public <C> C as(Function<Map<String, String>, C> config) {
        return checked(file.toString(), () -> config.apply(texts));
    }

    /** Runs what reads settings; what it says against them becomes exit code 2. */
    public static <C> C checked(String source, java.util.function.Supplier<C> config) {
        try {
            return config.get();
        } catch (ConfigException | IllegalArgumentException e) {
            throw CommandFailure.wrongUsage(source + ": " + e.getMessage());
        }
    }

    private static Map<String, String> texts(Path file, JsonNode root, List<ConfigKey> known) {
        Set<String> sections = new LinkedHashSet<>();
        known.forEach(key -> sections.add(key.section()));
        Map<String, String> texts = new LinkedHashMap<>();
        root.properties()
                .forEach(
                        section -> {
                            String name = section.getKey();
                            if (!sections.contains(name)) {
                                throw CommandFailure.wrongUsage(
                                        file + ": " + unknownSection(section, known, sections));
                            }
                            if (!(section.getValue() instanceof ObjectNode keys)) {
                                throw CommandFailure.wrongUsage(
                                        file
                                                + ": "
                                                + name
                                                + " is a section: write ["
                                                + name
                                                + "].");
                            }
                            keys.properties()
                                    .forEach(
                                            key ->
                                                    texts.put(
                                                            name + "." + key.getKey(),
                                                            text(file, name, key)));
                        });
        return texts;
    }

    private static String unknownSection(
            Map.Entry<String, JsonNode> found, List<ConfigKey> known, Set<String> sections) {
        String name = found.getKey();
        if (found.getValue().isObject()) {
            return "unknown section [" + name + "]." + NearestName.hint(name, sections);
        }
        return "the setting "
                + name
                + " stands outside of any section."
                + known.stream()
                        .filter(key -> key.name().equals(name))
                        .map(key -> " Put it under [" + key.section() + "].")
                        .findFirst()
                        .orElse("");
    }

    private static String text(Path file, String section, Map.Entry<String, JsonNode> key) {
        JsonNode value = key.getValue();
        if (value.isArray()) {
            StringJoiner parts = new StringJoiner(",");
            value.forEach(part -> parts.add(part.asText()));
            return parts.toString();
        }
        if (value.isValueNode()) {
            return value.asText();
        }
        throw CommandFailure.wrongUsage(
                file + ": " + section + "." + key.getKey() + " is a single value, not a section.");
    }
}
