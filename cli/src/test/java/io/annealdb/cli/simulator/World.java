package io.annealdb.cli.simulator;

import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/** What all parts of one story share: its seed, time, chance, and what has happened so far. */
final class World {
    final long seed;
    final Trace trace = new Trace();
    final Set<Fault> faults = EnumSet.noneOf(Fault.class);
    final Chance chance;
    final EventQueue events;
    final Weather weather;

    /** Messages that have not arrived yet and will. */
    int underWay;

    World(long seed) {
        this.seed = seed;
        this.chance = new Chance(seed);
        this.events = new EventQueue();
        this.weather = new Weather(chance.apart());
    }

    void note(String what) {
        trace.line(events.now(), what);
    }

    void struck(Fault fault, String what) {
        faults.add(fault);
        note(fault + " " + what);
    }

    /** Ends the story: production code did what it must never do. */
    AssertionError bug(String where, Throwable what) {
        return new AssertionError(where + ": " + what, what);
    }

    /** How long a message or a thread takes to get going. */
    Duration soon() {
        return weather.latency();
    }
}
