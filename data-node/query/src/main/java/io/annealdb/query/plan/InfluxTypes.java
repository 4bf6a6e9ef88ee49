package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;

/** The names that InfluxDB's error texts give to kinds of expressions, and types' counterparts. */
final class InfluxTypes {
    private InfluxTypes() {}

    static String literal(Expr expr) {
        if (expr instanceof Expr.Binary) {
            return "*influxql.BinaryExpr";
        }
        if (expr instanceof Expr.Paren) {
            return "*influxql.ParenExpr";
        }
        if (expr instanceof Expr.Regex) {
            return "*influxql.RegexLiteral";
        }
        if (expr instanceof Expr.NameList) {
            return "*influxql.ListLiteral";
        }
        return "*influxql." + expr.getClass().getSimpleName();
    }

    static DataType of(FieldType type) {
        return switch (type) {
            case FLOAT -> DataType.FLOAT;
            case INTEGER -> DataType.INTEGER;
            case UNSIGNED -> DataType.UNSIGNED;
            case STRING -> DataType.STRING;
            case BOOLEAN -> DataType.BOOLEAN;
        };
    }

    /** The type of a field's values; null for a tag and for what is not known. */
    static FieldType fieldType(DataType type) {
        if (type == null) {
            return null;
        }
        return switch (type) {
            case FLOAT -> FieldType.FLOAT;
            case INTEGER -> FieldType.INTEGER;
            case UNSIGNED -> FieldType.UNSIGNED;
            case STRING -> FieldType.STRING;
            case BOOLEAN -> FieldType.BOOLEAN;
            default -> null;
        };
    }
}
