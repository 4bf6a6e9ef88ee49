package io.annealdb.repair.compare;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.digest.CellDigest;
import io.annealdb.points.digest.ItemHash;
import io.annealdb.repair.sketch.Sketch;
import io.annealdb.repair.sketch.SketchDifference;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;

/**
 * From cells that differ to the series that do. A short list of sums is asked for as it is; of a
 * long one a part first, which tells about how many series differ, and then for the rest whatever
 * comes to fewer bytes:
 *
 * <pre>
 *   list of sums        14 bytes for each series that is there
 *   sketch of the sums  about 33 bytes for each that differs ({@link Sketch})
 *   nothing             if both, and what follows, came to more than the values themselves
 * </pre>
 */
final class SeriesExchange {
    /** Most series of the cells that are compared at a time, unless a single cell has more. */
    static final int BATCH_SERIES = 1 << 15;

    private static final int LIST_ENTRY_BYTES = 14;
    private static final int LIST_BYTES_SMALL = 4 << 10;
    private static final int PROBE_BYTES = 2 << 10;

    /** A probe may take one cell of so many. */
    private static final int PROBE_SHARE = 4;

    /** After so many series the rate at which they differ is known well enough. */
    private static final int RATE_SERIES_MIN = 64;

    /** What the talk about a leaf takes, at least. */
    private static final int LEAF_BYTES = 40;

    private static final int VALUE_BYTES = 2;

    /**
     * A hop whose talk stays below finds out exactly, whatever the values themselves would cost.
     */
    private static final int TALK_BYTES_FREE = 64 << 10;

    /** A cell that differs, and the sums of this node's series in it. */
    record CellSeries(Cell cell, SortedMap<SeriesKey, CellDigest> sums) {
        long values() {
            return sums.values().stream().mapToLong(CellDigest::values).sum();
        }
    }

    /** Where it puts what it finds. */
    interface Found {
        /** The successor lacks all of it, or is to be sent all of it. */
        void lacking(Cell cell, SeriesKey series) throws IOException;

        /**
         * @param theirs what the successor says of it, if known
         */
        void differing(LeafRef ref, SeriesKey series, CellDigest own, Optional<Answer.Sum> theirs)
                throws IOException;
    }

    private final ItemHash hash;
    private final HopTalk talk;
    private final HopMeter meter;
    private final Found found;
    private final boolean exact;
    private final int salt;

    private long listed; // series of this node in lists so far
    private long differing; // items of a sketch that the difference in these would have been

    /**
     * @param exact whether to find out what differs at any price
     */
    SeriesExchange(
            ItemHash hash, HopTalk talk, HopMeter meter, Found found, boolean exact, int salt) {
        this.hash = hash;
        this.talk = talk;
        this.meter = meter;
        this.found = found;
        this.exact = exact;
        this.salt = salt;
    }

    void compare(List<CellSeries> cells) throws IOException {
        if (seriesIn(cells) * LIST_ENTRY_BYTES <= LIST_BYTES_SMALL) {
            list(cells);
            return;
        }
        List<CellSeries> rest = listed < RATE_SERIES_MIN ? probe(cells) : cells;
        if (!rest.isEmpty()) {
            chooseFor(rest);
        }
    }

    private static long seriesIn(List<CellSeries> cells) {
        return cells.stream().mapToLong(cell -> cell.sums.size()).sum();
    }

    /** Lists some cells, spread over all, and returns the others. */
    private List<CellSeries> probe(List<CellSeries> cells) throws IOException {
        long wanted = PROBE_BYTES / LIST_ENTRY_BYTES;
        long stride = Math.max(PROBE_SHARE, seriesIn(cells) / wanted);
        List<CellSeries> probed = new ArrayList<>();
        List<CellSeries> rest = new ArrayList<>();
        for (int i = 0; i < cells.size(); i++) {
            (i % stride == stride / 2 ? probed : rest).add(cells.get(i));
        }
        list(probed);
        return rest;
    }

    private void chooseFor(List<CellSeries> cells) throws IOException {
        long series = seriesIn(cells);
        double rate = listed < RATE_SERIES_MIN ? 0 : (differing + 1.0) / (listed + 1.0);
        double items = Math.max(cells.size(), rate * series);
        int symbols = (int) (1.4 * items + 3 * Math.sqrt(items)) + 4;
        long sketchBytes = (long) symbols * Sketch.SYMBOL_BYTES;
        long listBytes = series * LIST_ENTRY_BYTES;
        long talkBytes = Math.min(sketchBytes, listBytes) + (long) (items / 2 * LEAF_BYTES);
        if (dearerThanValues(talkBytes, cells)) {
            stream(cells);
        } else if (sketchBytes > listBytes / 4 * 3) {
            list(cells);
        } else {
            sketch(cells, symbols, listBytes);
        }
    }

