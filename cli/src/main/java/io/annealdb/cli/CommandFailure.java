package io.annealdb.cli;

/**
 * Ends a command with one line on stderr, which says what to do next, and an exit code. It carries
 * no stack: what is a bug of ours is another exception.
 */
public final class CommandFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    private CommandFailure(int exitCode, String message) {
        super(message, null, false, false);
        this.exitCode = exitCode;
    }

    /** The command failed, or what it names does not exist: exit code 1. */
    public static CommandFailure failed(String message) {
        return new CommandFailure(ExitCode.FAILED, message);
    }

    /** The command line or the configuration alone shows that it is wrong: exit code 2. */
    public static CommandFailure wrongUsage(String message) {
        return new CommandFailure(ExitCode.WRONG_USAGE, message);
    }

    public int exitCode() {
        return exitCode;
    }
}
