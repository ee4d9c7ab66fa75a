package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INSERT without a column list, DEFAULT, and literals and casts of every spelling, on plaintext and sealed columns. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class LiteralInsertTest {

    private static final List<String> MARKERS = List.of(
            "a-secret-0",
            "b-secret",
            "c-secret",
            "d-secret",
            "e-secret",
            "f-secret",
            "g-secret",
            "h-secret",
            "n-secret",
            "much-too",
            "2024-02-29",
            "000000000001");
    private static final Map<String, String> COLUMNS = columns();

    private final TestDatabase database;

    LiteralInsertTest(TestDatabase database) {
        this.database = database;
    }

    private static Map<String, String> columns() {
        Map<String, String> columns = new LinkedHashMap<>();
        columns.put("ssn", "varchar(11)");
        columns.put("code", "char(8)");
        columns.put("notes", "text");
        columns.put("born", "date");
        columns.put("ref", "uuid");
        columns.put("pay", "decimal(8,2)");
        columns.put("points", "integer");
        columns.put("photo", "binary");
        return columns;
    }

    private Pair pair(Path folder) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        String plain = COLUMNS.entrySet().stream()
                .map(column -> column.getKey() + " " + dialect.ddl(DeclaredType.parse(column.getValue())))
                .collect(Collectors.joining(", "));
        String sealed = COLUMNS.keySet().stream()
                .map(column -> column + " " + database.binaryType())
                .collect(Collectors.joining(", "));
        String policy = COLUMNS.entrySet().stream()
                .map(column -> "      " + column.getKey() + ": { type: \"" + column.getValue() + "\""
                        + (column.getKey().equals("ssn") ? ", lookup: equality" : "") + " }\n")
                .collect(Collectors.joining());
        return new Pair(
                database,
                folder,
                "tables:\n  person:\n    row-id: { id: bigint }\n    columns:\n" + policy,
                List.of("create table person (id bigint primary key, " + plain + ", city varchar(20) default 'Ulm')"),
                List.of("create table person (id bigint primary key, ssn_idx " + database.binaryType(16) + ", " + sealed
                        + ", city varchar(20) default 'Ulm')"));
    }

    /** Strings as MariaDB has them, which are exact there. */
    private static final List<String> MARIADB = List.of(
            "INSERT INTO person (id, ssn, notes) VALUES (%d, ('b-secret'), \"it's \"\"here\"\"\")",
            "INSERT INTO person (id, notes) VALUES (%d, 'a\\nb\\tc\\\\de\\'f\\x\\Z\\%%\\_\\u')",
            "INSERT INTO person SET id = %d, ssn = \"c-secret\", code = DEFAULT, points = 7",
            "INSERT INTO person (id, pay, points) VALUES (%d, 12.345, 1.5)",
            "INSERT INTO person (id, pay, points) VALUES (%d, -1.5e1, TRUE)",
            "INSERT INTO person (id, born) VALUES (%d, DATE '2024-02-29')",
            "INSERT INTO person (id, born) VALUES (%d, 'nonsense')",
            "INSERT INTO person (id, points) VALUES (%d, 'nonsense')",
            "INSERT INTO person (id, pay) VALUES (%d, 'nonsense')",
            "INSERT INTO person (id, ref) VALUES (%d, 'nonsense')",
            "INSERT INTO person (id, points) VALUES (%d, '12 and more')",
            "INSERT INTO person (id, pay) VALUES (%d, '12 and more')",
            "INSERT INTO person (id, points) VALUES (%d, 1e400)",
            "INSERT INTO person (id, pay) VALUES (%d, 1e300)",
            "INSERT INTO person (id, ssn) VALUES (%d, 'much-too-long')");

    private static final List<String> EVERYWHERE = List.of(
            "INSERT INTO person VALUES (%d, 'a-secret-01', 'code', 'notes''s', '2024-02-29',"
                    + " '8d3c1f60-3df2-4c8e-9f0e-000000000001', 12.345, 7, NULL, 'Rome')",
            "INSERT INTO person VALUES (%d, 'a-secret-02', DEFAULT, DEFAULT, NULL, DEFAULT, 1, DEFAULT, NULL, DEFAULT)",
            "INSERT INTO person VALUES (%d, 'a-secret-03')",
            "INSERT INTO person VALUES (%d, 'a-secret-04', 'x', 'x', NULL, NULL, 1, 1, NULL, 'x', 'too many')",
            "INSERT INTO person (id, ssn) VALUES (%d, DEFAULT)",
            "INSERT INTO person (id, ssn, notes) VALUES (%d, ('b-secret'), N'n-secret  ')",
            "INSERT INTO person (id, ssn, code) VALUES (%d, N'c-secret  ', N'c  ')",
            "INSERT INTO person (id, ssn) VALUES (%d, N'much-too-long')",
            "INSERT INTO person (id, notes) VALUES (%d, $$it's ''here''$$)",
            "INSERT INTO person (id, notes) VALUES (%d, E'a\\nb\\tc\\\\de''f\\x41\\101\\u00e4\\U0001F600')",
            "INSERT INTO person (id, ssn) VALUES (%d, E'much\\ttoo long')",
            "INSERT INTO person (id, photo) VALUES (%d, X'00ff10')",
            "INSERT INTO person (id, photo) VALUES (%d, '\\x00ff10')",
            "INSERT INTO person (id, notes) VALUES (%d, X'00ff10')",
            "INSERT INTO person (id, ssn) VALUES (%d, 'd-secret'::text)",
            "INSERT INTO person (id, ssn) VALUES (%d, CAST('e-secret' AS VARCHAR))",
            "INSERT INTO person (id, ssn) VALUES (%d, CAST('much-too-long' AS VARCHAR))",
            "INSERT INTO person (id, ssn) VALUES (%d, CAST('much-too-long' AS VARCHAR(11)))",
            "INSERT INTO person (id, ssn) VALUES (%d, CAST(NULL AS VARCHAR))",
            "INSERT INTO person (id, born) VALUES (%d, CAST('2024-02-29' AS DATE))",
            "INSERT INTO person (id, born) VALUES (%d, CAST('nonsense' AS DATE))",
            "INSERT INTO person (id, ref) VALUES (%d, CAST('8d3c1f60-3df2-4c8e-9f0e-000000000002' AS UUID))",
            "INSERT INTO person (id, pay) VALUES (%d, CAST('12.345' AS DECIMAL(8,2)))",
            "INSERT INTO person (id, pay) VALUES (%d, CAST(12.345 AS NUMERIC))",
            "INSERT INTO person (id, points) VALUES (%d, CAST('17' AS INTEGER))",
            "INSERT INTO person (id, points) VALUES (%d, CAST(1.5 AS INTEGER))",
            "INSERT INTO person (id, points) VALUES (%d, 99999999999::integer)",
            "INSERT INTO person (id, ssn) VALUES (%d, CAST('f-secret' AS VARCHAR(8)))",
            "INSERT INTO person (id, ssn) VALUES (%d, CAST('g-secret' AS VARCHAR(7)))",
            "INSERT INTO person (id, notes) VALUES (%d, CAST('h-secret' AS VARCHAR(100)))");

    @Test
    void literals(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            int id = 1;
            for (String sql : EVERYWHERE) {
                pair.twins().either(Request.text(sql.formatted(id++)), Reads.FEW);
            }
            for (String exact : exact()) {
                pair.twins().exact(Request.text(exact.formatted(id++)), Reads.FEW);
            }
            MARKERS.forEach(pair.markers::add);
            pair.check(List.of("person"));
        }
    }

    /** Those that must not be refused on this database. */
    private List<String> exact() {
        if (database.engine() == Engine.MARIADB) {
            // Its casts, and its N'', are expressions to it, and fewer values than columns an error.
            return Stream.concat(MARIADB.stream(), Stream.of(0, 1, 4).map(EVERYWHERE::get))
                    .toList();
        }
        List<Integer> exact = new ArrayList<>(List.of(0, 1, 4, 5, 6, 7, 8, 14, 15, 16, 18, 19, 21, 22, 24, 25, 27, 29));
        exact.addAll(database.engine() == Engine.H2 ? List.of(11) : List.of(2, 9, 10, 12, 23));
        return exact.stream().map(EVERYWHERE::get).toList();
    }

    /** Whether a cast is to a column's own type; MariaDB's are to types of their own. */
    private boolean hasCasts() {
        return database.engine() != Engine.MARIADB;
    }

    @Test
    void parameters(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            Twins twins = pair.twins();
            twins.exact(
                    Request.prepared(
                            "INSERT INTO person VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                            1L,
                            "f-secret",
                            "c",
                            "n",
                            LocalDate.of(2020, 1, 2),
                            new UUID(5, 6),
                            new BigDecimal("12.345"),
                            5,
                            new byte[] {1, 2},
                            "Rome"),
                    Reads.FEW);
            List<Object> values = List.of(
                    "g-secret",
                    "2024-02-29",
                    "12.5",
                    7,
                    8L,
                    new BigDecimal("9.99"),
                    new UUID(1, 2),
                    LocalDate.of(2020, 1, 2),
                    "8d3c1f60-3df2-4c8e-9f0e-000000000002");
            long id = 2;
            int refused = 0;
            for (String cast : List.of(
                    "ssn = text",
                    "ssn = varchar",
                    "ssn = varchar(11)",
                    "ssn = varchar(30)",
                    "ssn = varchar(3)",
                    "code = varchar(2)",
                    "code = character varying",
                    "notes = varchar",
                    "born = date",
                    "ref = uuid",
                    "pay = numeric(8,2)",
                    "points = integer")) {
                String[] words = cast.split(" = ", -1);
                for (Object value : values) {
                    String sql = "INSERT INTO person (id, " + words[0] + ") VALUES (?, CAST(? AS " + words[1] + "))";
                    Outcome outcome = twins.either(Request.prepared(sql, id++, value), Reads.FEW);
                    refused += outcome instanceof Outcome.Refused ? 1 : 0;
                    if (value.equals("g-secret") && cast.contains("var") && hasCasts()) {
                        boolean cut = cast.endsWith("(3)") || cast.endsWith("(2)");
                        assertThat(outcome instanceof Outcome.Refused).as(sql).isEqualTo(cut);
                    }
                }
                Request nothing = Request.prepared(
                        "INSERT INTO person (" + words[0] + ", id) VALUES (CAST(? AS " + words[1] + "), ?)",
                        new Null(java.sql.Types.VARCHAR),
                        id++);
                if (hasCasts()) {
                    twins.exact(nothing, Reads.FEW);
                } else {
                    twins.refused(nothing, "expression");
                }
            }
            assertThat(refused).isLessThan(hasCasts() ? 72 : 109);
            MARKERS.forEach(pair.markers::add);
            pair.check(List.of("person"));
        }
    }

    @Test
    void withoutColumnListAfterDdl(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            Twins twins = pair.twins();
            String sql = "INSERT INTO person VALUES (1, 'h-secret', NULL, NULL, NULL, NULL, 1, 1, NULL, 'x')";
            twins.exact(Request.text(sql), Reads.FEW);
            for (TestDatabase each : List.of(database, pair.plainDatabase())) {
                each.execute("alter table person add column extra integer default 3");
            }
            // Another client's change is noticed in time; this one runs a statement that has the catalogue read again.
            twins.sealed().connection().createStatement().execute("create table elsewhere (id int)");
            twins.exact(Request.text(sql.replace("(1,", "(2,").replace("'x'", "'x', 4")), Reads.FEW);
            twins.either(Request.text(sql.replace("(1,", "(3,")), Reads.FEW);
            MARKERS.forEach(pair.markers::add);
            pair.check(List.of("person"));
        }
    }

    /** What PostgreSQL's users write, whose driver sends no text for JSON. */
    @Test
    void jsonIsCast(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String policy = "tables:\n  doc:\n    row-id: { id: bigint }\n    columns:\n      body: { type: json }\n";
        String table = "create table doc (id bigint primary key, body ";
        try (Pair pair = new Pair(
                database, folder, policy, List.of(table + "json)"), List.of(table + database.binaryType() + ")"))) {
            String given = "{\"b\": 1, \"a\": [\"j-secret\"]}";
            for (String value : List.of("?::json", "CAST(? AS json)", "(?::json)")) {
                pair.twins()
                        .exact(
                                Request.prepared("INSERT INTO doc (id, body) VALUES (?, " + value + ")", 1L, given),
                                Reads.FEW);
                pair.twins().exact(Request.prepared("UPDATE doc SET body = " + value, "[\"k-secret\"]"), Reads.FEW);
                pair.twins().exact(Request.prepared("UPDATE doc SET body = " + value, "{not json"), Reads.FEW);
                pair.twins().compare(List.of("doc"), Reads.FEW);
                pair.twins().exact(Request.text("DELETE FROM doc"), Reads.FEW);
            }
            pair.twins().exact(Request.text("INSERT INTO doc (id, body) VALUES (2, '" + given + "'::json)"), Reads.FEW);
            // That would give the names another order.
            pair.twins().refused(Request.prepared("UPDATE doc SET body = ?::jsonb", given), "expression");
            pair.markers.add("j-secret");
            pair.markers.add("k-secret");
            pair.check(List.of("doc"));
        }
    }
}
