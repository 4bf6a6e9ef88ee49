package io.annealdb.data.gossip;

import io.annealdb.data.gossip.Rumour.Subject;
import io.annealdb.points.NodeId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;

/**
 * One node's part in spreading rumours: what it passes on, to whom, and when it falls silent.
 * Rumour mongering with feedback and a counter, and now and then an exchange of everything (Demers
 * et al., "Epidemic Algorithms for Replicated Database Maintenance", 1987).
 *
 * <pre>
 *   news ─▶ HOT ── told to a random live node each round ── it was no news there, some times ─▶ COLD
 *   every {@link Settings#exchangeEvery} rounds: "this is what I know" ─▶ both learn what they lack
 * </pre>
 *
 * A rumour thus reaches nearly all in a number of rounds that grows with the logarithm of the
 * nodes, and the exchange reaches the rest. A node with nothing hot says nothing but that. Decides
 * only; the caller sends. Any thread may use it.
 */
public final class RumourMill {
    /**
     * @param uselessMax so often may a rumour be told to those who know it, until it is cold; among
     *     n nodes log2(n) times more, or among many nodes some would be left to the exchanges
     * @param exchangeEvery rounds from one exchange to the next
     * @param bytesMax of bodies in one message, though one rumour always goes
     */
    public record Settings(int uselessMax, int exchangeEvery, int bytesMax) {
        public static final Settings DEFAULT = new Settings(3, 10, 256 * 1024);

        public Settings {
            if (uselessMax < 1 || exchangeEvery < 1 || bytesMax < 1) {
                throw new IllegalArgumentException(
                        "useless %d, exchange %d, bytes %d"
                                .formatted(uselessMax, exchangeEvery, bytesMax));
            }
        }
    }

    /** What to say to whom. */
    public record Round(NodeId partner, Whisper whisper) {}

    private final Settings settings;
    private final RandomGenerator random;
    private final SortedMap<Subject, Rumour> known = new TreeMap<>();
    private final SortedMap<Subject, Integer> hot = new TreeMap<>(); // useless tellings so far
    private long rounds;
    private int exchangeAt = -1; // drawn at the first round, so that not all exchange in the same
    private int uselessMax;

    public RumourMill(Settings settings, RandomGenerator random) {
        this.settings = settings;
        this.random = random;
        this.uselessMax = settings.uselessMax();
    }

    /**
     * Takes a rumour of its own, or one heard.
     *
     * @return whether it was news
     */
    public synchronized boolean tell(Rumour rumour) {
        Rumour before = known.get(rumour.subject());
        if (before != null && before.version() >= rumour.version()) {
            return false;
        }
        known.put(rumour.subject(), rumour);
        hot.put(rumour.subject(), 0);
        return true;
    }

    public synchronized Optional<Rumour> about(Subject subject) {
        return Optional.ofNullable(known.get(subject));
    }

    /** Forgets what is said of nodes that meta no longer names. */
    public synchronized void retain(Predicate<Subject> named) {
        known.keySet().removeIf(named.negate());
        hot.keySet().removeIf(named.negate());
    }

    /** Whether a round would tell anything but exchanges. */
    public synchronized boolean silent() {
        return hot.isEmpty();
    }

    /**
     * What to say in this round; empty if there is nobody to talk to, or nothing to say.
     *
     * @param live the other nodes, as far as they are known to live
     */
    public synchronized Optional<Round> round(List<NodeId> live) {
        if (exchangeAt < 0) {
            exchangeAt = random.nextInt(settings.exchangeEvery());
        }
        boolean exchange = rounds++ % settings.exchangeEvery() == exchangeAt;
        if (live.isEmpty() || hot.isEmpty() && !exchange) {
            return Optional.empty();
        }
        uselessMax =
                settings.uselessMax() + Integer.SIZE - Integer.numberOfLeadingZeros(live.size());
        NodeId partner = live.get(random.nextInt(live.size()));
        List<Rumour> telling = upTo(hot.keySet());
        return Optional.of(
                new Round(
                        partner,
                        new Whisper(
                                telling, exchange ? versions() : Map.of(), Set.of(), Set.of())));
    }

    private Map<Subject, Long> versions() {
        Map<Subject, Long> versions = new TreeMap<>();
        known.forEach((subject, rumour) -> versions.put(subject, rumour.version()));
        return versions;
    }

    /** As many of these as one message takes; the rest waits for the next round. */
    private List<Rumour> upTo(Iterable<Subject> subjects) {
        List<Rumour> some = new ArrayList<>();
        long bytes = 0;
        for (Subject subject : subjects) {
            Rumour rumour = known.get(subject);
            bytes += rumour.body().length;
            if (!some.isEmpty() && bytes > settings.bytesMax()) {
                break;
            }
            some.add(rumour);
        }
        return some;
    }

    /** A message from another node; the answer says what was no news, and mends what it shows. */
    public synchronized Whisper heard(Whisper whisper) {
        Set<Subject> stale = new HashSet<>();
        Set<Subject> better = new HashSet<>();
        for (Rumour rumour : whisper.rumours()) {
            if (!tell(rumour)) {
                stale.add(rumour.subject());
                if (known.get(rumour.subject()).version() > rumour.version()) {
                    better.add(rumour.subject());
                }
            }
        }
        Set<Subject> wanted = new HashSet<>();
        if (!whisper.known().isEmpty()) {
            known.forEach(
                    (subject, rumour) -> {
                        if (rumour.version() > whisper.known().getOrDefault(subject, 0L)) {
                            better.add(subject);
                        }
                    });
            whisper.known()
                    .forEach(
                            (subject, version) -> {
                                if (version > versionOf(subject)) {
                                    wanted.add(subject);
                                }
                            });
        }
        whisper.wanted().stream().filter(known::containsKey).forEach(better::add);
        return new Whisper(upTo(better.stream().sorted().toList()), Map.of(), wanted, stale);
    }

    private long versionOf(Subject subject) {
        Rumour rumour = known.get(subject);
        return rumour == null ? 0 : rumour.version();
    }

    /**
     * The answer of a partner.
     *
     * @return what is still to be told it; empty, as mostly, if nothing
     */
    public synchronized Optional<Whisper> answered(Whisper answer) {
        for (Subject subject : answer.stale()) {
            hot.computeIfPresent(
                    subject,
                    (same, useless) ->
                            useless + 1 >= uselessMax ? null : Integer.valueOf(useless + 1));
        }
        answer.rumours().forEach(this::tell);
        List<Subject> asked = answer.wanted().stream().filter(known::containsKey).sorted().toList();
        return asked.isEmpty() ? Optional.empty() : Optional.of(Whisper.telling(upTo(asked)));
    }
}
