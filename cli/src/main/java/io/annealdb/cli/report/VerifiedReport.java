package io.annealdb.cli.report;

import io.annealdb.proto.VerifyReply;
import java.util.List;

/**
 * What an owner found when it read every block of its copy.
 *
 * @param damage what is not as it was written, a line each
 */
public record VerifiedReport(
        String node, long files, long blocks, long bytes, List<String> damage) {
    public static VerifiedReport of(String node, VerifyReply reply) {
        return new VerifiedReport(
                node,
                reply.getFiles(),
                reply.getBlocks(),
                reply.getBytes(),
                List.copyOf(reply.getDamageList()));
    }
}
