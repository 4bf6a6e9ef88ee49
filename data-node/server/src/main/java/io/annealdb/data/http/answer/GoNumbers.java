package io.annealdb.data.http.answer;

/** Floats in the letters in which Go prints them. */
final class GoNumbers {
    private static final double PLAIN_MIN = 1e-6;
    private static final double PLAIN_END = 1e21;

    private GoNumbers() {}

    /** As {@code encoding/json}: an exponent below 1e-6 and from 1e21 on. */
    static String json(double value) {
        double size = Math.abs(value);
        return size != 0 && (size < PLAIN_MIN || size >= PLAIN_END)
                ? scientific(value)
                : plain(value);
    }

    /** As {@code strconv.FormatFloat(value, 'f', -1, 64)}: never an exponent. */
    static String plain(double value) {
        ShortestDecimal decimal = ShortestDecimal.of(value);
        StringBuilder out = new StringBuilder(24);
        if (negative(value)) {
            out.append('-');
        }
        int exponent = decimal.exponent();
        String digits = Long.toString(decimal.digits());
        if (exponent >= 0) {
            return out.append(digits).append("0".repeat(exponent)).toString();
        }
        int whole = digits.length() + exponent;
        if (whole > 0) {
            return out.append(digits, 0, whole)
                    .append('.')
                    .append(digits, whole, digits.length())
                    .toString();
        }
        return out.append("0.").append("0".repeat(-whole)).append(digits).toString();
    }

    private static String scientific(double value) {
        ShortestDecimal decimal = ShortestDecimal.of(value);
        String digits = Long.toString(decimal.digits());
        int exponent = decimal.exponent() + digits.length() - 1;
        StringBuilder out = new StringBuilder(24);
        if (negative(value)) {
            out.append('-');
        }
        out.append(digits.charAt(0));
        if (digits.length() > 1) {
            out.append('.').append(digits, 1, digits.length());
        }
        return out.append(exponent < 0 ? "e-" : "e+").append(Math.abs(exponent)).toString();
    }

    private static boolean negative(double value) {
        return Double.doubleToRawLongBits(value) < 0;
    }
}
