package io.annealdb.cli;

import io.annealdb.cli.terminal.Terminal;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.Map;
import java.util.random.RandomGenerator;

/**
 * What every command is given: the world outside, so that tests can give it another.
 *
 * @param input what is typed at a prompt
 * @param environment the variables of the shell
 */
public record CommandContext(
        Terminal terminal,
        InputStream input,
        Map<String, String> environment,
        InstantSource clock,
        RandomGenerator random) {
    public CommandContext {
        environment = Map.copyOf(environment);
    }
}
