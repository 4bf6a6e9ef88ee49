package io.annealdb.data.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** The version of this build. */
final class ServerVersion {
    private static final String RESOURCE = "version.properties";

    private ServerVersion() {}

    /** As clients of InfluxDB are told: they parse the number in front. */
    static String influx() {
        return "1.8.10-anneal-" + build();
    }

    private static String build() {
        Properties properties = new Properties();
        try (InputStream in = ServerVersion.class.getResourceAsStream(RESOURCE)) {
            properties.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + RESOURCE + " of this build", e);
        }
        return properties.getProperty("version");
    }
}
