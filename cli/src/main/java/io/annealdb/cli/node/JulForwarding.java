package io.annealdb.cli.node;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.slf4j.LoggerFactory;

/** Hands what gRPC says to the JDK's logging on to ours. */
final class JulForwarding extends Handler {
    private static final SimpleFormatter MESSAGES = new SimpleFormatter();

    private JulForwarding() {}

    static void install() {
        LogManager.getLogManager().reset();
        Logger root = Logger.getLogger("");
        root.setLevel(Level.WARNING);
        root.addHandler(new JulForwarding());
    }

    @Override
    public void publish(LogRecord record) {
        if (!isLoggable(record)) {
            return;
        }
        org.slf4j.Logger log =
                LoggerFactory.getLogger(
                        record.getLoggerName() == null ? "jdk" : record.getLoggerName());
        String message = MESSAGES.formatMessage(record);
        if (record.getLevel().intValue() >= Level.SEVERE.intValue()) {
            log.error(message, record.getThrown());
        } else {
            log.warn(message, record.getThrown());
        }
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
