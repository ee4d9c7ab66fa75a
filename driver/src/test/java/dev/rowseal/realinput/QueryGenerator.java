package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Queries from a seed, of every construct of the contract nested in each other, and now and then of one that must be
 * refused. An ORDER BY with one space is over unique values, so that the order of rows is part of the answer.
 */
final class QueryGenerator {

    /** What is in FROM: its text, its columns, and what makes its rows unique, when anything does. */
    private record From(String text, List<Out> columns, List<String> unique) {}

    private final Random random;
    private final GeneratedSchema schema;
    private final GeneratedValues values;
    private final QueryPredicates predicates;
    /** Over derived tables with subqueries MariaDB counts partitions that it has not sorted, by the plan that it takes. */
    private final boolean windows;

    private final boolean h2;
    /** An aggregate beside a column is an error of PostgreSQL's; MariaDB gives any row's value, and another one each time. */
    private final List<String> functions;

    private final List<String> common = new ArrayList<>();
    private final List<List<Out>> commonColumns = new ArrayList<>();
    private int names;

    QueryGenerator(Random random, GeneratedSchema schema, Engine engine) {
        this.random = random;
        this.schema = schema;
        this.values = new GeneratedValues(random, schema);
        this.predicates = new QueryPredicates(random, schema, engine, values, () -> name("x"));
        this.windows = engine != Engine.MARIADB;
        this.h2 = engine == Engine.H2;
        this.functions = switch (engine) {
            case H2 -> List.of("upper(", "length(");
            case MARIADB -> List.of("upper(", "lower(", "length(");
            case POSTGRESQL -> List.of("upper(", "max(", "length(");
        };
    }

    Request next() {
        values.start();
        common.clear();
        commonColumns.clear();
        names = 0;
        String with = "";
        if (chance(6)) {
            String name = name("w");
            List<Out> columns = new ArrayList<>();
            with = "WITH " + name + " AS (" + query(2, columns, List.of(), false) + ") ";
            common.add(name);
            commonColumns.add(columns);
        }
        if (chance(10)) {
            return values.request(with + limited());
        }
        return values.request(
                with + (chance(5) ? sets(new ArrayList<>()) : query(3, new ArrayList<>(), List.of(), true)));
    }

