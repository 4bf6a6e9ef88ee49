package io.annealdb.repair.coordinator;

import io.annealdb.points.NodeId;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Map;

/**
 * One number for what the owners of a shard said of their copies: by it a job knows whether they
 * are still as a plan found them.
 */
public final class PlannedRoots {
    private PlannedRoots() {}

    /**
     * @param roots of the owners that answered
     * @return never 0
     */
    public static long of(Map<NodeId, OwnerRoot> roots) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            roots.entrySet().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .map(each -> each.getKey() + " " + line(each.getValue()) + "\n")
                    .forEach(line -> sha.update(line.getBytes(StandardCharsets.UTF_8)));
            return ByteBuffer.wrap(sha.digest()).getLong() | 1;
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    /** A copy, as a plan knows it. */
    public static String line(OwnerRoot root) {
        return root.health() + " " + root.root().hex();
    }
}
