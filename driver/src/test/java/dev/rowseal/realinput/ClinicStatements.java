package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Statements on the clinic's tables, of every shape that is planned, from a seed. */
final class ClinicStatements {

    /** Casts that leave a value of the column as it is. */
    private static final Map<String, String> CASTS = Map.of(
            "c_varchar", "varchar",
            "c_text", "varchar",
            "c_integer", "integer",
            "c_bigint", "bigint",
            "c_decimal", "decimal(12,2)",
            "c_date", "date",
            "c_uuid", "uuid");

    private final Random random;
    private final ClinicData data;
    private final int patients;
    private long nextId;

    /** @param patients ids up to this one are there, more or less */
    ClinicStatements(Random random, ClinicData data, int patients) {
        this.random = random;
        this.data = data;
        this.patients = patients;
        this.nextId = patients + 1L;
    }

    Request next() {
        return switch (random.nextInt(14)) {
            case 0, 12 -> insert();
            case 13 -> insertWhole();
            case 1 -> update();
            case 2 -> random.nextBoolean() ? update() : updateMany();
            case 3 -> random.nextInt(3) == 0 ? deleteFound() : random.nextInt(3) == 0 ? move() : delete();
            case 4 -> count();
            case 5, 6 -> join();
            default -> select();
        };
    }

    private long id() {
        return 1 + random.nextInt(patients + 5);
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private Request insert() {
        List<String> columns = Stream.concat(Stream.of("id", "city"), ClinicData.COLUMNS.keySet().stream())
                .filter(column -> column.equals("id") || random.nextInt(3) > 0)
                .collect(Collectors.toCollection(ArrayList::new));
        java.util.Collections.shuffle(columns, random);
        int rows = 1 + random.nextInt(3);
        List<@Nullable Object> values = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            long id = random.nextInt(10) == 0 ? id() : nextId++;
            for (String column : columns) {
                values.add(
                        column.equals("id") ? (Object) id : column.equals("city") ? data.city() : data.value(column));
            }
        }
        String row = columns.stream().map(this::mark).collect(Collectors.joining(", ", "(", ")"));
        String sql = "INSERT INTO patient (" + String.join(", ", columns) + ") VALUES "
                + String.join(", ", java.util.Collections.nCopies(rows, row));
        return new Request(
                sql
                        + switch (data.engine()) {
                            case H2 -> "";
                            case POSTGRESQL -> upsert(columns) + returning();
                            case MARIADB -> returning();
                        },
                values);
    }

    /** A parameter, sometimes cast to the type that its column has anyway; MariaDB casts to no such types. */
    private String mark(String column) {
        boolean casts = data.engine() != Engine.MARIADB && CASTS.containsKey(column) && random.nextInt(4) == 0;
        return casts ? "CAST(? AS " + CASTS.get(column) + ")" : "?";
    }

    private String upsert(List<String> columns) {
        String sql = one(List.of("", "", " ON CONFLICT DO NOTHING", " ON CONFLICT (id) DO NOTHING", " UPDATE"));
        if (sql.equals(" UPDATE")) {
            String column = one(columns);
            sql = " ON CONFLICT (id) DO UPDATE SET " + column + " = excluded." + column
                    + (columns.contains("c_varchar") && !column.equals("c_varchar")
                            ? ", c_varchar = coalesce(patient.c_varchar, excluded.c_varchar)"
                            : "");
        }
        return sql;
    }

    private String returning() {
        return one(List.of("", "", " RETURNING *", " RETURNING id, c_text AS t, c_json, upper(city) AS u"));
    }

    /** An INSERT without a column list: DEFAULT in some places. */
    private Request insertWhole() {
        List<@Nullable Object> values = new ArrayList<>();
        List<String> row = new ArrayList<>(List.of(Long.toString(nextId++)));
        for (String column : Stream.concat(Stream.of("city"), ClinicData.COLUMNS.keySet().stream())
                .toList()) {
            if (random.nextInt(5) == 0) {
                row.add("DEFAULT");
            } else {
                row.add(column.equals("city") ? "lower(?)" : mark(column));
                values.add(column.equals("city") ? data.city() : data.value(column));
            }
        }
        return new Request("INSERT INTO patient VALUES (" + String.join(", ", row) + ")", values);
    }

    private Request update() {
        List<@Nullable Object> values = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        List<String> columns = new ArrayList<>(ClinicData.COLUMNS.keySet());
        java.util.Collections.shuffle(columns, random);
        for (String column : columns.subList(0, 1 + random.nextInt(4))) {
            sets.add(column + " = ?");
            values.add(data.value(column));
        }
        if (random.nextBoolean()) {
            sets.add("city = upper(?)");
            values.add(data.city());
        }
        values.add(id());
        String where = " WHERE id = ?";
        if (random.nextInt(4) == 0) {
            where += " AND " + lookup("", values);
        }
        return new Request("UPDATE patient SET " + String.join(", ", sets) + where, values);
    }

