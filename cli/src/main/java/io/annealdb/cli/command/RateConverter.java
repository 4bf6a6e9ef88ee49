package io.annealdb.cli.command;

import io.annealdb.cli.terminal.Units;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** {@code 50MB/s} as bytes a second. */
final class RateConverter implements ITypeConverter<Long> {
    @Override
    public Long convert(String text) {
        try {
            return Units.rate(text);
        } catch (IllegalArgumentException wrong) {
            throw new TypeConversionException(wrong.getMessage());
        }
    }
}
