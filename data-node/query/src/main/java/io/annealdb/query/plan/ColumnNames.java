package io.annealdb.query.plan;

import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.SelectStatement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The names of an answer's columns: aliases first, then generated ones, made different by a number.
 */
final class ColumnNames {
    private ColumnNames() {}

    /** One name a field, without the time column. */
    static List<String> of(List<SelectStatement.Field> fields) {
        String[] names = new String[fields.size()];
        Map<String, Integer> taken = new HashMap<>();
        for (int i = 0; i < names.length; i++) {
            names[i] = fields.get(i).alias();
            if (names[i] != null) {
                taken.put(names[i], 1);
            }
        }
        for (int i = 0; i < names.length; i++) {
            if (names[i] == null) {
                names[i] = unused(name(fields.get(i).expression()), taken);
            }
        }
        return List.of(names);
    }

    private static String unused(String name, Map<String, Integer> taken) {
        String resolved = name;
        Integer count = taken.get(name);
        if (count != null) {
            int number = count;
            resolved = name + "_" + number;
            while (taken.containsKey(resolved)) {
                number++;
                resolved = name + "_" + number;
            }
            taken.put(name, number + 1);
        }
        taken.merge(resolved, 1, Integer::sum);
        return resolved;
    }

    static String name(Expr expr) {
        if (expr instanceof Expr.Paren paren) {
            return name(paren.inner());
        }
        if (expr instanceof Expr.Binary) {
            List<String> parts = new ArrayList<>();
            gather(expr, parts);
            return String.join("_", parts);
        }
        if (expr instanceof Expr.Call call) {
            return call.name();
        }
        return expr instanceof Expr.VarRef ref ? ref.name() : "";
    }

    private static void gather(Expr expr, List<String> parts) {
        if (expr instanceof Expr.Binary binary) {
            gather(binary.left(), parts);
            gather(binary.right(), parts);
        } else if (expr instanceof Expr.Paren paren) {
            gather(paren.inner(), parts);
        } else if (expr instanceof Expr.VarRef || expr instanceof Expr.Call) {
            parts.add(name(expr));
        }
    }
}
