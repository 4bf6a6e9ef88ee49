package io.annealdb.storage.cache;

import io.annealdb.points.FieldType;
import io.annealdb.points.Shape;
import io.annealdb.storage.merge.Run;

/** Rows of one series and shape out of a cache, copied into columns when a merge comes to them. */
final class CacheRun extends Run {
    private final RowCache cache;
    private final Shape shape;
    private final int[] columns;
    private final long[] places;

    CacheRun(RowCache cache, Shape shape, int[] columns, long[] places, boolean unique) {
        super(cache.time(places[0]), cache.time(places[places.length - 1]));
        this.cache = cache;
        this.shape = shape;
        this.columns = columns;
        this.places = places;
        this.unique = unique;
    }

    @Override
    protected void load() {
        size = places.length;
        keys = new long[size];
        times(cache, places, keys);
        bits = new long[columns.length][];
        texts = new byte[columns.length][][];
        for (int lane = 0; lane < columns.length; lane++) {
            int column = columns[lane];
            if (column >= 0) {
                bits[lane] = new long[size];
                values(cache, places, column, bits[lane]);
                if (shape.type(column) == FieldType.STRING) {
                    texts[lane] = cache.texts();
                }
            }
        }
    }

    @Override
    protected void loadStamps() {
        stamps = new int[places.length];
        stampNumbers(cache, places, stamps);
        stampTable = cache.stamps();
    }

    private static void times(RowCache cache, long[] places, long[] into) {
        for (int i = 0; i < places.length; i++) {
            into[i] = cache.time(places[i]);
        }
    }

    private static void values(RowCache cache, long[] places, int column, long[] into) {
        for (int i = 0; i < places.length; i++) {
            into[i] = cache.value(places[i], column);
        }
    }

    private static void stampNumbers(RowCache cache, long[] places, int[] into) {
        for (int i = 0; i < places.length; i++) {
            into[i] = cache.stampNumber(places[i]);
        }
    }
}