    private boolean dearerThanValues(long talkBytes, List<CellSeries> cells) {
        long values = cells.stream().mapToLong(CellSeries::values).sum();
        return !exact
                && talkBytes > VALUE_BYTES * values
                && meter.metadataBytes() + talkBytes > TALK_BYTES_FREE;
    }

    private void stream(List<CellSeries> cells) throws IOException {
        for (CellSeries cell : cells) {
            for (SeriesKey series : cell.sums.keySet()) {
                found.lacking(cell.cell, series);
            }
        }
    }

    private void list(List<CellSeries> cells) throws IOException {
        for (int done = 0; done < cells.size(); ) {
            List<CellSeries> rest = cells.subList(done, cells.size());
            List<List<Answer.SeriesSum>> answered =
                    talk.ask(
                                    new Question.Series(
                                            salt, rest.stream().map(CellSeries::cell).toList()),
                                    Answer.Series.class)
                            .cells();
            if (answered.isEmpty() || answered.size() > rest.size()) {
                throw new IOException("the successor answered about no cell");
            }
            for (int i = 0; i < answered.size(); i++) {
                compare(rest.get(i), answered.get(i));
            }
            done += answered.size();
        }
    }

    private void compare(CellSeries own, List<Answer.SeriesSum> answered) throws IOException {
        Map<Integer, List<Answer.Sum>> byTag = new HashMap<>();
        for (Answer.SeriesSum each : answered) {
            byTag.computeIfAbsent(each.tag(), t -> new ArrayList<>(1)).add(each.sum());
        }
        Map<Integer, Integer> ownByTag = ownByTag(own);
        int equal = 0;
        for (Map.Entry<SeriesKey, CellDigest> each : own.sums.entrySet()) {
            SeriesKey key = each.getKey();
            List<Answer.Sum> sums = byTag.getOrDefault(tag(key), List.of());
            if (sums.isEmpty()) {
                found.lacking(own.cell, key);
            } else if (sums.size() > 1 || ownByTag.get(tag(key)) > 1) {
                LeafRef ref = LeafRef.keyed(own.cell, key);
                found.differing(ref, key, each.getValue(), Optional.empty());
            } else if (sums.get(0).folded() != Salted.fold(each.getValue(), salt)) {
                LeafRef ref = LeafRef.tagged(own.cell, tag(key));
                found.differing(ref, key, each.getValue(), Optional.of(sums.get(0)));
            } else {
                equal++;
            }
        }
        listed += own.sums.size();
        differing += own.sums.size() + answered.size() - 2L * equal;
    }

    private Map<Integer, Integer> ownByTag(CellSeries own) {
        Map<Integer, Integer> byTag = new HashMap<>();
        own.sums.keySet().forEach(key -> byTag.merge(tag(key), 1, Integer::sum));
        return byTag;
    }

    private int tag(SeriesKey key) {
        return LeafRef.tag(hash.series(key));
    }

    private void sketch(List<CellSeries> cells, int firstSymbols, long bytesMax)
            throws IOException {
        long[] items =
                cells.stream()
                        .flatMapToLong(
                                cell ->
                                        cell.sums.entrySet().stream()
                                                .mapToLong(
                                                        each -> item(hash, cell.cell, each, salt)))
                        .toArray();
        List<Cell> asked = cells.stream().map(CellSeries::cell).toList();
        Sketch theirs = Sketch.NONE;
        int more = firstSymbols;
        Optional<Set<Long>> difference = Optional.empty();
        while (difference.isEmpty()) {
            if ((long) (theirs.size() + more) * Sketch.SYMBOL_BYTES > bytesMax) {
                list(cells);
                return;
            }
            Sketch symbols =
                    talk.ask(
                                    new Question.SeriesSymbols(salt, theirs.size(), more, asked),
                                    Answer.Symbols.class)
                            .symbols();
            if (symbols.size() != more) {
                throw new IOException("the successor answered with " + symbols.size() + " symbols");
            }
            theirs = theirs.followedBy(symbols);
            difference = SketchDifference.of(items, theirs);
            more = theirs.size() / 2;
        }
        int at = 0;
        for (CellSeries cell : cells) {
            Map<Integer, Integer> ownByTag = ownByTag(cell);
            for (Map.Entry<SeriesKey, CellDigest> each : cell.sums.entrySet()) {
                if (difference.get().contains(items[at++])) {
                    SeriesKey key = each.getKey();
                    LeafRef ref =
                            ownByTag.get(tag(key)) > 1
                                    ? LeafRef.keyed(cell.cell, key)
                                    : LeafRef.tagged(cell.cell, tag(key));
                    found.differing(ref, key, each.getValue(), Optional.empty());
                }
            }
        }
    }

    /** A series with its sum in a cell, as a sketch names it. */
    static long item(ItemHash hash, Cell cell, Map.Entry<SeriesKey, CellDigest> series, int salt) {
        long name = hash.series(series.getKey()).low() + cell.index();
        return Salted.item(series.getValue().folded() ^ ItemHash.mix(name), salt);
    }
}
