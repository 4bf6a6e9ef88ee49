package io.annealdb.cli.demo;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The demo's real metrics: AWS CloudWatch series, see the NOTICE beside the file. */
final class CloudWatch {
    private static final String RESOURCE = "/demo/cloudwatch.lp.gz";
    private static final String FIELD = "value=";

    /**
     * One line.
     *
     * @param series measurement and tags, as the line has them
     * @param value its only field
     * @param time seconds since 1970
     */
    record Line(String text, String series, double value, long time) {}

    private CloudWatch() {}

    /** All lines, in the order of the file: of two that share series and time, the later wins. */
    static List<Line> lines() throws IOException {
        List<Line> lines = new ArrayList<>();
        try (InputStream resource = CloudWatch.class.getResourceAsStream(RESOURCE);
                BufferedReader reader =
                        new BufferedReader(
                                new InputStreamReader(
                                        new GZIPInputStream(resource), StandardCharsets.UTF_8))) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                lines.add(line(text));
            }
        }
        return lines;
    }

    private static Line line(String text) {
        String[] parts = text.split(" ");
        return new Line(
                text,
                parts[0],
                Double.parseDouble(parts[1].substring(FIELD.length())),
                Long.parseLong(parts[2]));
    }
}
