package io.annealdb.image;

/** The cluster's repair settings: whether nodes and meta start repairs by themselves. */
public record RepairConfig(boolean enabled) {
    public static final RepairConfig DEFAULT = new RepairConfig(false);
}
