/**
 * The {@code anneal} program: one process, one command, one exit code.
 *
 * <pre>
 *   {@link Anneal} ─▶ command.RootCommand ─▶ the command ─▶ {@link CommandContext}: terminal, clock, chance, environment
 *                          │ fails
 *                          └─▶ {@link CommandFailure} ─▶ {@link ErrorLines} ─▶ one line on stderr, {@link ExitCode}
 * </pre>
 */
package io.annealdb.cli;
