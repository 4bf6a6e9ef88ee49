package io.annealdb.cli.simulator;

import java.time.Duration;
import java.util.PriorityQueue;

/**
 * Time and what is to happen in it. Events of one moment happen in the order in which they were
 * asked for. An event may let time pass inside itself, by {@link #pass}: then others happen
 * meanwhile, as beside a call that blocks.
 */
final class EventQueue {
    /** Something that is to happen; the queue forgets it once it is cancelled. */
    static final class Event implements Comparable<Event> {
        private final long at;
        private final long number;
        private final Runnable action;
        private boolean cancelled;

        private Event(long at, long number, Runnable action) {
            this.at = at;
            this.number = number;
            this.action = action;
        }

        void cancel() {
            cancelled = true;
        }

        @Override
        public int compareTo(Event other) {
            int order = Long.compare(at, other.at);
            return order != 0 ? order : Long.compare(number, other.number);
        }
    }

    /** A story that needs more than this hangs in a loop. */
    private static final long EVENTS_MAX = 3_000_000;

    private final PriorityQueue<Event> events = new PriorityQueue<>();
    private long now;
    private long numbers;
    private long happened;

    /** Nanoseconds since the story began; never goes back. */
    long now() {
        return now;
    }

    Event after(Duration delay, Runnable action) {
        Event event = new Event(now + Math.max(0, delay.toNanos()), numbers++, action);
        events.add(event);
        return event;
    }

    /** Plays all that happens until a moment, which then is now. */
    void playUntil(long moment) {
        while (!events.isEmpty() && events.peek().at <= moment) {
            Event next = events.poll();
            if (next.cancelled) {
                continue;
            }
            now = Math.max(now, next.at);
            if (++happened > EVENTS_MAX) {
                throw new AssertionError("the story does not end: " + EVENTS_MAX + " events");
            }
            next.action.run();
        }
        now = Math.max(now, moment);
    }

    /** Plays what happens meanwhile; also for the inside of an event. */
    void pass(Duration time) {
        playUntil(now + time.toNanos());
    }
}
