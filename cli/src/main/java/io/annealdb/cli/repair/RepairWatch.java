package io.annealdb.cli.repair;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.connect.MetaNodes;
import io.annealdb.cli.report.RepairReport;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.RepairJobInfo;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * Follows a job to its end. A meta leader may die meanwhile: the job goes on at the next one, and
 * this goes on asking.
 */
public final class RepairWatch {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(100);

    /** How long meta may be silent: longer than any change of leader takes. */
    private static final Duration SILENCE_MAX = Duration.ofSeconds(60);

    private final MetaNodes meta;
    private final ClusterImage image;
    private final InstantSource clock;
    private final Terminal terminal;
    private final HopBars bars;

    public RepairWatch(MetaNodes meta, ClusterImage image, InstantSource clock, Terminal terminal) {
        this.meta = meta;
        this.image = image;
        this.clock = clock;
        this.terminal = terminal;
        this.bars = new HopBars(terminal);
    }

    /** Draws the job's progress until it has ended; one interrupted goes on without us. */
    public RepairReport untilEnded(long id) {
        Thread farewell =
                new Thread(
                        () ->
                                terminal.note(
                                        JobName.of(id)
                                                + " goes on. See anneal repair show "
                                                + JobName.of(id)
                                                + ", or end it by anneal repair cancel "
                                                + JobName.of(id)
                                                + "."),
                        "repair-farewell");
        Runtime.getRuntime().addShutdownHook(farewell);
        try {
            return follow(id);
        } finally {
            removeHook(farewell);
        }
    }

    private RepairReport follow(long id) {
        Instant heard = clock.instant();
        while (true) {
            try {
                RepairJobInfo job =
                        meta.repair(id)
                                .orElseThrow(
                                        () ->
                                                new IllegalStateException(
                                                        JobName.of(id) + " is forgotten"));
                heard = clock.instant();
                RepairReport report = RepairReport.of(job, image, heard);
                bars.draw(report);
                if (job.state().ended()) {
                    bars.clear();
                    return report;
                }
            } catch (CommandFailure silent) {
                if (heard.plus(SILENCE_MAX).isBefore(clock.instant())) {
                    throw silent;
                }
            }
            pause(id);
        }
    }

    private static void pause(long id) {
        try {
            Thread.sleep(BETWEEN_LOOKS.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandFailure.failed(JobName.of(id) + " goes on, but nobody watches any more.");
        }
    }

    private static void removeHook(Thread hook) {
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException goingDown) {
            // It says its words right now.
        }
    }
}
