package io.annealdb.query.ast;

/** What a cast ({@code value::float}) names, and what an expression evaluates to. */
public enum DataType {
    FLOAT("float"),
    INTEGER("integer"),
    UNSIGNED("unsigned"),
    STRING("string"),
    BOOLEAN("boolean"),
    TIME("time"),
    DURATION("duration"),
    TAG("tag"),
    ANY_FIELD("field");

    private final String influxName;

    DataType(String influxName) {
        this.influxName = influxName;
    }

    public String influxName() {
        return influxName;
    }

    public boolean numeric() {
        return this == FLOAT || this == INTEGER || this == UNSIGNED;
    }
}
