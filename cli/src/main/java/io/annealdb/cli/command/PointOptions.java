package io.annealdb.cli.command;

import io.annealdb.cli.CommandFailure;
import io.annealdb.cli.check.PointPage;
import java.util.Optional;
import picocli.CommandLine.Option;

/** {@code --details}, and which of the differing points to show. */
final class PointOptions {
    private static final int LIMIT_DEFAULT = 100;

    @Option(
            names = "--details",
            description =
                    "Also list the values that differ: who holds what, which wins, and why; and"
                            + " series that differ, up to 100 a pair.")
    private boolean details;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "Points on a page of --details, for each shard (default: 100).")
    private Optional<Integer> limit = Optional.empty();

    @Option(names = "--page", paramLabel = "N", description = "Which page (default: 1).")
    private Optional<Integer> page = Optional.empty();

    boolean areGiven() {
        return details || limit.isPresent() || page.isPresent();
    }

    /** The page to show; empty without {@code --details}. */
    Optional<PointPage> page() {
        if (!details) {
            if (areGiven()) {
                throw CommandFailure.wrongUsage(
                        "--limit and --page say nothing without --details.");
            }
            return Optional.empty();
        }
        if (limit.orElse(1) < 1 || page.orElse(1) < 1) {
            throw CommandFailure.wrongUsage("--limit and --page are at least 1.");
        }
        return Optional.of(new PointPage(page.orElse(1), limit.orElse(LIMIT_DEFAULT)));
    }
}
