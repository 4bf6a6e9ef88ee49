package io.annealdb.data.config;

/** A configuration that cannot be taken; the message names the key and says what to write. */
public final class ConfigException extends RuntimeException {
    public ConfigException(String message) {
        super(message);
    }
}
