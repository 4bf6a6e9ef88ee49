package io.annealdb.points.line;

/** The ten spellings of a boolean in line protocol. */
final class Booleans {
    private static final String[] TRUE = {"t", "T", "true", "True", "TRUE"};
    private static final String[] FALSE = {"f", "F", "false", "False", "FALSE"};

    private Booleans() {}

    /** 1, 0, or -1 if bytes {@code [from, to)} are neither. */
    static int parse(byte[] body, int from, int to) {
        for (int i = 0; i < TRUE.length; i++) {
            if (is(TRUE[i], body, from, to)) {
                return 1;
            }
            if (is(FALSE[i], body, from, to)) {
                return 0;
            }
        }
        return -1;
    }

    private static boolean is(String word, byte[] body, int from, int to) {
        if (to - from != word.length()) {
            return false;
        }
        for (int i = 0; i < word.length(); i++) {
            if (body[from + i] != word.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
