package io.annealdb.data.hint;

import io.annealdb.points.NodeId;
import io.annealdb.points.ShardId;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.MalformedException;

/**
 * Known to be missing, perhaps: an owner's copy may lack points or deletes of that time, and no
 * hint will bring them. A repair after {@code atMillis} pays it.
 *
 * @param minTime first time, ns
 * @param maxTime last time, ns, included
 * @param atMillis when it was noted last
 */
public record Debt(
        ShardId shard, NodeId owner, long minTime, long maxTime, Why why, long atMillis) {

    /** Why no hint holds it; the code goes into files. */
    public enum Why {
        QUEUE_FULL(1, "queue full"),
        EXPIRED(2, "expired"),
        CORRUPT(3, "corrupt"),
        NOT_HINTED(4, "not hinted");

        private final int code;
        private final String text;

        Why(int code, String text) {
            this.code = code;
            this.text = text;
        }

        /** As operators see it. */
        public String text() {
            return text;
        }

        static Why ofCode(int code) {
            for (Why why : values()) {
                if (why.code == code) {
                    return why;
                }
            }
            throw new MalformedException("debt for unknown reason " + code);
        }
    }

    /** Debts of one kind are kept as one, over the time of all. */
    record Key(ShardId shard, NodeId owner, Why why) {}

    public Debt {
        if (minTime > maxTime) {
            throw new IllegalArgumentException("empty debt: " + minTime + " > " + maxTime);
        }
    }

    Key key() {
        return new Key(shard, owner, why);
    }

    Debt and(Debt other) {
        return new Debt(
                shard,
                owner,
                Math.min(minTime, other.minTime),
                Math.max(maxTime, other.maxTime),
                why,
                Math.max(atMillis, other.atMillis));
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter(40);
        out.writeUnsigned(shard.value());
        out.writeUnsigned(owner.value());
        out.writeByte(why.code);
        out.writeUnsigned(atMillis);
        out.writeLong(minTime);
        out.writeLong(maxTime);
        return out.toBytes();
    }

    static Debt decode(byte[] payload) {
        ByteReader in = new ByteReader(payload, 0, payload.length);
        ShardId shard = new ShardId(in.readUnsigned());
        NodeId owner = new NodeId((int) in.readUnsigned());
        Why why = Why.ofCode(in.readByte());
        long at = in.readUnsigned();
        Debt debt = new Debt(shard, owner, in.readLong(), in.readLong(), why, at);
        in.end();
        return debt;
    }
}
