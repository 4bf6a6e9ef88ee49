package io.annealdb.storage.shard;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.Shape;
import io.annealdb.points.Stamp;
import io.annealdb.storage.cache.RowCache;
import io.annealdb.storage.merge.MergedRows;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Values that a merge leaves out: each by its series, time, field and type, and its stamp, if all
 * witnesses have named it. For one thread.
 */
final class ForgottenValues {
    static final ForgottenValues NONE = new ForgottenValues(List.of());

    private final List<Witness> witnesses;
    private long points;

    /** Files in which a witness names values. */
    private record Witness(List<ShardFile> files, SeriesReader reader) {
        static Witness of(List<ShardFile> files) {
            return new Witness(
                    files,
                    new SeriesReader(
                            new Snapshot(files, new RowCache(), 0, null, 0, KeptDeletes.NONE),
                            false));
        }

        boolean names(int id) {
            return files.stream().anyMatch(file -> file.file().firstBlock(id) >= 0);
        }
    }

    /**
     * @param named for each witness, the files in which it names values
     */
    ForgottenValues(List<List<ShardFile>> named) {
        this.witnesses = named.stream().map(Witness::of).toList();
    }

    boolean isEmpty() {
        return witnesses.isEmpty();
    }

    /** Of how many points a value was left out. */
    long points() {
        return points;
    }

    /** Drops them from a piece of a merge; whether anything is left in it. */
    boolean dropFrom(SeriesKey series, int id, MergedRows piece) {
        if (witnesses.isEmpty() || !witnesses.stream().allMatch(each -> each.names(id))) {
            return true;
        }
        BitSet all = named(witnesses.get(0).reader(), series, id, piece);
        for (Witness witness : witnesses.subList(1, witnesses.size())) {
            if (!all.isEmpty()) {
                all.and(named(witness.reader(), series, id, piece));
            }
        }
        BitSet rows = new BitSet();
        all.stream()
                .forEach(
                        place -> {
                            piece.drop(place / MergedRows.ROWS_MAX, place % MergedRows.ROWS_MAX);
                            rows.set(place % MergedRows.ROWS_MAX);
                        });
        points += rows.cardinality();
        return IntStream.range(0, piece.lanes().length).anyMatch(lane -> piece.present(lane) > 0);
    }

    /** The places of a piece that a witness names: lane × {@link MergedRows#ROWS_MAX} + row. */
    private static BitSet named(SeriesReader reader, SeriesKey series, int id, MergedRows piece) {
        BitSet places = new BitSet();
        reader.startAll(
                series,
                id,
                SeriesReader.Wanted.versions(piece.time(0), piece.time(piece.size() - 1)));
        while (reader.next()) {
            MergedRows named = reader.rows();
            for (int row = 0; row < named.size(); row++) {
                int at = Arrays.binarySearch(piece.times(), 0, piece.size(), named.time(row));
                for (int lane = 0; at >= 0 && lane < named.lanes().length; lane++) {
                    if (named.has(lane, row)) {
                        Stamp stamp = named.stamps().get(named.stampOf(lane)[row]);
                        mark(named.lanes()[lane], stamp, piece, at, places);
                    }
                }
            }
        }
        return places;
    }

    private static void mark(
            Shape.Column column, Stamp stamp, MergedRows piece, int at, BitSet places) {
        for (int lane = 0; lane < piece.lanes().length; lane++) {
            if (piece.has(lane, at)
                    && piece.lanes()[lane].equals(column)
                    && piece.stamps().get(piece.stampOf(lane)[at]).equals(stamp)) {
                places.set(lane * MergedRows.ROWS_MAX + at);
            }
        }
    }
}