    /** Of rows that anything finds, with columns that are copied and expressions over open ones. */
    private Request updateMany() {
        List<@Nullable Object> values = new ArrayList<>();
        List<String> sets = new ArrayList<>();
        List<String> columns = new ArrayList<>(ClinicData.COLUMNS.keySet());
        java.util.Collections.shuffle(columns, random);
        for (String column : columns.subList(0, random.nextInt(3))) {
            sets.add(column + " = ?");
            values.add(data.value(column));
        }
        if (sets.stream().noneMatch(set -> set.startsWith("c_text")) && random.nextBoolean()) {
            sets.add("c_text = " + one(List.of("c_varchar", "city", "(c_text)", "NULL")));
        }
        if (sets.isEmpty() || random.nextBoolean()) {
            sets.add("city = " + one(List.of("lower(city)", "?", "coalesce(city, ?)", "'city1'")));
            if (sets.get(sets.size() - 1).contains("?")) {
                values.add(data.city());
            }
        }
        String alias = one(List.of("", "p."));
        String sql = "UPDATE patient" + (alias.isEmpty() ? "" : " p") + " SET " + String.join(", ", sets) + " WHERE "
                + predicate(alias, values, 2);
        return new Request(sql, values);
    }

    private Request deleteFound() {
        List<@Nullable Object> values = new ArrayList<>();
        String sql = "DELETE FROM patient WHERE " + lookup("", values) + " AND id BETWEEN ? AND ?";
        long id = id();
        values.add(id);
        values.add(id + random.nextInt(3));
        return new Request(sql, values);
    }

    /** A new row id, which may be taken. */
    private Request move() {
        List<@Nullable Object> values = new ArrayList<>();
        values.add(random.nextInt(3) == 0 ? id() : nextId++);
        values.add(data.value("c_varchar"));
        values.add(id());
        return new Request("UPDATE patient SET id = ?, c_varchar = ? WHERE id = ?", values);
    }

    private Request delete() {
        List<@Nullable Object> values = new ArrayList<>(List.of(id()));
        return new Request("DELETE FROM patient WHERE id = ?", values);
    }

    private Request count() {
        List<@Nullable Object> values = new ArrayList<>();
        String column = one(List.copyOf(ClinicData.COLUMNS.keySet()));
        String sql = "SELECT city, count(*), count(" + column + ") AS n FROM patient WHERE " + predicate("", values, 2)
                + " GROUP BY city HAVING count(*) >= ? ORDER BY city";
        values.add(random.nextInt(3));
        return new Request(sql, values);
    }

    private Request join() {
        List<@Nullable Object> values = new ArrayList<>();
        String kind = one(List.of("JOIN", "INNER JOIN", "LEFT JOIN"));
        String sql = "SELECT " + list("p.") + ", s.room, s.secret AS sec FROM stay s " + kind
                + " patient p ON p.id = s.patient_id WHERE " + predicate("p.", values, 2)
                + one(List.of("", " AND s.secret IS NOT NULL", " OR s.secret = 'none'", " AND s.room <> 'room3'"));
        return new Request(sql, values);
    }

    private Request select() {
        List<@Nullable Object> values = new ArrayList<>();
        String alias = one(List.of("", "p."));
        String sql = "SELECT " + one(List.of("*", alias.isEmpty() ? "*" : "p.*", list(alias), list(alias)))
                + " FROM patient"
                + (alias.isEmpty() ? "" : one(List.of(" p", " AS p"))) + " WHERE " + predicate(alias, values, 3)
                + one(List.of("", " ORDER BY " + alias + "id", " ORDER BY " + alias + "city DESC, " + alias + "id"));
        if (sql.contains("ORDER BY") && random.nextInt(3) == 0) {
            sql += " LIMIT ? OFFSET ?";
            values.add(random.nextInt(10));
            values.add(random.nextInt(5));
        }
        return new Request(sql, values);
    }

    private String list(String alias) {
        List<String> columns = new ArrayList<>(ClinicData.COLUMNS.keySet());
        columns.add("id");
        columns.add("city");
        java.util.Collections.shuffle(columns, random);
        return columns.subList(0, 1 + random.nextInt(5)).stream()
                .map(column -> alias + column + (random.nextInt(4) == 0 ? " AS x_" + column : ""))
                .collect(Collectors.joining(", "));
    }

    private String predicate(String alias, List<@Nullable Object> values, int depth) {
        if (depth > 0 && random.nextInt(3) > 0) {
            return switch (random.nextInt(3)) {
                case 0 ->
                    "(" + predicate(alias, values, depth - 1) + " AND " + predicate(alias, values, depth - 1) + ")";
                case 1 ->
                    "(" + predicate(alias, values, depth - 1) + " OR " + predicate(alias, values, depth - 1) + ")";
                default -> "NOT (" + predicate(alias, values, depth - 1) + ")";
            };
        }
        return switch (random.nextInt(5)) {
            case 0 -> {
                values.add(id());
                yield alias + "id " + one(List.of("=", "<", ">=")) + " ?";
            }
            case 1 -> {
                values.add(data.city());
                yield alias + "city = ?";
            }
            case 2 -> alias + one(List.copyOf(ClinicData.COLUMNS.keySet())) + one(List.of(" IS NULL", " IS NOT NULL"));
            default -> lookup(alias, values);
        };
    }

    private String lookup(String alias, List<@Nullable Object> values) {
        String column = one(ClinicData.LOOKUPS);
        if (random.nextInt(3) == 0) {
            int many = 1 + random.nextInt(3);
            for (int i = 0; i < many; i++) {
                values.add(data.value(column));
            }
            return alias + column + one(List.of(" IN (", " NOT IN ("))
                    + String.join(", ", java.util.Collections.nCopies(many, "?")) + ")";
        }
        values.add(data.value(column));
        return one(List.of(alias + column + " = ?", alias + column + " <> ?", "? = " + alias + column));
    }
}
