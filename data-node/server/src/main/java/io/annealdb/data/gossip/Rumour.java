package io.annealdb.data.gossip;

import io.annealdb.points.NodeId;
import java.util.Comparator;

/**
 * Something that every data node should hear of. Of one subject only the highest version counts: a
 * rumour never replaces a newer one, however late it comes.
 *
 * @param version the image's version, or for what a node says of itself {@link #versionOf}
 * @param body what it says; docs/format/rumours.md. At most {@link #BODY_BYTES_MAX}
 */
public record Rumour(Subject subject, long version, byte[] body) {
    public static final int BODY_BYTES_MAX = 64 * 1024;

    /** What rumours tell of. */
    public enum Kind {
        /** A cluster image of this version exists, and the teller has it; no body. */
        IMAGE,
        /** How loaded a node is. */
        LOAD,
        /** What a node's shards come to. */
        ROOTS
    }

    /**
     * @param node whom it is about; 0 for an image, which is everybody's
     */
    public record Subject(Kind kind, int node) implements Comparable<Subject> {
        private static final Comparator<Subject> ORDER =
                Comparator.comparing(Subject::kind).thenComparingInt(Subject::node);

        public static final Subject IMAGE = new Subject(Kind.IMAGE, 0);

        public Subject {
            if (node < 0 || kind == Kind.IMAGE != (node == 0)) {
                throw new IllegalArgumentException(kind + " of node " + node);
            }
        }

        public static Subject of(Kind kind, NodeId node) {
            return new Subject(kind, node.value());
        }

        @Override
        public int compareTo(Subject other) {
            return ORDER.compare(this, other);
        }
    }

    public Rumour {
        if (version <= 0 || body.length > BODY_BYTES_MAX) {
            throw new IllegalArgumentException(
                    subject + ": version " + version + ", " + body.length + " bytes");
        }
    }

    /** Versions of what a node says of itself go on rising when it starts again. */
    public static long versionOf(int incarnation, int said) {
        return (long) incarnation << 32 | said & 0xFFFFFFFFL;
    }
}
