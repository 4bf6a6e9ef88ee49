package io.annealdb.data.hint;

/** A hint that found no room. */
final class HintQueueFullException extends Exception {
    private static final long serialVersionUID = 1;

    HintQueueFullException(String folder, long bytes, long bytesMax) {
        super(
                "hints in "
                        + folder
                        + " fill "
                        + bytes
                        + " of "
                        + bytesMax
                        + " bytes. Start the node that they wait for, or raise [hinted-handoff]"
                        + " max-size; until then what it misses is recorded as a debt.");
    }
}
