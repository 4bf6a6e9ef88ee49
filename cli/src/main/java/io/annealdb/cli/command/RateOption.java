package io.annealdb.cli.command;

import picocli.CommandLine.Option;

/** {@code --rate}: how fast a repair that an operator has ordered may send. */
final class RateOption {
    @Option(
            names = "--rate",
            paramLabel = "50MB/s",
            converter = RateConverter.class,
            description = "Bytes of payload a second, KB = 1000; else unlimited.")
    private long bytesPerSecond;

    /** 0: unlimited. */
    long bytesPerSecond() {
        return bytesPerSecond;
    }
}
