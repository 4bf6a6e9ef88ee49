package io.annealdb.image;

/** Why a command changes nothing, in words for whoever gave it. */
final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    private Refusal(String message) {
        super(message, null, false, false);
    }

    static Refusal because(String message) {
        return new Refusal(message);
    }
}
