package io.annealdb.data.peer;

/** How much one node still holds for another. */
public record HintsWaiting(long bytes, long points) {
    public boolean none() {
        return bytes == 0 && points == 0;
    }
}
