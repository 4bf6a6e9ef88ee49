package io.annealdb.points.codec;

import io.annealdb.points.SeriesPredicate;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;

/**
 * A predicate as bytes: {@code version <1b> | node}, a node being its kind <1b> and its parts.
 * Equal predicates give equal bytes. An expression goes as its text, so flags must stand in the
 * text ({@code (?i)}).
 */
public final class PredicateCodec {
    /** Deepest nesting. */
    public static final int DEPTH_MAX = 256;

    /** Most bytes of an encoded predicate. */
    public static final int BYTES_MAX = 1 << 20;

    private static final int VERSION = 1;

    private static final int EVERY = 0;
    private static final int MEASUREMENT_IS = 1;
    private static final int MEASUREMENT_MATCHES = 2;
    private static final int SERIES_IS = 3;
    private static final int TAG_IS = 4;
    private static final int TAG_MATCHES = 5;
    private static final int NOT = 6;
    private static final int ALL = 7;
    private static final int ANY = 8;

    private PredicateCodec() {}

    /**
     * @throws IllegalArgumentException if the predicate is nested deeper than {@link #DEPTH_MAX},
     *     longer than {@link #BYTES_MAX}, or has an expression with flags outside its text
     */
    public static byte[] encode(SeriesPredicate predicate) {
        ByteWriter out = new ByteWriter(64);
        write(out, predicate);
        return out.toBytes();
    }

    /**
     * @throws MalformedException if bytes {@code [from, to)} are not exactly one predicate
     */
    public static SeriesPredicate decode(byte[] bytes, int from, int to) {
        ByteReader in = new ByteReader(bytes, from, to);
        SeriesPredicate predicate = read(in);
        in.end();
        return predicate;
    }

    static void write(ByteWriter out, SeriesPredicate predicate) {
        int from = out.size();
        out.writeByte(VERSION);
        writeNode(out, predicate, 1);
        if (out.size() - from > BYTES_MAX) {
            throw new IllegalArgumentException(
                    "a condition on series of "
                            + (out.size() - from)
                            + " bytes, at most "
                            + BYTES_MAX
                            + " are taken");
        }
    }

    static SeriesPredicate read(ByteReader in) {
        if (in.remaining() > BYTES_MAX) {
            throw new MalformedException("a predicate of " + in.remaining() + " bytes");
        }
        int version = in.readByte();
        if (version != VERSION) {
            throw new MalformedException("predicate version " + version);
        }
        return readNode(in, 1);
    }

    private static void writeNode(ByteWriter out, SeriesPredicate predicate, int depth) {
        if (depth > DEPTH_MAX) {
            throw new IllegalArgumentException(
                    "a condition on series nested deeper than " + DEPTH_MAX);
        }
        if (predicate instanceof SeriesPredicate.Every) {
            out.writeByte(EVERY);
        } else if (predicate instanceof SeriesPredicate.MeasurementIs is) {
            out.writeByte(MEASUREMENT_IS);
            out.writeText(is.name());
        } else if (predicate instanceof SeriesPredicate.MeasurementMatches matches) {
            out.writeByte(MEASUREMENT_MATCHES);
            writePattern(out, matches.pattern());
        } else if (predicate instanceof SeriesPredicate.SeriesIs is) {
            out.writeByte(SERIES_IS);
            out.writeBlock(is.key().bytes());
        } else if (predicate instanceof SeriesPredicate.TagIs is) {
            out.writeByte(TAG_IS);
            out.writeText(is.tag());
            out.writeText(is.value());
        } else if (predicate instanceof SeriesPredicate.TagMatches matches) {
            out.writeByte(TAG_MATCHES);
            out.writeText(matches.tag());
            writePattern(out, matches.pattern());
        } else if (predicate instanceof SeriesPredicate.Not not) {
            out.writeByte(NOT);
            writeNode(out, not.inner(), depth + 1);
        } else if (predicate instanceof SeriesPredicate.All all) {
            out.writeByte(ALL);
            writeNodes(out, all.parts(), depth + 1);
        } else if (predicate instanceof SeriesPredicate.Any any) {
            out.writeByte(ANY);
            writeNodes(out, any.parts(), depth + 1);
        }
    }

    private static void writeNodes(ByteWriter out, List<SeriesPredicate> parts, int depth) {
        out.writeUnsigned(parts.size());
        for (SeriesPredicate part : parts) {
            writeNode(out, part, depth);
        }
    }

    private static void writePattern(ByteWriter out, Pattern pattern) {
        if (Pattern.compile(pattern.pattern()).flags() != pattern.flags()) {
            throw new IllegalArgumentException(
                    "flags of /" + pattern + "/ must stand in its text, such as (?i)");
        }
        out.writeText(pattern.pattern());
    }

    private static SeriesPredicate readNode(ByteReader in, int depth) {
        if (depth > DEPTH_MAX) {
            throw new MalformedException("a predicate nested deeper than " + DEPTH_MAX);
        }
        int kind = in.readByte();
        return switch (kind) {
            case EVERY -> new SeriesPredicate.Every();
            case MEASUREMENT_IS -> new SeriesPredicate.MeasurementIs(in.readText());
            case MEASUREMENT_MATCHES -> new SeriesPredicate.MeasurementMatches(readPattern(in));
            case SERIES_IS -> new SeriesPredicate.SeriesIs(in.readSeries());
            case TAG_IS -> {
                String tag = in.readText();
                yield new SeriesPredicate.TagIs(tag, in.readText());
            }
            case TAG_MATCHES -> {
                String tag = in.readText();
                yield new SeriesPredicate.TagMatches(tag, readPattern(in));
            }
            case NOT -> new SeriesPredicate.Not(readNode(in, depth + 1));
            case ALL -> new SeriesPredicate.All(readNodes(in, depth + 1));
            case ANY -> new SeriesPredicate.Any(readNodes(in, depth + 1));
            default -> throw new MalformedException("unknown kind of predicate: " + kind);
        };
    }

    private static List<SeriesPredicate> readNodes(ByteReader in, int depth) {
        int size = in.readCount(in.remaining(), "parts");
        List<SeriesPredicate> parts = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            parts.add(readNode(in, depth));
        }
        return parts;
    }

    private static Pattern readPattern(ByteReader in) {
        String text = in.readText();
        try {
            return Pattern.compile(text);
        } catch (PatternSyntaxException e) {
            throw new MalformedException("no regular expression: " + e.getMessage(), e);
        } catch (StackOverflowError e) { // the JDK's answer to groups nested thousands deep
            throw new MalformedException("a regular expression nested too deep", e);
        }
    }
}
