package io.annealdb.storage.block;

import io.annealdb.storage.merge.StampTable;
import java.util.Arrays;

/** Numbers the stamps of a file in order of appearance: an open table over their two words. */
final class StampNumbers {
    private final StampTable table = new StampTable(64);
    private int[] slots = new int[128]; // number + 1; 0 is free

    int of(long hlc, long rest) {
        int slot = slot(hlc, rest, slots);
        int known = slots[slot];
        if (known > 0) {
            return known - 1;
        }
        int number = table.append(hlc, rest);
        slots[slot] = number + 1;
        if (2 * table.size() > slots.length) {
            grow();
        }
        return number;
    }

    private int slot(long hlc, long rest, int[] in) {
        long hash = (hlc ^ rest * 0xC4CEB9FE1A85EC53L) * 0x9E3779B97F4A7C15L;
        int slot = (int) (hash >>> 40) & in.length - 1;
        while (in[slot] > 0
                && (table.hlc(in[slot] - 1) != hlc || table.rest(in[slot] - 1) != rest)) {
            slot = slot + 1 & in.length - 1;
        }
        return slot;
    }

    private void grow() {
        int[] larger = new int[4 * slots.length];
        Arrays.fill(larger, 0);
        for (int number = 0; number < table.size(); number++) {
            larger[slot(table.hlc(number), table.rest(number), larger)] = number + 1;
        }
        slots = larger;
    }

    StampTable table() {
        return table;
    }
}
