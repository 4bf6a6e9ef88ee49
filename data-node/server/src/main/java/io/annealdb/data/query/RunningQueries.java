package io.annealdb.data.query;

import com.codahale.metrics.Gauge;
import com.codahale.metrics.MetricRegistry;
import io.annealdb.query.QueryException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Bounds how many queries run at once, and each one's time. Any thread may use it. */
final class RunningQueries {
    private final QuerySettings settings;
    private final InstantSource clock;
    private final AtomicInteger running = new AtomicInteger();

    RunningQueries(QuerySettings settings, InstantSource clock, MetricRegistry metrics) {
        this.settings = settings;
        this.clock = clock;
        metrics.registerGauge("query.running", (Gauge<Integer>) running::get);
    }

    /**
     * @throws QueryException if as many run as may
     */
    RunningQuery begin() {
        int now = running.incrementAndGet();
        if (settings.concurrentMax() > 0 && now > settings.concurrentMax()) {
            running.decrementAndGet();
            throw new QueryException(
                    "max-concurrent-queries limit exceeded("
                            + settings.concurrentMax()
                            + ", "
                            + settings.concurrentMax()
                            + ")");
        }
        Instant deadline =
                settings.timeout().isZero()
                        ? Instant.MAX
                        : clock.instant().plus(settings.timeout());
        return new Running(deadline);
    }

    private final class Running implements RunningQuery, BooleanSupplier {
        private final Instant deadline;
        private volatile boolean cancelled;
        private boolean closed;

        Running(Instant deadline) {
            this.deadline = deadline;
        }

        @Override
        public void cancel() {
            cancelled = true;
        }

        @Override
        public BooleanSupplier cancelled() {
            return this;
        }

        @Override
        public boolean getAsBoolean() {
            if (deadline != Instant.MAX && clock.instant().isAfter(deadline)) {
                throw new QueryException("query-timeout limit exceeded");
            }
            return cancelled;
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                running.decrementAndGet();
            }
        }
    }
}
