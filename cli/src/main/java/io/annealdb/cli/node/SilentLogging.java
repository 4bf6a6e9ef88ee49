package io.annealdb.cli.node;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.List;

/** Found by Logback when it starts: a command logs nothing, and reads no file to learn so. */
public final class SilentLogging extends ContextAwareBase implements Configurator {
    private static final List<String> TALKATIVE =
            List.of(
                    "org.apache.ratis",
                    "org.eclipse.jetty",
                    "io.grpc",
                    "io.netty",
                    "io.scalecube",
                    "reactor",
                    "net.openhft");

    /** A peer's name that nobody knows, several times a second; whoever calls it says so once. */
    private static final String CHANNELS = "io.grpc.internal.ManagedChannelImpl";

    @Override
    public ExecutionStatus configure(LoggerContext context) {
        context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME).setLevel(Level.OFF);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    /** What others have built speaks only if it is worth an operator's while. */
    static void quietLibraries(LoggerContext context) {
        TALKATIVE.forEach(name -> context.getLogger(name).setLevel(Level.WARN));
        context.getLogger(CHANNELS).setLevel(Level.ERROR);
    }
}
