package io.annealdb.query.plan;

import io.annealdb.points.FieldType;
import io.annealdb.query.QueryException;
import io.annealdb.query.ast.DataType;
import io.annealdb.query.ast.Expr;
import io.annealdb.query.ast.SelectStatement;
import io.annealdb.query.regex.GoRegex;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;

/** What {@code *} and regular expressions stand for, among columns and dimensions. */
final class FieldExpansion {
    private final CompiledSelect select;
    private final Schema schema;

    FieldExpansion(CompiledSelect select, Schema schema) {
        this.select = select;
        this.schema = schema;
    }

    /** The tags grouped by, each once, in order of writing. */
    List<String> dimensions() {
        Set<String> names = new LinkedHashSet<>();
        for (Expr dimension : select.dimensions()) {
            if (dimension instanceof Expr.VarRef ref) {
                names.add(ref.name());
            } else {
                Predicate<String> picked = picked(dimension);
                schema.tags().stream().filter(picked).forEach(names::add);
            }
        }
        return List.copyOf(names);
    }

    List<SelectStatement.Field> fields() {
        List<SelectStatement.Field> out = new ArrayList<>();
        for (SelectStatement.Field field : select.fields()) {
            Expr expr = field.expression();
            if (expr instanceof Expr.Wildcard || expr instanceof Expr.Regex) {
                columns(expr).forEach(ref -> out.add(new SelectStatement.Field(ref, null)));
            } else if (expr instanceof Expr.Call call && wildcardOf(call) != null) {
                calls(field, call, out);
            } else {
                out.add(field);
                tagsOfTop(expr).forEach(ref -> out.add(new SelectStatement.Field(ref, null)));
            }
        }
        return out;
    }

    /** The tags that a top() or bottom() tells apart: they are columns of the answer too. */
    private static List<Expr> tagsOfTop(Expr expr) {
        return expr instanceof Expr.Call call && Functions.isTopOrBottom(call.name())
                ? call.arguments().subList(1, call.arguments().size() - 1)
                : List.of();
    }

    /** Fields and, unless rows are grouped by a wildcard, tags that are not grouped by. */
    private List<Expr.VarRef> columns(Expr pattern) {
        Predicate<String> picked = picked(pattern);
        List<Expr.VarRef> refs = new ArrayList<>();
        schema.fields()
                .forEach((name, type) -> refs.add(new Expr.VarRef(name, InfluxTypes.of(type))));
        boolean tagsToo =
                !refs.isEmpty()
                        && select.dimensions().stream().allMatch(d -> d instanceof Expr.VarRef);
        if (tagsToo) {
            Set<String> grouped = Set.copyOf(dimensions());
            schema.tags().stream()
                    .filter(tag -> !grouped.contains(tag))
                    .forEach(tag -> refs.add(new Expr.VarRef(tag, DataType.TAG)));
        }
        DataType kind = pattern instanceof Expr.Wildcard wildcard ? wildcard.kind() : null;
        return refs.stream()
                .filter(ref -> picked.test(ref.name()))
                .filter(
                        ref ->
                                kind == null
                                        || (kind == DataType.TAG) == (ref.cast() == DataType.TAG))
                .sorted(Comparator.comparing(Expr.VarRef::name).thenComparing(Expr.VarRef::cast))
                .toList();
    }

    private void calls(
            SelectStatement.Field field, Expr.Call call, List<SelectStatement.Field> out) {
        Expr pattern = wildcardOf(call);
        if (pattern instanceof Expr.Wildcard wildcard && wildcard.kind() == DataType.TAG) {
            throw new QueryException(
                    "unable to use tag wildcard in " + innermost(call).name() + "()");
        }
        Predicate<String> picked = picked(pattern);
        String stem = field.alias() != null ? field.alias() : call.name();
        schema.fields().entrySet().stream()
                .filter(each -> picked.test(each.getKey()))
                .filter(each -> takes(innermost(call).name(), each.getValue()))
                .sorted(java.util.Map.Entry.comparingByKey())
                .forEach(
                        each -> {
                            Expr ref =
                                    new Expr.VarRef(each.getKey(), InfluxTypes.of(each.getValue()));
                            out.add(
                                    new SelectStatement.Field(
                                            replaced(call, ref), stem + "_" + each.getKey()));
                        });
    }

    private static boolean takes(String function, FieldType type) {
        if (type == FieldType.BOOLEAN) {
            return Functions.takesBooleans(function);
        }
        return type.numeric() || Functions.takesEveryType(function);
    }

    private static Expr.Call innermost(Expr.Call call) {
        return !call.arguments().isEmpty() && call.arguments().get(0) instanceof Expr.Call inner
                ? innermost(inner)
                : call;
    }

    private static Expr wildcardOf(Expr.Call call) {
        Expr.Call inner = innermost(call);
        if (inner.arguments().isEmpty()) {
            return null;
        }
        Expr first = inner.arguments().get(0);
        return first instanceof Expr.Wildcard || first instanceof Expr.Regex ? first : null;
    }

    private static Expr.Call replaced(Expr.Call call, Expr argument) {
        List<Expr> arguments = new ArrayList<>(call.arguments());
        arguments.set(
                0,
                arguments.get(0) instanceof Expr.Call inner ? replaced(inner, argument) : argument);
        return new Expr.Call(call.name(), arguments);
    }

    private static Predicate<String> picked(Expr pattern) {
        return pattern instanceof Expr.Regex regex
                ? GoRegex.compile(regex.pattern()).asPredicate()
                : name -> true;
    }
}
