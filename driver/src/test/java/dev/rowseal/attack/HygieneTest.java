package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever goes wrong, only SQLExceptions cross the door, and they hold no value and no ciphertext. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class HygieneTest {

    private static final String MARK = "HYGIENE7Q4Z";
    private static final long SEED = Long.getLong("rowseal.seed", 42);
    private static final int TEXTS = Integer.getInteger("rowseal.texts", 4000);

    private static final Pattern CIPHERTEXT =
            Pattern.compile("(?i)f71e01[0-9a-f]{8}|rs1\\.|x'[0-9a-f]{16}|\\\\x[0-9a-f]{16}");

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  notes: { type: text }
            """;

    private final TestDatabase database;
    private final Watch watch;

    HygieneTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.watch = new Watch(database, new Sealed(database, folder, TABLES), MARK);
    }

    @BeforeEach
    void createTables() throws SQLException {
        String bytes = database.binaryType();
        database.execute(
                "create table patient (id bigint primary key, city varchar(10) not null, age integer check (age < 200), ssn "
                        + bytes + " not null, ssn_idx " + database.binaryType(16) + " not null, notes " + bytes + ")",
                "create table visit (id bigint primary key, patient_id bigint references patient (id), city varchar(10))");
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private void fails(String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (SQLException e) {
            clean(what, e, Collections.newSetFromMap(new IdentityHashMap<>()));
            return;
        } catch (RuntimeException e) {
            throw new AssertionError(database.engine() + ": " + what + " let a " + e.getClass() + " out", e);
        }
        fail(what + " went through");
    }

    private void clean(String what, @Nullable Throwable escaped, Set<Throwable> seen) {
        if (escaped == null || !seen.add(escaped)) {
            return;
        }
        String text = escaped.toString();
        assertThat(watch.found(text)).as(what + ": " + text).isNull();
        assertThat(CIPHERTEXT.matcher(text).find()).as(what + ": " + text).isFalse();
        clean(what, escaped.getCause(), seen);
        for (Throwable suppressed : escaped.getSuppressed()) {
            clean(what, suppressed, seen);
        }
        if (escaped instanceof SQLException sql) {
            // MariaDB's driver has none for what it finds out by itself.
            assertThat(sql.getSQLState() != null || database.engine() == Engine.MARIADB)
                    .as(what)
                    .isTrue();
            clean(what, sql.getNextException(), seen);
        }
    }

    @Test
    void errorsOfTheDatabaseAreCleaned() throws SQLException {
        try (Connection connection = watch.connect();
                Statement statement = connection.createStatement();
                PreparedStatement insert = connection.prepareStatement(
                        "INSERT INTO patient (id, city, age, ssn, notes) VALUES (?, ?, ?, ?, ?)")) {
            statement.executeUpdate("INSERT INTO patient (id, city, ssn) VALUES (1, 'x', '" + MARK + "')");
            database.execute("create unique index one_ssn on patient (ssn_idx)");
            fails(
                    "a row id twice",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn) VALUES (1, 'x', '" + MARK + "2')"));
            fails(
                    "a lookup twice",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn) VALUES (2, 'x', '" + MARK + "')"));
            fails(
                    "NULL in a sealed column",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn, notes) VALUES (3, 'x', NULL, '" + MARK + "')"));
            fails(
                    "NULL in an open column",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn) VALUES (4, NULL, '" + MARK + "')"));
            fails(
                    "a CHECK",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, age, ssn) VALUES (5, 'x', 999, '" + MARK + "')"));
            fails(
                    "an open text too long",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn) VALUES (6, 'much longer than ten', '" + MARK + "')"));
            fails(
                    "an open number that is none",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, age, ssn) VALUES (7, 'x', 'old', '" + MARK + "')"));
            fails(
                    "a sealed text too long",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn) VALUES (8, 'x', '" + MARK + MARK + "')"));
            fails(
                    "a function that is none",
                    () -> statement.executeUpdate(
                            "INSERT INTO patient (id, city, ssn) VALUES (9, nope('x'), '" + MARK + "')"));
            fails(
                    "a column that is none",
                    () -> statement.executeQuery("SELECT nope FROM patient WHERE ssn = '" + MARK + "'"));
            String zero = database.engine() == Engine.MARIADB
                    ? "UPDATE patient SET age = 1 / (id - 1) WHERE ssn = '" + MARK + "'"
                    : "SELECT 1 / (id - 1) FROM patient WHERE ssn = '" + MARK + "'";
            fails("a division by zero", () -> {
                statement.execute(zero);
                statement.getResultSet().next();
            });
            for (int i = 1; i <= 3; i++) {
                insert.setLong(1, i == 3 ? 20 : 20 + i);
                insert.setString(2, "x");
                insert.setInt(3, i == 2 ? 999 : 1);
                insert.setString(4, MARK + i);
                insert.setString(5, MARK + " notes");
                insert.addBatch();
            }
            fails("a batch", insert::executeBatch);
            statement.addBatch("INSERT INTO patient (id, city, ssn) VALUES (30, 'x', '" + MARK + "30')");
            statement.addBatch("INSERT INTO patient (id, city, ssn) VALUES (30, 'x', '" + MARK + "31')");
            fails("a batch of texts", statement::executeBatch);
        }
        watch.nothingLeft("errors");
        watch.nothingStored("errors");
    }

    private static final List<String> TEXT = List.of(
            "INSERT INTO patient ( id , city , ssn ) VALUES ( 7 , 'x' , '" + MARK + "' )",
            "INSERT INTO patient ( id , city , ssn , notes ) VALUES ( 8 , 'x' , '" + MARK + "' , NULL ) , ( 9 , 'y' , '"
                    + MARK + "' , '" + MARK + "' )",
            "UPDATE patient SET ssn = '" + MARK + "' , city = 'z' WHERE id = 7",
            "UPDATE patient p SET notes = '" + MARK + "' WHERE p . id = 7 AND p . ssn = '" + MARK + "'",
            "DELETE FROM patient WHERE id = 7 AND ssn IN ( '" + MARK + "' , 'b' )",
            "SELECT p . ssn AS s , v . city FROM patient p LEFT JOIN visit v ON v . patient_id = p . id WHERE p . ssn = '"
                    + MARK + "' ORDER BY p . id LIMIT 3",
            "SELECT count ( * ) , count ( notes ) FROM patient WHERE NOT ( ssn <> '" + MARK + "' ) GROUP BY city",
            "SELECT * FROM patient WHERE ssn = '" + MARK + "' OR id = 4 FOR UPDATE");

    private static final List<String> WORDS = List.of(
            "SELECT",
            "FROM",
            "WHERE",
            "UNION",
            "ALL",
            "AS",
            "ON",
            "SET",
            "VALUES",
            "(",
            ")",
            ",",
            ";",
            "--",
            "/*",
            "*/",
            "'",
            "\"",
            "$$",
            "E'",
            "||",
            "::text",
            "?",
            "*",
            "NULL",
            "DEFAULT",
            "RETURNING",
            "WITH",
            "LATERAL",
            "ONLY",
            "EXISTS",
            "CASE",
            "WHEN",
            "THEN",
            "END",
            "CAST",
            "INTO",
            "patient",
            "p",
            "ssn",
            "ssn_idx",
            "notes",
            "id",
            "city",
            "visit",
            "public",
            ".",
            "=",
            "<>",
            "AND",
            "OR",
            "NOT",
            "IN",
            "IS",
            "LIKE",
            "\u0000",
            "\uE000",
            "\uE0000\uE000",
            "{fn",
            "}",
            "U&\"p\\0061tient\"",
            "USING",
            "NATURAL",
            "JOIN",
            "GROUP",
            "BY",
            "HAVING",
            "DISTINCT",
            "MERGE",
            "1",
            "-");

    /**
     * A text that is changed at random is sealed, refused or wrong; it stores no plaintext (the marker is too long for any
     * open column), and nothing but an SQLException comes of it.
     */
    @Test
    void changedTextsLetNothingOut() throws SQLException {
        Random random = new Random(SEED);
        int ran = 0;
        try (Connection connection = watch.connect()) {
            for (int i = 0; i < TEXTS; i++) {
                String sql = changed(random, TEXT.get(random.nextInt(TEXT.size())));
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                    ran++;
                } catch (SQLException e) {
                    // Where the change has put the marker into an open place, the database may repeat it.
                    assertThat(CIPHERTEXT
                                    .matcher(String.valueOf(e.getMessage()))
                                    .find())
                            .as("seed " + SEED + ": " + sql)
                            .isFalse();
                } catch (RuntimeException e) {
                    throw new AssertionError("seed " + SEED + ": " + sql, e);
                }
                watch.forget();
            }
        }
        assertThat(ran).isGreaterThan(TEXTS / 50);
        watch.nothingStored("changed texts, seed " + SEED);
    }

    private static String changed(Random random, String text) {
        List<String> words = new ArrayList<>(List.of(text.split(" ", -1)));
        int changes = random.nextInt(4);
        for (int i = 0; i < changes && !words.isEmpty(); i++) {
            int at = random.nextInt(words.size());
            switch (random.nextInt(4)) {
                case 0 -> words.remove(at);
                case 1 -> words.add(at, WORDS.get(random.nextInt(WORDS.size())));
                case 2 -> words.set(at, WORDS.get(random.nextInt(WORDS.size())));
                default -> Collections.swap(words, at, random.nextInt(words.size()));
            }
        }
        return String.join(" ", words);
    }
}
