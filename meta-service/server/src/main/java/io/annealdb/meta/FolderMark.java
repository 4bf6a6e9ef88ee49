package io.annealdb.meta;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.zip.CRC32C;

/**
 * Whose a meta folder is: the text of {@code meta.id}, docs/format/meta-folder.md.
 *
 * @param group the id of the log, drawn from the peers that founded it
 * @param peers as {@code name=host:port}, sorted, with a comma between
 * @param cluster {@code ""} until the cluster has been named
 */
record FolderMark(String name, UUID group, String peers, String cluster) {
    private static final String FIRST_LINE = "annealdb meta folder 1";

    /** The mark of a new folder. */
    static FolderMark founding(MetaNodeConfig config) {
        String peers = peersOf(config);
        UUID group =
                UUID.nameUUIDFromBytes(("annealdb meta " + peers).getBytes(StandardCharsets.UTF_8));
        return new FolderMark(config.name(), group, peers, "");
    }

    private static String peersOf(MetaNodeConfig config) {
        return config.peers().stream()
                .map(peer -> peer.name() + "=" + peer.raftAddress())
                .sorted()
                .collect(Collectors.joining(","));
    }

    /**
     * @throws IOException if the folder is not the configured node's, with a line for the operator
     */
    void check(MetaNodeConfig config) throws IOException {
        if (!name.equals(config.name())) {
            throw new IOException(
                    "The meta folder "
                            + config.dir()
                            + " is that of meta node "
                            + name
                            + ", not of "
                            + config.name()
                            + ". Set [meta] dir to this node's own folder.");
        }
        if (!peers.equals(peersOf(config))) {
            throw new IOException(
                    "The meta folder "
                            + config.dir()
                            + " belongs to the meta nodes "
                            + peers
                            + ", but [meta] peers says "
                            + peersOf(config)
                            + ". Put the former back, or set [meta] dir to another folder.");
        }
    }

    FolderMark ofCluster(String clusterId) {
        return new FolderMark(name, group, peers, clusterId);
    }

    byte[] format() {
        String body =
                String.join(
                        "\n",
                        FIRST_LINE,
                        "name " + name,
                        "group " + group,
                        "peers " + peers,
                        "cluster " + cluster,
                        "");
        return (body + "crc32c " + checksum(body) + "\n").getBytes(StandardCharsets.UTF_8);
    }

    static FolderMark parse(String text, String file) throws IOException {
        if (text.startsWith("annealdb meta folder ") && !text.startsWith(FIRST_LINE + "\n")) {
            throw new IOException(
                    "The file " + file + " was written by a newer AnnealDB. Run that version.");
        }
        int end = text.lastIndexOf("crc32c ");
        if (!text.startsWith(FIRST_LINE + "\n")
                || end < 0
                || !text.substring(end)
                        .equals("crc32c " + checksum(text.substring(0, end)) + "\n")) {
            throw damaged(file);
        }
        Map<String, String> values = new LinkedHashMap<>();
        for (String line : text.lines().toList()) {
            int space = line.indexOf(' ');
            values.put(line.substring(0, space), line.substring(space + 1));
        }
        if (!values.keySet().containsAll(List.of("name", "group", "peers", "cluster"))) {
            throw damaged(file);
        }
        return new FolderMark(
                values.get("name"),
                UUID.fromString(values.get("group")),
                values.get("peers"),
                values.get("cluster"));
    }

    private static IOException damaged(String file) {
        return new IOException(
                "The file "
                        + file
                        + " is damaged. Restore it from a copy; or, if the other meta nodes are"
                        + " well, set this node's folder aside: it gets their state.");
    }

    private static String checksum(String text) {
        CRC32C crc = new CRC32C();
        crc.update(text.getBytes(StandardCharsets.UTF_8));
        return String.format("%08x", crc.getValue());
    }
}
