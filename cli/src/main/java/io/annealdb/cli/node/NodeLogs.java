package io.annealdb.cli.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.Appender;
import ch.qos.logback.core.AppenderBase;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.FileAppender;
import ch.qos.logback.core.OutputStreamAppender;
import io.annealdb.cli.CommandFailure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.LoggerFactory;

/**
 * Where nodes log. Commands that run none print no logs at all: {@link SilentLogging} has it so
 * until one of these is called.
 */
public final class NodeLogs {
    private static final String PATTERN =
            "%d{yyyy-MM-dd'T'HH:mm:ss.SSS'Z',UTC} %-5level [%thread] %logger{20} - %msg%n%xEx";

    private NodeLogs() {}

    /** One node a process, its log on stderr: a service manager keeps it. */
    public static void toStderr() {
        LoggerContext context = context();
        ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
        console.setTarget("System.err");
        install(context, started(context, console));
    }

    /** One node a process, its log added to a file. */
    public static void toFile(Path file) {
        LoggerContext context = context();
        install(context, file(context, file));
    }

    /**
     * Several nodes in this process, a file {@code <node>.log} for each: what a thread says is of
     * the node by whose name its thread group is called, or of the main node if there is none.
     */
    public static void byNode(Path folder, String mainNode) {
        LoggerContext logging = context();
        Map<String, Appender<ILoggingEvent>> files = new ConcurrentHashMap<>();
        AppenderBase<ILoggingEvent> byGroup =
                new AppenderBase<>() {
                    @Override
                    protected void append(ILoggingEvent event) {
                        files.computeIfAbsent(
                                        NodeThreads.currentNode().orElse(mainNode),
                                        node -> file(logging, folder.resolve(node + ".log")))
                                .doAppend(event);
                    }
                };
        byGroup.setContext(logging);
        byGroup.start();
        install(logging, byGroup);
    }

    private static LoggerContext context() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        context.reset();
        return context;
    }

    private static Appender<ILoggingEvent> file(LoggerContext context, Path file) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
        } catch (IOException e) {
            throw CommandFailure.failed(
                    "the log " + file + " cannot be written: " + e.getMessage() + ".");
        }
        FileAppender<ILoggingEvent> appender = new FileAppender<>();
        appender.setFile(file.toString());
        appender.setAppend(true);
        return started(context, appender);
    }

    private static Appender<ILoggingEvent> started(
            LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(context);
        encoder.setPattern(PATTERN);
        encoder.start();
        appender.setContext(context);
        appender.setEncoder(encoder);
        appender.start();
        return appender;
    }

    private static void install(LoggerContext context, Appender<ILoggingEvent> appender) {
        ch.qos.logback.classic.Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
        root.setLevel(Level.INFO);
        root.addAppender(appender);
        SilentLogging.quietLibraries(context);
        JulForwarding.install();
    }
}
