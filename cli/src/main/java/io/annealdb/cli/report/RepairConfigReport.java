package io.annealdb.cli.report;

import io.annealdb.image.ClusterImage;

/** How the background repair of the cluster is set. */
public record RepairConfigReport(boolean enabled) {
    public static RepairConfigReport of(ClusterImage image) {
        return new RepairConfigReport(image.repairConfig().enabled());
    }
}
