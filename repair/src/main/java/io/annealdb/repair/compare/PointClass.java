package io.annealdb.repair.compare;

/** What a source wants to know of one point that its successor holds. */
enum PointClass {
    /** It takes it for equal to its own: to be summed up, as the proof. */
    REST,
    /** It has nothing of it: to be left out of the sum. */
    UNKNOWN,
    /** It has some of its values, perhaps others: the stamp of each is wanted. */
    STAMPS;

    private static final PointClass[] BY_CODE = values();

    static PointClass ofCode(int code) {
        return BY_CODE[code];
    }

    static int count() {
        return BY_CODE.length;
    }
}
