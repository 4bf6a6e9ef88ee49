package io.annealdb.data.hint;

import io.annealdb.points.Delete;
import io.annealdb.points.Rows;
import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.codec.DeleteCodec;
import io.annealdb.points.codec.MalformedException;
import io.annealdb.points.codec.RowsCodec;

/**
 * Something a node has missed and is to be sent again, as it stands in a queue. It is acknowledged
 * already, or may be: it travels under its first stamp.
 *
 * @param atMillis when it was missed, millis since 1970
 * @param hlc clock value of its least stamp, above 0; 0 in hints of nodes that did not write it
 *     down
 * @param acknowledged the hint itself was the acknowledgement ({@code any}): it does not expire
 * @param shard 0 where no shard is meant
 * @param shardsBelow of a delete for shards to come: as in {@link
 *     io.annealdb.data.peer.ShardDelete#shardsBelow}; else 0
 * @param databaseId tells a database from a later one of the same name
 * @param policy the retention policy's name, for points whose group nobody knows yet; else empty
 * @param minTime first time, ns, of what it holds
 * @param maxTime last time, ns, included
 * @param points rows; 0 for a delete
 * @param body encoded rows or an encoded delete
 */
record Hint(
        Kind kind,
        long atMillis,
        long hlc,
        boolean acknowledged,
        long shard,
        long shardsBelow,
        long databaseId,
        String policy,
        long minTime,
        long maxTime,
        int points,
        byte[] body) {

    private static final int ACKNOWLEDGED = 1;
    private static final int STAMPED = 2;
    private static final int SHARDS_BELOW = 4;

    /** What the body is; the code goes into files. */
    enum Kind {
        ROWS(1),
        DELETE(2),
        /** A delete that a node keeps for later shards of the database. */
        KEPT_DELETE(3),
        /** Rows without a shard. */
        UNASSIGNED(4);

        private final int code;

        Kind(int code) {
            this.code = code;
        }

        int code() {
            return code;
        }

        static Kind ofCode(int code) {
            for (Kind kind : values()) {
                if (kind.code == code) {
                    return kind;
                }
            }
            throw new MalformedException("hint of unknown kind " + code);
        }
    }

    Rows rows() {
        return RowsCodec.decode(body, 0, body.length);
    }

    Delete delete() {
        return DeleteCodec.decode(body, 0, body.length);
    }

    byte[] encode() {
        ByteWriter out = new ByteWriter(body.length + 64);
        out.writeUnsigned(atMillis);
        out.writeByte(
                (acknowledged ? ACKNOWLEDGED : 0)
                        | (hlc != 0 ? STAMPED : 0)
                        | (shardsBelow != 0 ? SHARDS_BELOW : 0));
        if (hlc != 0) {
            out.writeLong(hlc);
        }
        if (shardsBelow != 0) {
            out.writeUnsigned(shardsBelow);
        }
        out.writeUnsigned(shard);
        out.writeUnsigned(databaseId);
        out.writeText(policy);
        out.writeLong(minTime);
        out.writeLong(maxTime);
        out.writeUnsigned(points);
        out.writeBytes(body, 0, body.length);
        return out.toBytes();
    }

    static Hint decode(int kindCode, byte[] payload) {
        ByteReader in = new ByteReader(payload, 0, payload.length);
        long atMillis = in.readUnsigned();
        int flags = in.readByte();
        long hlc = (flags & STAMPED) != 0 ? in.readLong() : 0;
        long shardsBelow = (flags & SHARDS_BELOW) != 0 ? in.readUnsigned() : 0;
        return new Hint(
                Kind.ofCode(kindCode),
                atMillis,
                hlc,
                (flags & ACKNOWLEDGED) != 0,
                in.readUnsigned(),
                shardsBelow,
                in.readUnsigned(),
                in.readText(),
                in.readLong(),
                in.readLong(),
                in.readCount(Integer.MAX_VALUE, "points"),
                in.readBytes(in.remaining()));
    }
}
