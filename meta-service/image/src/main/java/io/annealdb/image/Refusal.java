package io.annealdb.image;

/** Why a command changes nothing, in words for whoever gave it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final boolean notFound;

    private Refusal(String message, boolean notFound) {
        super(message, null, false, false);
        this.notFound = notFound;
    }

    static Refusal because(String message) {
        return new Refusal(message, false);
    }

    static Refusal notFound(String message) {
        return new Refusal(message, true);
    }

    boolean isNotFound() {
        return notFound;
    }
}
