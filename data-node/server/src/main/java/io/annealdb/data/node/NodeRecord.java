package io.annealdb.data.node;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.storage.disk.Directory;
import io.annealdb.storage.log.ChecksummedFile;
import io.annealdb.storage.log.LogFormat;
import java.io.IOException;
import java.util.Optional;

/**
 * Whose data folder this is, in {@code node.record}: docs/format/node-files.md.
 *
 * @param clusterId the cluster that the node has joined
 * @param nodeId the number that meta gave it
 * @param starts counts the starts of this folder's node, those without meta too
 */
public record NodeRecord(String name, String clusterId, int nodeId, int starts) {
    static final LogFormat FORMAT = new LogFormat("ANNR", 1);
    static final String FILE = "node.record";

    /** Empty for a folder that has not joined yet. */
    static Optional<NodeRecord> read(Directory directory) throws IOException {
        if (!directory.exists(FILE)) {
            return Optional.empty();
        }
        byte[] payload = ChecksummedFile.read(directory, FILE, FORMAT);
        ByteReader in = new ByteReader(payload, 0, payload.length);
        try {
            return Optional.of(
                    new NodeRecord(
                            in.readText(),
                            in.readText(),
                            (int) in.readUnsigned(),
                            (int) in.readUnsigned()));
        } catch (MalformedException e) {
            throw new IOException(FILE + " cannot be read: " + e.getMessage(), e);
        }
    }

    void write(Directory directory) throws IOException {
        ByteWriter out = new ByteWriter(64);
        out.writeText(name);
        out.writeText(clusterId);
        out.writeUnsigned(nodeId);
        out.writeUnsigned(starts);
        ChecksummedFile.replace(directory, "", FILE, FORMAT, out.toBytes());
    }

    NodeRecord startedAgain() {
        return new NodeRecord(name, clusterId, nodeId, starts + 1);
    }

    /**
     * The incarnation of a start that meta has not counted. Meta counts from 1 and never gets so
     * far: the two do not meet.
     */
    int incarnationWithoutMeta() {
        return starts | Integer.MIN_VALUE;
    }
}
