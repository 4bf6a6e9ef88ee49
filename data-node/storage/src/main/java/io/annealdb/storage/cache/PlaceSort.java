package io.annealdb.storage.cache;

/** Sorts places of rows by time, then stamp: a merge sort bottom up, stable, without objects. */
final class PlaceSort {
    private PlaceSort() {}

    static void byTimeAndStamp(RowCache cache, long[] places, int first) {
        int count = places.length - first;
        long[] from = new long[count];
        System.arraycopy(places, first, from, 0, count);
        long[] to = new long[count];
        for (int width = 1; width < count; width *= 2) {
            for (int low = 0; low < count; low += 2 * width) {
                int middle = Math.min(count, low + width);
                merge(cache, from, to, low, middle, Math.min(count, low + 2 * width));
            }
            long[] kept = from;
            from = to;
            to = kept;
        }
        System.arraycopy(from, 0, places, first, count);
    }

    private static void merge(
            RowCache cache, long[] from, long[] to, int low, int middle, int high) {
        int left = low;
        int right = middle;
        for (int at = low; at < high; at++) {
            boolean takeLeft =
                    right == high || left < middle && compare(cache, from[left], from[right]) <= 0;
            to[at] = takeLeft ? from[left++] : from[right++];
        }
    }

    private static int compare(RowCache cache, long a, long b) {
        int byTime = Long.compare(cache.time(a), cache.time(b));
        if (byTime != 0) {
            return byTime;
        }
        return cache.stamps().compare(cache.stampNumber(a), cache.stamps(), cache.stampNumber(b));
    }
}
