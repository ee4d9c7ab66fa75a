package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MariaDB's REPLACE and H2's MERGE … KEY, plain and sealed. */
@OnEveryDatabase({Engine.H2, Engine.MARIADB})
class ReplaceTest {

    private static final long SEED = Long.getLong("rowseal.seed", 20261128);

    private final TestDatabase database;
    private final Random random = new Random(SEED);

    ReplaceTest(TestDatabase database) {
        this.database = database;
    }

    private boolean h2() {
        return database.engine() == Engine.H2;
    }

    private Pair pair(Path folder, String id) throws SQLException {
        return pair(folder, id, " unique");
    }

    private Pair pair(Path folder, String id, String unique) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        String rest = ", city varchar(20)" + unique + ", visits int default 7)";
        return new Pair(
                database,
                folder,
                """
                tables:
                  person:
                    row-id: { id: bigint }
                    columns:
                      ssn: { type: varchar(24), lookup: equality }
                      notes: { type: text }
                """,
                List.of("create table person (id " + id + ", ssn " + dialect.ddl(DeclaredType.parse("varchar(24)"))
                        + unique + ", notes " + dialect.ddl(DeclaredType.parse("text")) + rest),
                List.of("create table person (id " + id + ", ssn " + database.binaryType() + ", ssn_idx "
                        + database.binaryType(16) + unique + ", notes " + database.binaryType() + rest));
    }

    private String statement(String columns, String key, String values) {
        return h2()
                ? "MERGE INTO person " + columns + " KEY " + key + " VALUES " + values
                : "REPLACE INTO person " + columns + " VALUES " + values;
    }

    private @Nullable String secret(Pair pair) {
        String secret = "secret-" + (100 + random.nextInt(9));
        pair.markers.add(secret);
        return random.nextInt(5) == 0 ? null : secret;
    }

    @Test
    void whatThePlainStatementDoes(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "bigint primary key")) {
            Twins twins = pair.twins();
            for (int i = 0; i < 150; i++) {
                String city = random.nextInt(3) == 0 ? "city" + random.nextInt(12) : null;
                List<@Nullable Object> row = Arrays.asList(1L + random.nextInt(8), secret(pair), secret(pair), city);
                List<@Nullable Object> two = new ArrayList<>(row);
                two.addAll(Arrays.asList(1L + random.nextInt(8), secret(pair)));
                Request request = switch (random.nextInt(5)) {
                    case 0 -> new Request(statement("(id, ssn, notes, city)", "(id)", "(?, ?, ?, ?)"), row);
                    case 1 -> new Request(statement("(id, ssn)", "(ID)", "(?, ?)"), row.subList(0, 2));
                    case 2 -> new Request(statement("", "(id)", "(?, ?, ?, lower(?), DEFAULT)"), row);
                    case 3 ->
                        new Request(
                                statement("(id, ssn, notes, city)", "(id)", "(?, ?, ?, ?), (?, ?, NULL, NULL)"), two);
                    default ->
                        Request.text(
                                statement("(notes, id)", "(id)", "('secret-108', " + row.get(0) + "), (DEFAULT, 5)"));
                };
                twins.exact(request, Reads.FEW);
                twins.exact(Request.text("SELECT * FROM person ORDER BY id"), Reads.FEW);
            }
            pair.markers.add("secret-108");
            twins.batch(
                    statement("(id, ssn)", "(id)", "(?, ?)"),
                    List.of(List.of(1L, "secret-k"), List.of(20L, "secret-x"), List.of(20L, "secret-y")));
            if (h2()) {
                twins.refused(Request.text(statement("(id, ssn)", "(ssn)", "(1, 'x')")), "another key than the row id");
                twins.refused(Request.text("MERGE INTO person (id, ssn) VALUES (1, 'x')"), "cannot be parsed");
            }
            twins.refused(Request.text(statement("(ssn)", "(id)", "('x')")), "row-id column");
            twins.refused(Request.text(statement("(id, ssn)", "(id)", "(1, upper('x'))")), "set to an expression");
            pair.check(List.of("person"));
        }
    }

    /** MariaDB counts a row that is replaced by what it is once, where no other key than its id is unique. */
    @Test
    void rowsThatStayWhatTheyAre(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "bigint primary key", "")) {
            Twins twins = pair.twins();
            for (int i = 0; i < 60; i++) {
                List<@Nullable Object> row = Arrays.asList(1L + random.nextInt(2), secret(pair));
                List<@Nullable Object> two = new ArrayList<>(row);
                two.addAll(random.nextBoolean() ? row : Arrays.asList(1L + random.nextInt(2), secret(pair)));
                twins.exact(
                        i % 3 == 0
                                ? new Request(statement("(id, ssn)", "(id)", "(?, ?)"), row)
                                : new Request(statement("(id, notes)", "(id)", "(?, ?), (?, ?)"), two),
                        Reads.FEW);
            }
            twins.batch(
                    statement("(id, ssn)", "(id)", "(?, ?)"),
                    List.of(List.of(1L, "secret-k"), List.of(20L, "secret-x"), List.of(20L, "secret-x")));
            twins.exact(Request.text("SELECT * FROM person ORDER BY id"), Reads.FEW);
            pair.check(List.of("person"));
        }
    }

    @Test
    void generatedKeys(@TempDir Path folder) throws SQLException, IOException {
        String id = h2() ? "bigint generated by default as identity primary key" : "bigint auto_increment primary key";
        try (Pair pair = pair(folder, id)) {
            String sql = statement("(id, ssn, city)", "(id)", "(?, ?, ?)");
            for (int i = 0; i < 4; i++) {
                List<@Nullable Object> values = List.of(4L + i % 2, "secret-a-" + i % 3, "city" + i);
                for (Keys.Asked asked : List.of(Keys.flag(), Keys.none(), Keys.named(database.fold("id")))) {
                    Keys.compare(pair.twins(), sql, values, asked, 1);
                }
            }
            pair.check(List.of("person"));
        }
    }
}
