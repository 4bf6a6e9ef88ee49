package io.annealdb.query.ast;

/** A binary operator, with its text and how tightly it binds. */
public enum Operator {
    OR("OR", 1),
    AND("AND", 2),
    EQ("=", 3),
    NEQ("!=", 3),
    MATCHES("=~", 3),
    NOT_MATCHES("!~", 3),
    LT("<", 3),
    LTE("<=", 3),
    GT(">", 3),
    GTE(">=", 3),
    ADD("+", 4),
    SUB("-", 4),
    BIT_OR("|", 4),
    BIT_XOR("^", 4),
    MUL("*", 5),
    DIV("/", 5),
    MOD("%", 5),
    BIT_AND("&", 5);

    private final String text;
    private final int precedence;

    Operator(String text, int precedence) {
        this.text = text;
        this.precedence = precedence;
    }

    public String text() {
        return text;
    }

    public int precedence() {
        return precedence;
    }

    public boolean logical() {
        return precedence <= 2;
    }

    public boolean comparison() {
        return precedence == 3;
    }

    public boolean arithmetic() {
        return precedence >= 4;
    }

    /** The operator that says the same with the sides exchanged: {@code 5 < x} is {@code x > 5}. */
    public Operator mirrored() {
        return switch (this) {
            case LT -> GT;
            case LTE -> GTE;
            case GT -> LT;
            case GTE -> LTE;
            default -> this;
        };
    }
}
