package io.annealdb.cli;

import io.annealdb.cli.command.RootCommand;
import io.annealdb.cli.terminal.Terminal;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.InstantSource;

/** The {@code anneal} command: wires the world to {@link RootCommand} and exits with its code. */
public final class Anneal {
    private Anneal() {}

    public static void main(String[] arguments) {
        System.setOut(utf8(FileDescriptor.out));
        System.setErr(utf8(FileDescriptor.err));
        CommandContext context =
                new CommandContext(
                        Terminal.ofProcess(System.getenv()),
                        System.in,
                        System.getenv(),
                        InstantSource.system(),
                        new SecureRandom());
        int exitCode = RootCommand.run(context, arguments);
        System.out.flush();
        System.exit(exitCode);
    }

    /** Tables and bars need more than ASCII, whatever the locale says. */
    private static PrintStream utf8(FileDescriptor stream) {
        return new PrintStream(new FileOutputStream(stream), true, StandardCharsets.UTF_8);
    }
}