    /** How many rows a limit leaves, or whether any: the same each time, where the rows themselves need not be. */
    private String limited() {
        List<Out> columns = new ArrayList<>();
        String rows = chance(2) ? sets(columns) : query(2, columns, List.of(), false);
        if (!rows.contains(" ORDER  BY ")) {
            rows += " LIMIT " + values.number(1 + random.nextInt(5));
            rows += chance(2) ? " OFFSET " + values.number(random.nextInt(4)) : "";
        }
        if (chance(2)) {
            return "SELECT count(*) AS " + name("c") + " FROM (" + rows + ") " + name("t");
        }
        String alias = name("t");
        return "SELECT " + alias + ".id FROM " + one(schema.tables()).name() + " " + alias + " WHERE EXISTS (" + rows
                + ")";
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String name(String prefix) {
        return prefix + ++names;
    }

    /**
     * A query.
     *
     * @param given takes the columns that it gives
     * @param outer columns of queries around it
     * @param top whether its rows are the answer
     */
    private String query(int depth, List<Out> given, List<Out> outer, boolean top) {
        From from = from(depth);
        return switch (random.nextInt(10)) {
            case 0 -> distinct(from, depth, given, outer);
            case 1, 2 -> grouped(from, depth, given, outer);
            case 3 -> aggregated(from, depth, given, outer);
            default -> plain(from, depth, given, outer, top);
        };
    }

    private From from(int depth) {
        From from = source(depth);
        int joins = depth < 2 ? random.nextInt(2) : random.nextInt(3);
        for (int i = 0; i < joins; i++) {
            From other = source(depth - 1);
            List<Out> columns = new ArrayList<>(from.columns());
            columns.addAll(other.columns());
            List<String> unique = new ArrayList<>(from.unique());
            unique.addAll(other.unique());
            boolean known = !from.unique().isEmpty() && !other.unique().isEmpty();
            String on = chance(6) ? using(from.columns(), other.columns()) : "";
            if (!on.isEmpty()) {
                String join = one(List.of(" JOIN ", " LEFT JOIN ", " RIGHT JOIN "));
                // H2's own assertions do not hold for a RIGHT JOIN with USING behind another.
                boolean fails = h2 && join.equals(" RIGHT JOIN ") && from.text().contains(" USING (");
                String text = from.text() + (fails ? " LEFT JOIN " : join) + other.text() + on;
                from = new From(text, columns, known ? unique : List.of());
                continue;
            }
            on = " ON " + on(from.columns(), other.columns());
            String kind = one(List.of("JOIN", "INNER JOIN", "LEFT JOIN", "RIGHT JOIN"));
            String text = from.text() + " " + kind + " " + other.text() + on
                    + (chance(3) ? " AND " + predicates.any(columns, List.of(), 0) : "");
            from = new From(text, columns, known ? unique : List.of());
        }
        return from;
    }

    /** Up to two open columns that both sides have under one name; nothing where there are none. */
    private String using(List<Out> left, List<Out> right) {
        List<String> names = new ArrayList<>();
        for (Out column : right) {
            boolean open = left.stream()
                                    .filter(one -> one.name().equals(column.name()))
                                    .count()
                            == 1
                    && left.stream().noneMatch(one -> one.name().equals(column.name()) && one.sealed());
            if (open && !column.sealed()) {
                names.add(column.name());
            }
        }
        Collections.shuffle(names, random);
        return names.isEmpty() ? "" : " USING (" + String.join(", ", names.subList(0, Math.min(2, names.size()))) + ")";
    }

    private String on(List<Out> left, List<Out> right) {
        List<String> conditions = new ArrayList<>();
        for (Out a : left) {
            for (Out b : right) {
                boolean lookups = a.lookup() != null && a.lookup().equals(b.lookup());
                if (lookups || !a.sealed() && !b.sealed() && a.type().equals(b.type())) {
                    conditions.add(chance(2) || !lookups ? a + " = " + b : b + " = " + a);
                }
            }
        }
        return conditions.isEmpty() ? "1 = 0" : one(conditions);
    }

    private From source(int depth) {
        String alias = name("t");
        if (depth > 0 && chance(5)) {
            List<Out> columns = new ArrayList<>();
            String query = chance(5) ? sets(columns) : query(depth - 1, columns, List.of(), false);
            return new From("(" + query + ") " + alias, in(alias, columns), List.of());
        }
        if (!common.isEmpty() && chance(2)) {
            return new From(common.get(0) + " " + alias, in(alias, commonColumns.get(0)), List.of());
        }
        GeneratedSchema.Table table = one(schema.tables());
        return new From(
                table.name() + one(List.of(" ", " AS ")) + alias, Out.columns(table, alias), List.of(alias + ".id"));
    }

    private static List<Out> in(String alias, List<Out> columns) {
        return columns.stream().map(column -> column.in(alias)).toList();
    }

    private String where(List<Out> columns, List<Out> outer, int depth) {
        return chance(4) ? "" : " WHERE " + predicates.any(columns, outer, Math.min(depth, 2));
    }

    private String plain(From from, int depth, List<Out> given, List<Out> outer, boolean top) {
        List<String> items = new ArrayList<>();
        int many = 1 + random.nextInt(4);
        if (top && chance(from.text().contains(" USING (") ? 2 : 10)) {
            items.add("*");
        }
        for (int i = items.size(); i < many; i++) {
            items.add(item(from, depth, given, outer, top));
        }
        String sql =
                "SELECT " + String.join(", ", items) + " FROM " + from.text() + where(from.columns(), outer, depth);
        if (!from.unique().isEmpty() && chance(3)) {
            List<String> order = new ArrayList<>(from.unique());
            Collections.shuffle(order, random);
            sql += (top ? " ORDER BY " : " ORDER  BY ") + String.join(one(List.of(", ", " DESC, ")), order);
            sql += chance(2) ? " LIMIT " + values.number(1 + random.nextInt(9)) : "";
            sql += sql.contains("LIMIT") && chance(2) ? " OFFSET " + values.number(random.nextInt(4)) : "";
        }
        return sql;
    }

    private String item(From from, int depth, List<Out> given, List<Out> outer, boolean top) {
        String label = name("c");
        Out column = one(top ? from.columns() : exact(from.columns()));
        if (depth > 0 && chance(9)) {
            return scalar(from, label, given);
        }
        if (chance(9)) {
            given.add(new Out("", label, "integer", false, null));
            return "CASE WHEN " + predicates.any(from.columns(), outer, 1) + " THEN 1 ELSE 2 END AS " + label;
        }
        if (chance(9) && (windows || depth == 0)) {
            given.add(new Out("", label, "bigint", false, null));
            String by = equatable(from.columns()).toString();
            return "count(" + one(List.of("*", column.toString())) + ") OVER (PARTITION BY " + by + ") AS " + label;
        }
        if (top && chance(60)) {
            // Beside an aggregate H2 answers a subquery with any row's value.
            return one(functions) + column + ") AS " + label;
        }
        if (top && chance(2)) {
            return column.toString();
        }
        given.add(column.named(label));
        return column + one(List.of(" AS ", " ")) + label;
    }

    /** A subquery that gives one value, because it is of one row. */
    private String scalar(From from, String label, List<Out> given) {
        GeneratedSchema.Table table = one(schema.tables());
        String alias = name("s");
        Out column = one(exact(Out.columns(table, alias)));
        List<Out> numbers = from.columns().stream()
                .filter(other -> !other.sealed() && List.of("bigint", "integer").contains(other.type()))
                .toList();
        String id = numbers.isEmpty() || chance(3)
                ? values.number(random.nextInt(16))
                : one(numbers).toString();
        Out out = column.named(label);
        given.add(new Out("", label, out.type(), out.sealed(), null));
        return "(SELECT " + column + " FROM " + table.name() + " " + alias + " WHERE " + alias + ".id = " + id + ") AS "
                + label;
    }

    private static List<Out> exact(List<Out> columns) {
        return columns.stream().filter(column -> !column.isFolded()).toList();
    }

    private Out equatable(List<Out> columns) {
        return one(
                columns.stream().filter(Out::isEquatable).toList().isEmpty()
                        ? columns
                        : columns.stream().filter(Out::isEquatable).toList());
    }

    private String distinct(From from, int depth, List<Out> given, List<Out> outer) {
        List<String> items = new ArrayList<>();
        int many = 1 + random.nextInt(3);
        for (int i = 0; i < many; i++) {
            Out column = chance(30) ? one(exact(from.columns())) : equatable(from.columns());
            String label = name("c");
            given.add(column.named(label));
            items.add(column + " AS " + label);
        }
        return "SELECT DISTINCT " + String.join(", ", items) + " FROM " + from.text()
                + where(from.columns(), outer, depth);
    }

    private String grouped(From from, int depth, List<Out> given, List<Out> outer) {
        List<String> keys = new ArrayList<>();
        List<String> items = new ArrayList<>();
        Out first = null;
        for (int i = 0; i < 1 + random.nextInt(2); i++) {
            Out column = chance(30) ? one(exact(from.columns())) : equatable(from.columns());
            if (!keys.contains(column.toString())) {
                keys.add(column.toString());
                String label = name("c");
                given.add(column.named(label));
                items.add(column + " AS " + label);
                first = column;
            }
        }
        String having = "";
        if (chance(3)) {
            having = " HAVING " + one(List.of("count(*) > 1", "count(DISTINCT " + equatable(from.columns()) + ") > 1"));
        } else if (chance(3)) {
            // H2 says that a column is not grouped by only when it comes to look at it, which depends on its plan.
            List<Out> others = h2
                    ? from.columns().stream()
                            .filter(column -> keys.contains(column.toString()))
                            .toList()
                    : from.columns();
            having = " HAVING " + predicates.comparison(Objects.requireNonNull(first), others);
        }
        items.add(aggregate(from, given));
        String where = where(from.columns(), outer, depth);
        return "SELECT " + String.join(", ", items) + " FROM " + from.text() + where + " GROUP BY "
                + String.join(", ", keys) + having;
    }

    private String aggregated(From from, int depth, List<Out> given, List<Out> outer) {
        String items = aggregate(from, given) + (chance(2) ? ", " + aggregate(from, given) : "");
        return "SELECT " + items + " FROM " + from.text() + where(from.columns(), outer, depth);
    }

    private String aggregate(From from, List<Out> given) {
        String label = name("c");
        given.add(new Out("", label, "bigint", false, null));
        Out column = one(from.columns());
        return switch (random.nextInt(4)) {
            case 0 -> "count(*) AS " + label;
            case 1 -> "count(" + column + ") AS " + label;
            case 2 -> "count(DISTINCT " + equatable(from.columns()) + ") AS " + label;
            default ->
                "sum(CASE WHEN " + predicates.any(from.columns(), List.of(), 0) + " THEN 1 ELSE 0 END) AS " + label;
        };
    }

    /** Queries of one signature, put together. */
    private String sets(List<Out> given) {
        From first = new From("", List.of(), List.of());
        From second = first;
        List<Out> left = new ArrayList<>();
        List<Out> right = new ArrayList<>();
        for (int tries = 0; left.isEmpty() && tries < 9; tries++) {
            first = source(0);
            second = source(0);
            for (Out a : first.columns()) {
                for (Out b : second.columns()) {
                    boolean alike = a.type().equals(b.type()) && a.sealed() == b.sealed() && !a.isFolded();
                    if (alike && left.size() < 3 && !left.contains(a) && chance(2)) {
                        left.add(a);
                        right.add(b);
                    }
                }
            }
        }
        boolean equal = !left.isEmpty();
        for (int i = 0; i < left.size(); i++) {
            equal &= !left.get(i).sealed()
                    || left.get(i).lookup() != null
                            && Objects.equals(left.get(i).lookup(), right.get(i).lookup());
            String lookup = left.get(i).lookup();
            boolean kept = lookup != null && lookup.equals(right.get(i).lookup());
            Out out = left.get(i).named(name("c"));
            given.add(new Out("", out.name(), out.type(), out.sealed(), kept ? lookup : null));
        }
        if (left.isEmpty()) {
            given.add(new Out("", "c0", "integer", false, null));
            return "SELECT 1 AS c0 FROM alpha UNION ALL SELECT 2 FROM beta";
        }
        String operation = !equal && !chance(20)
                ? " UNION ALL "
                : one(List.of(" UNION ALL ", " UNION ", " INTERSECT ", " EXCEPT ", " UNION "));
        List<String> items = new ArrayList<>();
        for (int i = 0; i < left.size(); i++) {
            items.add(left.get(i) + " AS "
                    + given.get(given.size() - left.size() + i).name());
        }
        String others = "SELECT " + right.stream().map(Out::toString).collect(Collectors.joining(", ")) + " FROM "
                + second.text();
        StringBuilder sets = new StringBuilder(branch(
                "SELECT " + String.join(", ", items) + " FROM " + first.text() + where(first.columns(), List.of(), 1)));
        int more = 1 + (chance(4) ? 1 : 0);
        for (int i = 0; i < more; i++) {
            sets.append(operation).append(branch(others + where(second.columns(), List.of(), 1)));
        }
        return sets.toString();
    }

    private String branch(String query) {
        return chance(6) ? "(" + query + ")" : query;
    }
}
