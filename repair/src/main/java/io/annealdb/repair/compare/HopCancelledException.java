package io.annealdb.repair.compare;

import java.io.IOException;

/** Whoever watches the hop wants it to end. */
final class HopCancelledException extends IOException {
    private static final long serialVersionUID = 1;
}
