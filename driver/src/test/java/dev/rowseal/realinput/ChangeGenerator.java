package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * Changes from a seed: INSERT, INSERT … SELECT, UPDATE, DELETE, joins of them, upserts and RETURNING in the database's own
 * forms, with now and then one that must be refused. What a change does never depends on the order of rows.
 */
final class ChangeGenerator {

    /** The least id of the rows that are added; some have the ids of the first rows. */
    static final int ADDED = 100;

    private final Random random;
    private final GeneratedSchema schema;
    private final Engine engine;
    private final GeneratedValues values;
    private final QueryPredicates predicates;
    private int names;
    private int nextId = ADDED;

    ChangeGenerator(Random random, GeneratedSchema schema, Engine engine) {
        this.random = random;
        this.schema = schema;
        this.engine = engine;
        this.values = new GeneratedValues(random, schema);
        this.predicates = new QueryPredicates(random, schema, engine, values, () -> "x" + ++names);
    }

    Request next() {
        values.start();
        names = 0;
        GeneratedSchema.Table table = one(schema.tables());
        String sql = switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> insert(table);
            case 4 -> copy(table);
            case 5, 6, 7 -> update(table);
            case 8 -> joined(table);
            case 9 -> chance(3) ? deleteJoined(table) : delete(table);
            case 10 -> engine == Engine.MARIADB ? insert(table) : merge(table);
            default -> chance(8) ? odd(table) : update(table);
        };
        nextId += 10;
        // MariaDB's driver sends a batch as one, which its server does not take of every statement.
        boolean single = sql.contains("RETURNING") || engine == Engine.MARIADB;
        Request request = values.request(sql, !single && chance(6));
        return sql.startsWith("INSERT") && !sql.contains(") SELECT ") && !single && chance(5)
                ? request.asking(chance(2) ? Keys.flag() : Keys.named(engine == Engine.H2 ? "ID" : "id"))
                : request;
    }

    private boolean chance(int oneIn) {
        return random.nextInt(oneIn) == 0;
    }

    private <T> T one(List<T> of) {
        return of.get(random.nextInt(of.size()));
    }

    private String id() {
        return values.number(1 + random.nextInt(18));
    }

    /** A row's id, and what is beside it, of a row that is new or of one of the first. */
    private String rowId(GeneratedSchema.Table table) {
        int number = chance(4) ? 1 + random.nextInt(18) : ++nextId;
        String id = values.counted(number);
        int same = chance(8) ? 1 + random.nextInt(18) : number;
        return table.beside() == null ? id : id + ", " + values.beside(table.key(), same);
    }

    private static String rowIdNames(GeneratedSchema.Table table) {
        GeneratedSchema.Col beside = table.beside();
        return "id" + (beside == null ? "" : ", " + beside.name());
    }

    /** Some columns of a table, in any order. */
    private List<GeneratedSchema.Col> some(GeneratedSchema.Table table, int most) {
        List<GeneratedSchema.Col> columns = new ArrayList<>(table.columns());
        Collections.shuffle(columns, random);
        return columns.subList(0, 1 + random.nextInt(Math.min(most, columns.size())));
    }

    /** What a column is assigned, other than by another column. */
    private String constant(GeneratedSchema.Col column) {
        if (chance(20)) {
            return one(List.of("NULL", "DEFAULT"));
        }
        String value = column.unique()
                ? values.key(random.nextInt(GeneratedSchema.KEYS))
                : values.of(column.type(), column.sealed());
        if (column.type().startsWith("varchar") && (column.sealed() ? chance(80) : chance(6))) {
            return "upper(" + value + ")";
        }
        return value;
    }

    private String insert(GeneratedSchema.Table table) {
        boolean replaces = engine == Engine.MARIADB && chance(8);
        List<GeneratedSchema.Col> columns = some(table, 9);
        int rows = 1 + random.nextInt(3);
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < rows; i++) {
            lines.add("(" + rowId(table)
                    + columns.stream().map(column -> ", " + constant(column)).collect(Collectors.joining()) + ")");
        }
        String names = columns.stream().map(column -> ", " + column.name()).collect(Collectors.joining());
        String into = table.name() + " (" + rowIdNames(table) + names + ") VALUES " + String.join(", ", lines);
        if (replaces) {
            return "REPLACE INTO " + into;
        }
        return switch (engine) {
            case POSTGRESQL -> "INSERT INTO " + into + conflict(table, columns) + returning(table);
            case MARIADB -> "INSERT INTO " + into + duplicate(columns);
            case H2 -> "INSERT INTO " + into;
        };
    }

    private String conflict(GeneratedSchema.Table table, List<GeneratedSchema.Col> columns) {
        if (chance(2)) {
            return "";
        }
        GeneratedSchema.Col column = one(columns);
        GeneratedSchema.Col key =
                columns.stream().filter(GeneratedSchema.Col::unique).findFirst().orElse(null);
        if (key != null && chance(2)) {
            return " ON CONFLICT (" + key.name() + ") DO "
                    + one(List.of("NOTHING", "UPDATE SET " + column.name() + " = excluded." + column.name()));
        }
        String target = one(List.of("id", table.key().columns()));
        return one(List.of(
                " ON CONFLICT DO NOTHING",
                " ON CONFLICT (" + target + ") DO NOTHING",
                " ON CONFLICT (" + target + ") DO UPDATE SET " + column.name() + " = " + updated(table, column)));
    }

    /** What ON CONFLICT sets a column to. */
    private String updated(GeneratedSchema.Table table, GeneratedSchema.Col column) {
        String own = table.name() + "." + column.name();
        String other = "excluded." + column.name();
        return one(List.of(other, other, own, "coalesce(" + own + ", " + other + ")"));
    }

    private String duplicate(List<GeneratedSchema.Col> columns) {
        GeneratedSchema.Col column = one(columns);
        // A NULL that stays one counts as changed where the column has a default: docs/sql.md, below M43.
        boolean counts = column.fallback() == null;
        return chance(3) && counts
                ? " ON DUPLICATE KEY UPDATE " + column.name() + " = VALUES(" + column.name() + ")"
                : "";
    }

    private String returning(GeneratedSchema.Table table) {
        return engine == Engine.POSTGRESQL && chance(4)
                ? " RETURNING " + one(List.of("id", "*", one(table.columns()).name() + " AS r, id"))
                : "";
    }

    /** Rows of another table, or of the same; their ids are new, but for two that are alike. */
    private String copy(GeneratedSchema.Table table) {
        GeneratedSchema.Table other = one(schema.tables());
        List<Out> from = Out.columns(other, "s");
        List<String> names = new ArrayList<>();
        List<String> items = new ArrayList<>();
        for (GeneratedSchema.Col column : some(table, 4)) {
            names.add(", " + column.name());
            items.add(", " + many(from, column));
        }
        nextId += 1000;
        String number = "mod(s.id, 1000) + " + nextId;
        return "INSERT INTO " + table.name() + " (" + rowIdNames(table) + String.join("", names) + ") SELECT " + number
                + beside(table.key(), number) + String.join("", items) + " FROM " + other.name()
                + " s WHERE s.id < 40 AND "
                + predicates.any(from, List.of(), 1);
    }

    private String beside(GeneratedSchema.Key key, String number) {
        return switch (key) {
            case NUMBER -> "";
            case UUID -> ", CAST('00000000-0000-0007-0000-' || lpad(CAST(" + number + " AS varchar), 12, '0') AS uuid)";
            case TEXT -> ", concat('Row', " + number + ")";
            case TWO -> ", 'a'";
        };
    }

    /** What several rows may get for a column that is not unique. */
    private String many(List<Out> from, GeneratedSchema.Col column) {
        return column.unique() ? "NULL" : column(from, column.type(), column.sealed());
    }

    /** A column of a type that may be assigned to one that is sealed or not; {@code NULL} when there is none. */
    private String column(List<Out> from, String type, boolean sealed) {
        List<Out> fit = from.stream()
                .filter(out -> out.type().equals(type) && (sealed || !out.sealed() || chance(30)))
                .toList();
        return fit.isEmpty() ? "NULL" : one(fit).toString();
    }

    private String update(GeneratedSchema.Table table) {
        if (chance(12)) {
            GeneratedSchema.Col beside = table.beside();
            String set = beside == null || chance(2)
                    ? "id = " + values.counted(++nextId)
                    : beside.name() + " = " + values.beside(table.key(), ++nextId);
            return "UPDATE " + table.name() + " SET " + set + " WHERE id = " + id();
        }
        String alias = engine == Engine.H2 || chance(2) ? table.name() : "u";
        List<Out> own = Out.columns(table, alias);
        List<String> sets = new ArrayList<>();
        for (GeneratedSchema.Col column : some(table, 3)) {
            sets.add(column.name() + " = " + (chance(3) ? many(own, column) : assigned(column, own)));
        }
        return "UPDATE " + table.name() + (alias.equals("u") ? " u" : "") + " SET " + String.join(", ", sets)
                + " WHERE " + where(table, own) + returning(table);
    }

    private String assigned(GeneratedSchema.Col column, List<Out> own) {
        if (!column.sealed() && column.type().equals("integer") && chance(2)) {
            return "coalesce(" + own.get(0) + " + 1, 0)";
        }
        if (!column.sealed() && column.type().startsWith("varchar") && chance(4)) {
            // To the right of what is set already, on MariaDB.
            return "CASE WHEN " + predicates.any(own, List.of(), 1) + " THEN "
                    + (column.unique() ? "NULL" : values.of(column.type(), false)) + " ELSE NULL END";
        }
        return constant(column);
    }

    private String where(GeneratedSchema.Table table, List<Out> own) {
        String id = own.get(0).toString();
        return switch (random.nextInt(6)) {
            case 5 -> rowIdIs(table, own);
            case 0, 1 -> id + " = " + id();
            case 2 -> id + " IN (" + id() + ", " + id() + ")";
            case 3 -> id + " > " + id() + " AND " + predicates.any(own, List.of(), 1);
            default -> predicates.any(own, List.of(), 1);
        };
    }

    private String rowIdIs(GeneratedSchema.Table table, List<Out> own) {
        int number = 1 + random.nextInt(18);
        GeneratedSchema.Key key = table.key();
        String id = own.get(0) + " = " + values.counted(number);
        String beside = own.get(1) + " = " + (table.beside() == null ? "" : values.beside(key, number));
        return switch (key) {
            case NUMBER -> id;
            case TWO -> id + " AND " + beside;
            default -> beside;
        };
    }

    /** One row, by its id: what MERGE is exact for. */
    private String merge(GeneratedSchema.Table table) {
        List<GeneratedSchema.Col> columns = some(table, 3);
        String names = columns.stream().map(column -> ", " + column.name()).collect(Collectors.joining());
        if (engine == Engine.H2 && chance(2)) {
            return "MERGE INTO " + table.name() + " (" + rowIdNames(table) + names + ") KEY ("
                    + table.key().columns() + ") VALUES (" + rowId(table)
                    + columns.stream().map(column -> ", " + constant(column)).collect(Collectors.joining()) + ")";
        }
        int number = 1 + random.nextInt(18);
        GeneratedSchema.Col beside = table.beside();
        String key = "CAST(" + values.counted(number) + " AS bigint) AS id"
                + (beside == null
                        ? ""
                        : ", CAST(" + values.beside(table.key(), number) + " AS " + beside.type() + ") AS "
                                + beside.name());
        String on = switch (table.key()) {
            case NUMBER -> "t.id = s.id";
            case TWO -> "t.id = s.id AND t.part = s.part";
            default -> "t.rid = s.rid";
        };
        String set = columns.stream()
                .map(column -> column.name() + " = s." + column.name())
                .collect(Collectors.joining(", "));
        String insert = " WHEN NOT MATCHED THEN INSERT (" + rowIdNames(table) + names + ") VALUES (s."
                + rowIdNames(table).replace(", ", ", s.") + names.replace(", ", ", s.") + ")";
        return "MERGE INTO " + table.name() + " AS t USING (SELECT " + key
                + columns.stream()
                        .map(column -> ", CAST(" + values.of(column.type(), column.sealed()) + " AS " + column.type()
                                + ") AS " + column.name())
                        .collect(Collectors.joining())
                + ") AS s ON (" + on + ")"
                + one(List.of(
                        " WHEN MATCHED THEN UPDATE SET " + set + insert,
                        insert + " WHEN MATCHED THEN UPDATE SET " + set));
    }

    /** From at most one row of another table for each. */
    private String joined(GeneratedSchema.Table table) {
        GeneratedSchema.Table other = one(schema.tables());
        List<Out> from = Out.columns(other, "s");
        List<Out> own = Out.columns(table, "u");
        String on = "s.id = u." + one(List.of("id", "ref"));
        List<String> sets = new ArrayList<>();
        for (GeneratedSchema.Col column : some(table, 2)) {
            String value = many(chance(4) ? own : from, column);
            sets.add(column.name() + " = "
                    + (engine == Engine.H2 && value.startsWith("s.")
                            ? "(SELECT " + value + " FROM " + other.name() + " s WHERE " + on + ")"
                            : value));
        }
        String set = " SET " + String.join(", ", sets);
        return switch (engine) {
            case POSTGRESQL ->
                "UPDATE " + table.name() + " u" + set + " FROM " + other.name() + " s WHERE " + on + " AND "
                        + predicates.any(chance(2) ? own : from, List.of(), 0)
                        + returning(table)
                                .replace("*", "u.*")
                                .replace(" id", " u.id")
                                .replace("RETURNING ", "RETURNING u.")
                                .replace("u.u.", "u.");
            case MARIADB ->
                "UPDATE " + table.name() + " u JOIN " + other.name() + " s ON " + on
                        + set.replace("SET ", "SET u.").replace(", ", ", u.") + " WHERE "
                        + predicates.any(chance(2) ? own : from, List.of(), 0);
            case H2 -> "UPDATE " + table.name() + " u" + set + " WHERE " + where(table, own);
        };
    }

    private String delete(GeneratedSchema.Table table) {
        List<Out> own = Out.columns(table, table.name());
        String id = table.name() + ".id";
        return "DELETE FROM " + table.name() + " WHERE "
                + (chance(2)
                        ? id + " = " + id()
                        : chance(3)
                                ? id + " > " + (nextId - 40)
                                : id + " > 12 AND " + predicates.any(own, List.of(), 1))
                + returning(table);
    }

    private String deleteJoined(GeneratedSchema.Table table) {
        GeneratedSchema.Table other = one(schema.tables());
        boolean own = chance(2);
        String condition = "s.id = u.ref AND u.id > 9 AND "
                + predicates.any(Out.columns(own ? table : other, own ? "u" : "s"), List.of(), 0);
        return switch (engine) {
            case POSTGRESQL -> "DELETE FROM " + table.name() + " u USING " + other.name() + " s WHERE " + condition;
            case MARIADB -> "DELETE u FROM " + table.name() + " u JOIN " + other.name() + " s ON " + condition;
            case H2 ->
                "DELETE FROM " + table.name() + " u WHERE u.id > 9 AND EXISTS (SELECT 1 FROM " + other.name()
                        + " s WHERE " + condition + ")";
        };
    }

    /** Of no construct of the contract, or refused. */
    private String odd(GeneratedSchema.Table table) {
        GeneratedSchema.Col column = one(table.columns());
        return one(List.of(
                "UPDATE " + table.name() + " SET " + column.name() + " = upper(" + column.name() + ") WHERE id = 1",
                "UPDATE " + table.name() + " SET city = " + column.name() + " WHERE id = 2",
                "INSERT INTO " + table.name() + " SELECT * FROM " + table.name() + " WHERE id < 3",
                "INSERT INTO " + table.name() + " (id) VALUES (NULL)",
                "UPDATE " + table.name() + " SET " + column.name() + " = (SELECT max(id) FROM delta) WHERE id = 3",
                "DELETE FROM " + table.name() + " WHERE id IN (SELECT ref FROM delta WHERE id = 4)",
                "COPY " + table.name() + " FROM stdin"));
    }
}
