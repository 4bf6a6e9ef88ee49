package io.annealdb.points.line;

/**
 * Why a line is no point, in InfluxDB's words. Costs no stack trace: bad lines come in thousands.
 */
final class BadLineException extends Exception {
    BadLineException(String reason) {
        super(reason, null, false, false);
    }
}
