package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;

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
import java.util.List;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mutations of statements that are planned: whatever comes of a text, only an SQLException escapes, nothing that a sealed
 * column was to hold is stored in the clear, and no statement that parses for the database carries it there.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class FuzzTest {

    private static final String MARK = "MARK7Q4Z9WX";
    private static final int ROUNDS = 1_500;

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  notes: { type: text }
            """;

    private static final List<String> SEEDS = List.of(
            "INSERT INTO patient (id, ssn) VALUES (1, 'MARK7Q4Z9WX')",
            "INSERT INTO patient (id, name, ssn, notes) VALUES (?, 'it''s', 'MARK7Q4Z9WX', NULL), (3, upper('x'), ?, 'y')",
            "UPDATE patient AS p SET ssn = 'MARK7Q4Z9WX', name = 'x' || 'y' WHERE p.id = 1 AND name <> 'z'",
            "UPDATE public.patient SET notes = ?, ssn = NULL WHERE (id = ?)",
            "DELETE FROM patient WHERE id = 1 AND ssn IN ('MARK7Q4Z9WX', ?)",
            "SELECT p.ssn AS s, count(*) FROM patient p JOIN visit v ON v.id = p.id WHERE p.ssn = 'MARK7Q4Z9WX' ORDER BY p.id LIMIT 3",
            "SELECT * FROM patient WHERE NOT ('MARK7Q4Z9WX' = ssn OR notes IS NULL) FOR UPDATE");

    private static final List<String> PIECES = List.of(
            "'",
            "''",
            "\"",
            "`",
            "$$",
            "$x$",
            "E'",
            "N'",
            "U&'",
            "X'",
            "q'[",
            "]'",
            "/*",
            "*/",
            "--",
            "\n",
            ";",
            "(",
            ")",
            ",",
            ".",
            "::text",
            "?",
            ":x",
            "\\",
            "\\'",
            "{",
            "}",
            "[",
            "]",
            "@",
            "#",
            "||",
            "=",
            "<>",
            "<=>",
            "->>",
            "NULL",
            "DEFAULT",
            "patient",
            "patient.ssn",
            "ssn",
            "ssn_idx",
            "notes",
            "p",
            "v",
            "id",
            "AS",
            "SELECT",
            "FROM",
            "WHERE",
            "UNION ALL",
            "INTERSECT",
            "EXISTS",
            "CASE WHEN",
            "END",
            "CAST(",
            "AS varchar)",
            "COALESCE(",
            "(SELECT ",
            "VALUES",
            "RETURNING *",
            "ON CONFLICT DO NOTHING",
            "WITH x AS (",
            "ON DUPLICATE KEY UPDATE ssn = VALUES(ssn)",
            "IGNORE",
            "/*!",
            "LATERAL",
            "ONLY",
            "INTO",
            "COLLATE \"C\"",
            "IN",
            "LIKE",
            "BETWEEN",
            "GROUP BY",
            "HAVING",
            "OVER ()",
            "0",
            "-1",
            "1e3",
            "0x1F",
            "TRUE",
            "DATE '2000-01-01'",
            "\u00a0",
            "\u0000",
            "\ue000",
            "\ud83d",
            "\u00df",
            "\ufeff",
            "MARK7Q4Z9WX",
            "%s",
            "${x}");

    private static final Pattern TOKEN = Pattern.compile("'(?:[^']|'')*'|\\w+|\\s+|.", Pattern.DOTALL);

    private final TestDatabase database;
    private final Watch watch;

    FuzzTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.watch = new Watch(database, new Sealed(database, folder, TABLES), MARK);
    }

    /** The database would take any text. */
    @BeforeEach
    void createTables() throws SQLException {
        String text = database.textType();
        database.execute(
                "create table patient (id bigint primary key, name varchar(50), ssn " + text + ", ssn_idx "
                        + database.textType(200) + ", notes " + text + ")",
                "create table visit (id bigint primary key, reason varchar(50))");
    }

    private static List<String> tokens(String sql) {
        List<String> tokens = new ArrayList<>();
        for (Matcher matcher = TOKEN.matcher(sql); matcher.find(); ) {
            tokens.add(matcher.group());
        }
        return tokens;
    }

    /** A statement to change; MariaDB has no schemas in a database, and its double bar is no concatenation. */
    private String seed(Random random) {
        String seed = SEEDS.get(random.nextInt(SEEDS.size()));
        return database.engine() == Engine.MARIADB
                ? seed.replace("public.", "").replace("'x' || 'y'", "concat('x', 'y')")
                : seed;
    }

    private String mutated(Random random) {
        List<String> tokens = tokens(seed(random));
        int changes = 1 + random.nextInt(3);
        for (int i = 0; i < changes; i++) {
            int at = random.nextInt(tokens.size());
            switch (random.nextInt(7)) {
                case 0 -> tokens.remove(at);
                case 1 -> tokens.add(at, tokens.get(random.nextInt(tokens.size())));
                case 2 -> tokens.set(at, tokens.get(random.nextInt(tokens.size())));
                case 3 -> {
                    List<String> other = tokens(seed(random));
                    int from = random.nextInt(other.size());
                    tokens.addAll(at, other.subList(from, Math.min(other.size(), from + random.nextInt(12))));
                }
                case 4 ->
                    tokens.subList(at, Math.min(tokens.size(), at + random.nextInt(8)))
                            .clear();
                default -> tokens.add(at, " " + PIECES.get(random.nextInt(PIECES.size())) + " ");
            }
            if (tokens.isEmpty()) {
                tokens.add(" ");
            }
        }
        return String.join("", tokens);
    }

    @Test
    void mutationsLeakNothing() throws SQLException {
        long seed = 20261125;
        Random random = new Random(seed);
        int ran = 0;
        try (Connection connection = watch.connect()) {
            for (int i = 0; i < ROUNDS; i++) {
                String sql = mutated(random);
                ran += run(connection, "seed " + seed + " round " + i + ": " + sql, sql, random.nextBoolean());
                watch.forget();
                if (i % 500 == 499) {
                    watch.nothingStored("seed " + seed + " before round " + i);
                    database.execute("delete from patient", "delete from visit");
                }
            }
        }
        assertThat(ran).as("mutations that ran").isGreaterThan(ROUNDS / 50);
    }

    private int run(Connection connection, String what, String sql, boolean prepared) {
        try {
            if (prepared) {
                try (PreparedStatement statement = connection.prepareStatement(sql)) {
                    int parameters = sql.length() - sql.replace("?", "").length();
                    for (int i = 1; i <= parameters; i++) {
                        if (i % 2 == 0) {
                            statement.setString(i, MARK);
                        } else {
                            statement.setLong(i, i);
                        }
                    }
                    statement.execute();
                }
            } else {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            }
            return 1;
        } catch (SQLException e) {
            // A text without a sealed table is the wrapped driver's, and so is its error.
            assertThat(e.getSQLState()).as(what).isNotEqualTo("XX000");
            return 0;
        } catch (RuntimeException | StackOverflowError e) {
            throw new AssertionError(database + ": " + what, e);
        }
    }

    /** Depth and length that a recursive parser does not bear. */
    @Test
    void deepAndLongTexts() throws SQLException {
        try (Connection connection = watch.connect()) {
            for (int n : new int[] {30, 10_000}) {
                // The parser takes its whole time-out, eight seconds, for thousands of parentheses.
                int few = Math.min(n, 30);
                for (String sql : List.of(
                        "SELECT id FROM patient WHERE " + "(".repeat(few) + "ssn = 'x'" + ")".repeat(few),
                        "SELECT id FROM patient WHERE " + "NOT ".repeat(n) + "ssn = 'x'",
                        "SELECT id FROM patient WHERE id = 1" + " OR ssn = 'x'".repeat(n),
                        "SELECT id FROM patient WHERE id = 1" + " + 1".repeat(n),
                        "SELECT id FROM patient WHERE name = " + "upper(".repeat(n) + "'x'" + ")".repeat(n),
                        "SELECT id FROM patient WHERE id IN (0" + ", 1".repeat(n) + ")",
                        "SELECT id" + ", id".repeat(n) + " FROM patient",
                        "SELECT " + "(SELECT ".repeat(n) + "1" + ")".repeat(n) + " FROM patient",
                        "SELECT id FROM patient WHERE name = '" + "x".repeat(n) + "'",
                        "SELECT id FROM patient " + "/*".repeat(n) + "*/".repeat(n),
                        "SELECT id FROM patient WHERE " + "CASE WHEN ".repeat(n) + "1",
                        "SELECT id FROM patient" + ";".repeat(n))) {
                    String what = sql.substring(0, Math.min(80, sql.length())) + " × " + n;
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).as(what + e).isNotEqualTo("XX000");
                    } catch (RuntimeException | StackOverflowError e) {
                        throw new AssertionError(database + ": " + what, e);
                    }
                }
            }
        }
    }
}
