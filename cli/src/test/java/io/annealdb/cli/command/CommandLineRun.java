package io.annealdb.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.annealdb.cli.CommandContext;
import io.annealdb.cli.terminal.Terminal;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Map;
import java.util.Random;

/** One command line: what it printed, and its exit code. {@link #of} runs it in this process. */
public record CommandLineRun(int exitCode, String out, String err) {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static CommandLineRun of(String... arguments) {
        return of(Map.of(), arguments);
    }

    public static CommandLineRun of(Map<String, String> environment, String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        CommandContext context =
                new CommandContext(
                        Terminal.plain(utf8(out), utf8(err)),
                        new ByteArrayInputStream(new byte[0]),
                        environment,
                        InstantSource.system(),
                        new Random(1));
        int exitCode = RootCommand.run(context, arguments);
        return new CommandLineRun(exitCode, text(out), text(err));
    }

    /** The document that {@code -o json} printed. */
    public JsonNode json() {
        try {
            return JSON.readTree(out);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("not JSON: " + out + " / " + err, e);
        }
    }

    private static PrintStream utf8(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private static String text(ByteArrayOutputStream bytes) {
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
