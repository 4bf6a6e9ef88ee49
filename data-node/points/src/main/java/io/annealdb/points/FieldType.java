package io.annealdb.points;

/**
 * The type of a field's values. The order is the order in which reads choose where a shard holds
 * several types of one field (repair.md S5); the code goes into files and messages.
 */
public enum FieldType {
    FLOAT(0, "float"),
    INTEGER(1, "integer"),
    UNSIGNED(2, "unsigned"),
    STRING(3, "string"),
    BOOLEAN(4, "boolean");

    private static final FieldType[] BY_CODE = values();

    private final int code;
    private final String influxName;

    FieldType(int code, String influxName) {
        this.code = code;
        this.influxName = influxName;
    }

    public int code() {
        return code;
    }

    /** As InfluxDB names it in errors and in SHOW FIELD KEYS. */
    public String influxName() {
        return influxName;
    }

    /** Whether values are numbers, which a read may cast to one another. */
    public boolean numeric() {
        return this == FLOAT || this == INTEGER || this == UNSIGNED;
    }

    /**
     * @throws IllegalArgumentException if no type has that code
     */
    public static FieldType ofCode(int code) {
        if (code < 0 || code >= BY_CODE.length) {
            throw new IllegalArgumentException("unknown field type code " + code);
        }
        return BY_CODE[code];
    }
}
