package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;

/** Conditions of generated queries. */
final class QueryPredicates {

    private final Random random;
    private final GeneratedSchema schema;
    private final Engine engine;
    private final GeneratedValues values;
    private final Supplier<String> names;

    QueryPredicates(
            Random random, GeneratedSchema schema, Engine engine, GeneratedValues values, Supplier<String> names) {
        this.random = random;
        this.schema = schema;
        this.engine = engine;
        this.values = values;
        this.names = names;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    String any(List<Out> columns, List<Out> outer, int depth) {
        if (depth > 0 && chance(2)) {
            String left = any(columns, outer, depth - 1);
            return switch (random.nextInt(3)) {
                case 0 -> maybe(left + " AND " + any(columns, outer, depth - 1));
                case 1 -> maybe(left + " OR " + any(columns, outer, depth - 1));
                default -> "NOT (" + left + ")";
            };
        }
        if (depth > 0 && chance(4)) {
            return subquery(columns);
        }
        List<Out> all = new ArrayList<>(columns);
        all.addAll(outer);
        return comparison(one(all), columns);
    }

    /** In parentheses, mostly: what binds tighter is the same on both sides. */
    private String maybe(String condition) {
        return chance(3) ? condition : "(" + condition + ")";
    }

    private String subquery(List<Out> columns) {
        GeneratedSchema.Table table = one(schema.tables());
        String alias = names.get();
        List<Out> inner = Out.columns(table, alias);
        Out column = one(columns);
        List<Out> same = inner.stream()
                .filter(other -> column.sealed()
                        ? column.lookup() != null && column.lookup().equals(other.lookup())
                        : !other.sealed() && other.type().equals(column.type()))
                .toList();
        String from = " FROM " + table.name() + " " + alias;
        if (same.isEmpty() || chance(3)) {
            return one(List.of("", "NOT ")) + "EXISTS (SELECT 1" + from + " WHERE "
                    + (same.isEmpty() ? any(inner, columns, 1) : column + " = " + one(same)) + ")";
        }
        return column + one(List.of(" IN ", " NOT IN ")) + "(SELECT " + one(same) + from + " WHERE "
                + any(inner, columns, 1) + ")";
    }

    private String same() {
        return engine == Engine.MARIADB ? " <=> " : " IS NOT DISTINCT FROM ";
    }

    String comparison(Out column, List<Out> columns) {
        if (chance(6) || column.sealed() && column.lookup() == null && !chance(40)) {
            return column + one(List.of(" IS NULL", " IS NOT NULL"));
        }
        if (column.sealed() && chance(80)) {
            return column + one(List.of(" < ", " LIKE ", " >= ")) + values.of(column.type(), true);
        }
        List<Out> same = columns.stream()
                .filter(other -> column.sealed()
                        ? column.lookup() != null && column.lookup().equals(other.lookup())
                        : !other.sealed() && other.type().equals(column.type()))
                .toList();
        if (!same.isEmpty() && chance(5)) {
            // MariaDB takes NULL for equal to NULL in a = b as well where a <=> b stands beside it and a key serves
            // both
            String third = engine == Engine.MARIADB ? " = " : same();
            return column + one(List.of(" = ", " <> ", third)) + one(same);
        }
        return constant(column);
    }

    private String constant(Out column) {
        String value = values.of(column.type(), column.sealed());
        return switch (random.nextInt(9)) {
            case 0 -> column + " <> " + value;
            case 1 -> value + " = " + column;
            case 2 ->
                column + one(List.of(" IN (", " NOT IN (")) + value + ", " + values.of(column.type(), column.sealed())
                        + ")";
            case 3 -> column + one(List.of(same(), engine == Engine.MARIADB ? same() : " IS DISTINCT FROM ")) + value;
            case 4 ->
                engine == Engine.POSTGRESQL && column.type().startsWith("varchar")
                        ? column + " = ANY (ARRAY[" + value + ", " + values.of(column.type(), column.sealed()) + "])"
                        : "(" + column + ") = " + value;
            case 5 -> "(" + column + ", 1) = (" + value + ", 1)";
            default -> column + " = " + value;
        };
    }
}
