package io.annealdb.cli.dev;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import io.annealdb.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalInt;

/**
 * {@code D/run/ports.json}: which port each node of a dev cluster has for what. Picked once, kept
 * for the life of the cluster.
 *
 * <pre>
 *   {"meta-1":{"operator":8091,"raft":17035,"http":20114},"data-1":{"http":8086,"rpc":23411}, …}
 * </pre>
 */
public final class PortsFile {
    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private final Path file;
    private final Map<String, Map<String, Integer>> ports;

    private PortsFile(Path file, Map<String, Map<String, Integer>> ports) {
        this.file = file;
        this.ports = ports;
    }

    /** Reads the file, or begins an empty one. */
    public static PortsFile open(Path file) {
        if (!Files.exists(file)) {
            return new PortsFile(file, new LinkedHashMap<>());
        }
        try {
            return new PortsFile(file, JSON.readValue(file.toFile(), new TypeReference<>() {}));
        } catch (IOException e) {
            throw CommandFailure.failed(
                    file
                            + " cannot be read: "
                            + firstLine(e)
                            + " Remove it to have ports picked anew.");
        }
    }

    /** How many nodes of a kind ({@code data}, {@code meta}) it names. */
    public int nodes(String kind) {
        return (int) ports.keySet().stream().filter(name -> name.startsWith(kind + "-")).count();
    }

    /** The port of a node for a purpose, if it has one. */
    public OptionalInt port(String node, String purpose) {
        Integer port = ports.getOrDefault(node, Map.of()).get(purpose);
        return port == null ? OptionalInt.empty() : OptionalInt.of(port);
    }

    /** Every port that is spoken for. */
    public java.util.Set<Integer> all() {
        java.util.Set<Integer> all = new java.util.HashSet<>();
        ports.values().forEach(ofNode -> all.addAll(ofNode.values()));
        return all;
    }

    public void set(String node, String purpose, int port) {
        ports.computeIfAbsent(node, name -> new LinkedHashMap<>()).put(purpose, port);
    }

    /** Writes it, whole or not at all. */
    public void save() throws IOException {
        Path next = file.resolveSibling(file.getFileName() + ".next");
        Files.writeString(next, JSON.writeValueAsString(ports) + "\n");
        Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("") + ".";
    }
}
