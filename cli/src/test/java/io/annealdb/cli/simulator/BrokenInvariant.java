package io.annealdb.cli.simulator;

/** Ends a story: something that must hold does not. */
final class BrokenInvariant extends AssertionError {
    private static final long serialVersionUID = 1;

    BrokenInvariant(String what) {
        super(what);
    }
}
