package io.annealdb.storage.index;

import io.annealdb.points.SeriesKey;
import io.annealdb.points.SeriesPredicate;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.function.ToIntFunction;
import org.roaringbitmap.RoaringBitmap;

/** Which series have a measurement or a tag, so that a predicate need not walk all series. */
final class Postings {
    private final RoaringBitmap all = new RoaringBitmap();
    private final Map<String, RoaringBitmap> measurements = new HashMap<>();
    private final Map<String, Map<String, RoaringBitmap>> tags = new HashMap<>();

    void add(SeriesKey key, int id) {
        all.add(id);
        SeriesKey copy = SeriesKey.ofCanonical(key.bytes(), 0, key.bytes().length);
        measurements.computeIfAbsent(key.measurement(), name -> new RoaringBitmap()).add(id);
        copy.tags() // of a copy: a key keeps its tags, and keys live long
                .forEach(
                        (tag, value) ->
                                tags.computeIfAbsent(tag, name -> new HashMap<>())
                                        .computeIfAbsent(value, text -> new RoaringBitmap())
                                        .add(id));
    }

    /**
     * Exactly the series that match; a bitmap of the caller's own.
     *
     * @param idOf the number of a key, -1 if it has none
     */
    RoaringBitmap select(SeriesPredicate predicate, ToIntFunction<SeriesKey> idOf) {
        if (predicate instanceof SeriesPredicate.MeasurementIs is) {
            return copy(measurements.get(is.name()));
        }
        if (predicate instanceof SeriesPredicate.MeasurementMatches matches) {
            return union(measurements, name -> matches.pattern().matcher(name).find());
        }
        if (predicate instanceof SeriesPredicate.SeriesIs is) {
            int id = idOf.applyAsInt(is.key());
            return id < 0 ? new RoaringBitmap() : RoaringBitmap.bitmapOf(id);
        }
        if (predicate instanceof SeriesPredicate.TagIs is) {
            return tagged(is.tag(), value -> value.equals(is.value()), is.value().isEmpty());
        }
        if (predicate instanceof SeriesPredicate.TagMatches matches) {
            boolean empty = matches.pattern().matcher("").find();
            return tagged(matches.tag(), value -> matches.pattern().matcher(value).find(), empty);
        }
        if (predicate instanceof SeriesPredicate.Not not) {
            return RoaringBitmap.andNot(all, select(not.inner(), idOf));
        }
        if (predicate instanceof SeriesPredicate.All every) {
            RoaringBitmap found = all.clone();
            every.parts().forEach(part -> found.and(select(part, idOf)));
            return found;
        }
        if (predicate instanceof SeriesPredicate.Any any) {
            RoaringBitmap found = new RoaringBitmap();
            any.parts().forEach(part -> found.or(select(part, idOf)));
            return found;
        }
        return all.clone();
    }

    /** Series with a tag whose value is wanted; with {@code empty} also those without the tag. */
    private RoaringBitmap tagged(String tag, Predicate<String> wanted, boolean empty) {
        Map<String, RoaringBitmap> values = tags.getOrDefault(tag, Map.of());
        RoaringBitmap found = union(values, wanted);
        if (empty) {
            found.or(RoaringBitmap.andNot(all, union(values, value -> true)));
        }
        return found;
    }

    private static RoaringBitmap union(
            Map<String, RoaringBitmap> postings, Predicate<String> wanted) {
        RoaringBitmap found = new RoaringBitmap();
        postings.forEach(
                (name, ids) -> {
                    if (wanted.test(name)) {
                        found.or(ids);
                    }
                });
        return found;
    }

    private static RoaringBitmap copy(RoaringBitmap ids) {
        return ids == null ? new RoaringBitmap() : ids.clone();
    }
}
