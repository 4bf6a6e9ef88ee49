package io.annealdb.points.line;

/**
 * InfluxDB's line protocol: {@code measurement[,tag=value…] field=value[,field=value…]
 * [timestamp]}, a point a line. What is taken and what is refused, and in which words, is as in
 * InfluxDB 1.8.
 */
public final class LineProtocol {
    private LineProtocol() {}

    /**
     * Reads a body. A bad line costs that line alone.
     *
     * @param length how many bytes of the array are the body; fastest if some more follow, whatever
     *     they hold
     * @param nowNanos the time of lines without one, cut down to the precision
     */
    public static ParsedLines parse(byte[] body, int length, Precision precision, long nowNanos) {
        return new LineParser(body, length, precision, nowNanos).parse();
    }
}
