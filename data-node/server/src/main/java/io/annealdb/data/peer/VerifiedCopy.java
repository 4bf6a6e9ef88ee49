package io.annealdb.data.peer;

import java.util.List;

/**
 * What reading every block of a copy has come to.
 *
 * @param bytes read, logs included
 * @param damage what is not as it was written, a line each; empty if all is
 */
public record VerifiedCopy(long files, long blocks, long bytes, List<String> damage) {
    public VerifiedCopy {
        damage = List.copyOf(damage);
    }
}
