package io.annealdb.points.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** A growing array of bytes; all fixed-width numbers little-endian. For one thread. */
public final class ByteWriter {
    /** Longest uvarint: a long of 64 bits, 7 a byte. */
    private static final int UVARINT_BYTES_MAX = 10;

    private static final VarHandle LONGS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private byte[] bytes;
    private int size;

    public ByteWriter(int expectedBytes) {
        this.bytes = new byte[Math.max(16, expectedBytes)];
    }

    public int size() {
        return size;
    }

    /** The array behind; valid up to {@link #size()} and until the next write. */
    public byte[] array() {
        return bytes;
    }

    /** Forgets what was written, keeps the array. */
    public void clear() {
        size = 0;
    }

    public byte[] toBytes() {
        return Arrays.copyOf(bytes, size);
    }

    /** Makes room for so many bytes more. */
    public void reserve(int more) {
        if (bytes.length - size < more) {
            bytes = Arrays.copyOf(bytes, Math.max(size + more, bytes.length * 2));
        }
    }

    /** Takes over so many bytes that were put into {@link #array()} behind the end. */
    void advance(int written) {
        size += written;
    }

    public void writeByte(int value) {
        reserve(1);
        bytes[size++] = (byte) value;
    }

    public void writeInt(int value) {
        for (int shift = 0; shift < 32; shift += 8) {
            writeByte(value >>> shift);
        }
    }

    public void writeLong(long value) {
        reserve(8);
        LONGS.set(bytes, size, value);
        size += 8;
    }

    public void writeBytes(byte[] source, int from, int to) {
        reserve(to - from);
        System.arraycopy(source, from, bytes, size, to - from);
        size += to - from;
    }

    /** Seven bits a byte, lowest first; the top bit says that more follow. */
    public void writeUnsigned(long value) {
        reserve(UVARINT_BYTES_MAX);
        int at = size;
        while ((value & ~0x7FL) != 0) {
            bytes[at++] = (byte) (value | 0x80);
            value >>>= 7;
        }
        bytes[at++] = (byte) value;
        size = at;
    }

    /** As unsigned, numbers near zero short whatever their sign. */
    public void writeZigzag(long value) {
        writeUnsigned(value << 1 ^ value >> 63);
    }

    /** Length, then bytes. */
    public void writeBlock(byte[] block) {
        writeUnsigned(block.length);
        writeBytes(block, 0, block.length);
    }

    /** Length in bytes of UTF-8, then these. */
    public void writeText(String text) {
        writeBlock(text.getBytes(StandardCharsets.UTF_8));
    }
}
