package io.annealdb.storage.shard;

import io.annealdb.points.Rows;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The measurements of a batch, numbered: many series share one, and few rows bring a new shape. */
final class BatchMeasurements {
    private final int[] numberOfSeries;
    private final List<String> names = new ArrayList<>();
    private final int shapes;

    BatchMeasurements(Rows rows) {
        shapes = rows.shapeCount();
        numberOfSeries = new int[rows.seriesCount()];
        Map<String, Integer> numbers = new HashMap<>();
        for (int series = 0; series < numberOfSeries.length; series++) {
            String name = rows.seriesAt(series).measurement();
            Integer number = numbers.get(name);
            if (number == null) {
                number = names.size();
                numbers.put(name, number);
                names.add(name);
            }
            numberOfSeries[series] = number;
        }
    }

    /** A number for the measurement and the shape of a row, together. */
    int pair(Rows rows, int row) {
        return numberOfSeries[rows.seriesIndex(row)] * shapes + rows.shapeIndex(row);
    }

    String name(Rows rows, int row) {
        return names.get(numberOfSeries[rows.seriesIndex(row)]);
    }
}
