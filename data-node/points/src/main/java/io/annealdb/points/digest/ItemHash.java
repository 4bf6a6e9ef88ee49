package io.annealdb.points.digest;

import com.dynatrace.hash4j.hashing.Hasher128;
import com.dynatrace.hash4j.hashing.Hasher64;
import com.dynatrace.hash4j.hashing.Hashing;
import io.annealdb.points.FieldType;
import io.annealdb.points.SeriesKey;
import io.annealdb.points.Stamp;
import java.nio.charset.StandardCharsets;

/**
 * The keyed hash of one value of a row, in three steps so that the first two are paid once a row
 * and once a column:
 *
 * <pre>
 *   row   = mix(time ^ series.low)                 once a row
 *   field = hash of (name, type)                   once a column
 *   k     = mix(row + field + bits * K1)           once a value; bits of a string are its keyed hash
 *
 *   content V += (k, mix(k ^ series.high))         128 bits
 *   version X += mix(k + stampHash(stamp))         64 bits
 * </pre>
 *
 * mix is the 64-bit finaliser of MurmurHash3 (full avalanche): sums of a bilinear hash would let
 * two values swap places unseen. All arithmetic is modulo 2^64.
 */
public final class ItemHash {
    private static final long K1 = 0x9E3779B97F4A7C15L;
    private static final long FIELD_SALT = 0xA0761D6478BD642FL;
    private static final long TEXT_SALT = 0xE7037ED1A0B428DBL;
    private static final long STAMP_SALT = 0x8EBC6AF09C88C6E3L;

    private final HashKey key;
    private final Hasher128 ofSeries;
    private final Hasher64 ofName;
    private final Hasher64 ofText;
    private final Hasher64 ofDelete;

    public ItemHash(HashKey key) {
        this.key = key;
        this.ofSeries = Hashing.xxh3_128(key.low());
        this.ofName = Hashing.xxh3_64(key.low() ^ FIELD_SALT);
        this.ofText = Hashing.xxh3_64(key.high() ^ TEXT_SALT);
        this.ofDelete = Hashing.xxh3_64(key.low() ^ STAMP_SALT);
    }

    /** The keyed 128-bit hash of a series; the top bits of {@code high} choose its bucket. */
    public record SeriesHash(long low, long high) {}

    public SeriesHash series(SeriesKey series) {
        var hash = ofSeries.hashBytesTo128Bits(series.bytes());
        return new SeriesHash(
                mix(hash.getLeastSignificantBits() ^ key.high()),
                mix(hash.getMostSignificantBits() + key.high()));
    }

    public static long row(SeriesHash series, long time) {
        return mix(time ^ series.low);
    }

    public long field(String name, FieldType type) {
        long hash = ofName.hashBytesToLong(name.getBytes(StandardCharsets.UTF_8));
        return mix(hash + key.high() + type.code() * K1);
    }

    /** What stands for the bits of a string value. */
    public long text(byte[] utf8) {
        return mix(ofText.hashBytesToLong(utf8) + key.low());
    }

    public static long item(long row, long field, long bits) {
        return mix(row + field + bits * K1);
    }

    /** The upper half of an item's content hash; the lower is the item itself. */
    public static long upper(long item, SeriesHash series) {
        return mix(item ^ series.high);
    }

    public long stamp(Stamp stamp) {
        long node = (long) stamp.node() << 32 | stamp.incarnation() & 0xFFFFFFFFL;
        return mix(mix(stamp.hlc() ^ key.low() ^ STAMP_SALT) + node * K1);
    }

    public static long version(long item, long stampHash) {
        return mix(item + stampHash);
    }

    /** The hash of a delete's encoded bytes, an item of the sum T. */
    public long delete(byte[] encoded) {
        return mix(ofDelete.hashBytesToLong(encoded) ^ key.high());
    }

    /** MurmurHash3's 64-bit finaliser. */
    public static long mix(long z) {
        z = (z ^ z >>> 33) * 0xFF51AFD7ED558CCDL;
        z = (z ^ z >>> 33) * 0xC4CEB9FE1A85EC53L;
        return z ^ z >>> 33;
    }
}
