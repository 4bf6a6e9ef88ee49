package io.annealdb.data.config;

/**
 * One setting: where it stands, what it may hold, what it is when nobody sets it.
 *
 * @param section the table of the TOML file, without brackets
 * @param name the key in that table
 * @param kind how its text is read
 * @param defaultText the default, in the form that a file would hold; empty for "none"
 * @param comment one sentence for the operator
 */
public record ConfigKey(
        String section, String name, ValueKind kind, String defaultText, String comment) {
    public ConfigKey {
        if (!defaultText.isEmpty()) {
            try {
                kind.check(defaultText);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "default of " + section + "." + name + ": " + e.getMessage(), e);
            }
        }
    }

    /** {@code section.name}, as {@code --set} and error messages have it. */
    public String path() {
        return section + "." + name;
    }

    /** The line of a TOML file that sets a value. */
    public String tomlLine(String text) {
        return name + " = " + kind.toml(text);
    }
}
