package io.annealdb.cli.repair;

import io.annealdb.cli.report.RepairReport;
import io.annealdb.cli.terminal.ProgressLines;
import io.annealdb.cli.terminal.Style;
import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A repair as it runs: the hops of the shard at work, a bar for each, and how far the job is.
 *
 * <pre>
 *   shard 7  2 of 5
 *   data-2 → data-3  ████████████████████  verified    120 points    3.6 KB
 *   data-3 → data-1  ███████▌············  streaming    45 points    1.2 KB
 * </pre>
 */
public final class HopBars {
    private static final int CELLS_MIN = 8;
    private static final int CELLS_MAX = 40;

    /** What stands beside a bar: names, state, points, bytes, gaps. */
    private static final int COLUMNS_BESIDE = 60;

    private final ProgressLines lines;
    private final int cells;

    public HopBars(Terminal terminal) {
        this.lines = new ProgressLines(terminal);
        this.cells = Math.min(CELLS_MAX, Math.max(CELLS_MIN, terminal.columns() - COLUMNS_BESIDE));
    }

    /** Draws the state of the job. */
    public void draw(RepairReport job) {
        lines.draw(lines(job));
    }

    /** Takes the bars away: the report says all of it. */
    public void clear() {
        lines.draw(List.of());
    }

    private List<String> lines(RepairReport job) {
        List<RepairReport.Shard> shards = job.shards();
        int at = atWork(shards);
        List<String> drawn = new ArrayList<>();
        if (at < 0) {
            drawn.add(name(job) + " " + job.state());
            return drawn;
        }
        RepairReport.Shard shard = shards.get(at);
        drawn.add(
                lines.styled(Style.BOLD, name(job) + " " + job.state())
                        + "  shard "
                        + shard.id()
                        + lines.styled(Style.DIM, "  " + (at + 1) + " of " + shards.size()));
        int width = shard.hops().stream().mapToInt(hop -> name(hop).length()).max().orElse(0);
        shard.hops().forEach(hop -> drawn.add(line(hop, width)));
        return drawn;
    }

    private static String name(RepairReport job) {
        return job.id() == null ? "exchange" : job.id();
    }

    /** The last shard of which a hop has begun. */
    private static int atWork(List<RepairReport.Shard> shards) {
        for (int at = shards.size() - 1; at >= 0; at--) {
            boolean begun =
                    shards.get(at).hops().stream().anyMatch(hop -> !hop.state().equals("planned"));
            if (begun || at == 0) {
                return at;
            }
        }
        return -1;
    }

    private String line(RepairReport.Hop hop, int width) {
        String bar = ProgressLines.bar(fraction(hop), cells);
        Style style =
                switch (hop.state()) {
                    case "verified" -> Style.GOOD;
                    case "abandoned" -> Style.BAD;
                    case "planned", "skipped" -> Style.DIM;
                    default -> Style.ACCENT;
                };
        String sent =
                hop.shardCopied()
                        ? "whole shard"
                        : hop.state().equals("planned") || hop.state().equals("skipped")
                                ? ""
                                : Units.count(hop.pointsSent(), "point");
        return String.format(
                Locale.ROOT,
                "  %-" + width + "s  %s  %-9s  %13s  %8s",
                name(hop),
                lines.styled(style, bar),
                hop.state(),
                sent,
                hop.payloadBytes() > 0 ? Units.bytes(hop.payloadBytes()) : "");
    }

    /** How much of a hop is done; a comparison counts for nothing. */
    static double fraction(RepairReport.Hop hop) {
        return switch (hop.state()) {
            case "verified", "skipped" -> 1;
            case "planned", "comparing" -> 0;
            default -> {
                double bytes = ratio(hop.payloadBytes(), hop.bytesPlanned());
                double points = ratio(hop.pointsSent(), hop.pointsPlanned());
                yield Math.max(bytes, points);
            }
        };
    }

    private static double ratio(long done, long planned) {
        return planned <= 0 ? 0 : Math.min(1, (double) done / planned);
    }

    private static String name(RepairReport.Hop hop) {
        return hop.from() + " → " + hop.to();
    }
}
