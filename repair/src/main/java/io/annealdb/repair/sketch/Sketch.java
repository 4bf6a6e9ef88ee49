package io.annealdb.repair.sketch;

import io.annealdb.points.codec.ByteReader;
import io.annealdb.points.codec.ByteWriter;
import io.annealdb.points.digest.ItemHash;
import java.util.Arrays;

/**
 * Symbols of a set of items, from some symbol on: each is the exclusive or of the items in it, and
 * that of their checks. Items are salted hashes, none of which is 0, each at most once. Immutable.
 */
public final class Sketch {
    /** Bytes of a symbol in a message. */
    public static final int SYMBOL_BYTES = Long.BYTES + Integer.BYTES;

    public static final Sketch NONE = new Sketch(new long[0], new int[0]);

    private static final long CHECK_SALT = 0xD6E8FEB86659FD93L;

    private final long[] items;
    private final int[] checks;

    private Sketch(long[] items, int[] checks) {
        this.items = items;
        this.checks = checks;
    }

    /** Symbols {@code [from, to)} of these items. */
    public static Sketch of(long[] set, int from, int to) {
        long[] items = new long[to - from];
        int[] checks = new int[to - from];
        SymbolIndexes indexes = new SymbolIndexes();
        for (long item : set) {
            int check = check(item);
            for (indexes.start(item); indexes.index() < to; indexes.advance()) {
                int at = indexes.index() - from;
                if (at >= 0) {
                    items[at] ^= item;
                    checks[at] ^= check;
                }
            }
        }
        return new Sketch(items, checks);
    }

    static int check(long item) {
        return (int) (ItemHash.mix(item ^ CHECK_SALT) >>> 32);
    }

    public int size() {
        return items.length;
    }

    long item(int symbol) {
        return items[symbol];
    }

    int check(int symbol) {
        return checks[symbol];
    }

    /** These symbols and those that come behind. */
    public Sketch followedBy(Sketch further) {
        long[] all = Arrays.copyOf(items, items.length + further.items.length);
        int[] allChecks = Arrays.copyOf(checks, all.length);
        System.arraycopy(further.items, 0, all, items.length, further.items.length);
        System.arraycopy(further.checks, 0, allChecks, items.length, further.checks.length);
        return new Sketch(all, allChecks);
    }

    /** Symbols of what is in exactly one of the two sets; both begin with the same symbol. */
    Sketch minus(Sketch other) {
        long[] rest = items.clone();
        int[] restChecks = checks.clone();
        for (int symbol = 0; symbol < rest.length; symbol++) {
            rest[symbol] ^= other.items[symbol];
            restChecks[symbol] ^= other.checks[symbol];
        }
        return new Sketch(rest, restChecks);
    }

    /** Number of symbols {@code <uvarint>}, then each: items {@code <8b>}, checks {@code <4b>}. */
    public void write(ByteWriter out) {
        out.writeUnsigned(items.length);
        for (int symbol = 0; symbol < items.length; symbol++) {
            out.writeLong(items[symbol]);
            out.writeInt(checks[symbol]);
        }
    }

    public static Sketch read(ByteReader in) {
        int size = in.readCount(in.remaining() / SYMBOL_BYTES, "symbols");
        long[] items = new long[size];
        int[] checks = new int[size];
        for (int symbol = 0; symbol < size; symbol++) {
            items[symbol] = in.readLong();
            checks[symbol] = in.readInt();
        }
        return new Sketch(items, checks);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Sketch sketch
                && Arrays.equals(items, sketch.items)
                && Arrays.equals(checks, sketch.checks);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(items);
    }

    @Override
    public String toString() {
        return items.length + " symbols";
    }
}
