package io.annealdb.cli.report;

import io.annealdb.cli.terminal.Terminal;
import io.annealdb.cli.terminal.Units;
import io.annealdb.image.ClusterImage;
import io.annealdb.image.DayWindow;
import io.annealdb.image.RepairConfig;
import java.util.List;

/**
 * How the background repair of the cluster is set.
 *
 * @param checkInterval as {@code --check-interval} takes it: {@code 60s}
 * @param rate bytes of payload a second and background job; 0: unlimited
 * @param windows as {@code --window} takes them; none: always
 */
public record RepairConfigReport(
        boolean enabled, String checkInterval, int maxConcurrent, long rate, List<String> windows) {
    public static RepairConfigReport of(ClusterImage image) {
        RepairConfig config = image.repairConfig();
        return new RepairConfigReport(
                config.enabled(),
                seconds(config.checkIntervalMillis()),
                config.maxConcurrent(),
                config.rate(),
                config.windows().stream().map(DayWindow::toString).toList());
    }

    private static String seconds(long millis) {
        return millis % 1_000 == 0 ? millis / 1_000 + "s" : millis + "ms";
    }

    /** For people. */
    public void print(Terminal terminal) {
        terminal.print("background repair: " + (enabled ? "enabled" : "disabled"));
        terminal.print("check-interval:    " + checkInterval);
        terminal.print("max-concurrent:    " + Units.count(maxConcurrent, "job"));
        terminal.print(
                "rate:              " + (rate == 0 ? "unlimited" : Units.bytes(rate) + "/s"));
        terminal.print(
                "windows:           "
                        + (windows.isEmpty() ? "always" : String.join(", ", windows) + " UTC"));
    }
}
