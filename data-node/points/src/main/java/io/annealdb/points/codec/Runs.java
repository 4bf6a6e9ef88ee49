package io.annealdb.points.codec;

/**
 * A sequence of numbers as the steps between them, each step a zigzag varint; after two equal steps
 * stands how many more of the same follow. A regular sequence costs a few bytes whatever its
 * length, a random one no more than its own varints.
 */
public final class Runs {
    private Runs() {}

    /** Writes the first {@code size} of the numbers. */
    public static void write(ByteWriter out, long[] numbers, int size) {
        long last = 0;
        long repeated = 0;
        int index = 0;
        while (index < size) {
            long step = numbers[index] - last;
            out.writeZigzag(step);
            last = numbers[index++];
            if (index == 1 || step != repeated) {
                repeated = step;
                continue;
            }
            int from = index;
            while (index < size && numbers[index] - last == step) {
                last = numbers[index++];
            }
            out.writeUnsigned(index - from);
            repeated = ~step; // the next step is another one for certain
        }
    }

    /**
     * Reads so many numbers.
     *
     * @throws MalformedException if the bytes are none
     */
    public static void read(ByteReader in, long[] numbers, int size) {
        long last = 0;
        long repeated = 0;
        int index = 0;
        while (index < size) {
            long step = in.readZigzag();
            last += step;
            numbers[index++] = last;
            if (index == 1 || step != repeated) {
                repeated = step;
                continue;
            }
            for (int more = in.readCount(size - index, "repeats"); more > 0; more--) {
                last += step;
                numbers[index++] = last;
            }
            repeated = ~step;
        }
    }

    /** Reads numbers that are indexes into a table. */
    static int[] readIndexes(ByteReader in, long[] scratch, int size, int tableSize, String what) {
        read(in, scratch, size);
        int[] indexes = new int[size];
        for (int i = 0; i < size; i++) {
            if (scratch[i] < 0 || scratch[i] >= tableSize) {
                throw new MalformedException(
                        what + " " + scratch[i] + " of a table of " + tableSize);
            }
            indexes[i] = (int) scratch[i];
        }
        return indexes;
    }
}
