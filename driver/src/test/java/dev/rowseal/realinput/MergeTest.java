package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** MERGE of one row by the row id, as Hibernate and jOOQ write it, plain and sealed. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL})
class MergeTest {

    private static final long SEED = Long.getLong("rowseal.seed", 20261128);

    private static final String USING =
            "MERGE INTO person AS t USING (SELECT CAST(? AS bigint) AS id, CAST(? AS varchar) AS"
                    + " ssn, CAST(? AS varchar) AS notes, CAST(? AS varchar) AS city) AS s ON (t.id = s.id) ";
    private static final String INSERT =
            "WHEN NOT MATCHED THEN INSERT (id, ssn, notes, city) VALUES (s.id, s.ssn, s.notes, s.city) ";

    private final TestDatabase database;
    private final Random random = new Random(SEED);

    MergeTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        String rest = ", city varchar(20) unique, visits int default 7)";
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
                List.of("create table person (id bigint primary key, ssn "
                        + dialect.ddl(DeclaredType.parse("varchar(24)")) + " unique, notes "
                        + dialect.ddl(DeclaredType.parse("text")) + rest),
                List.of("create table person (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                        + database.binaryType(16) + " unique, notes " + database.textType() + rest));
    }

    private @Nullable String secret(Pair pair) {
        String secret = "secret-" + (100 + random.nextInt(12));
        pair.markers.add(secret);
        return random.nextInt(5) == 0 ? null : secret;
    }

    @Test
    void whatThePlainStatementDoes(@TempDir Path folder) throws SQLException, IOException {
        List<String> operations = List.of(
                INSERT + "WHEN MATCHED THEN UPDATE SET ssn = s.ssn, notes = s.notes, city = s.city",
                "WHEN MATCHED THEN UPDATE SET notes = s.notes, visits = t.visits + 1 " + INSERT,
                INSERT,
                "WHEN MATCHED AND t.visits > 8 THEN DELETE WHEN MATCHED THEN UPDATE SET ssn = s.ssn, visits = t.visits + 1 "
                        + INSERT,
                "WHEN MATCHED AND s.city = 'city3' THEN UPDATE SET city = upper(s.city), notes = s.notes " + INSERT);
        try (Pair pair = pair(folder)) {
            for (int i = 0; i < 120; i++) {
                List<@Nullable Object> row = Arrays.asList(
                        1L + random.nextInt(8),
                        secret(pair),
                        secret(pair),
                        random.nextInt(3) == 0 ? "city" + random.nextInt(12) : null);
                String sql = USING + operations.get(random.nextInt(operations.size()));
                pair.twins().exact(new Request(sql, row), Reads.FEW);
                pair.twins().exact(Request.text("SELECT * FROM person ORDER BY id"), Reads.FEW);
            }
            pair.twins()
                    .exact(
                            Request.text(
                                    "MERGE INTO person USING (SELECT 30 AS id, 'secret-100-x' AS ssn) s ON person.id ="
                                            + " s.id WHEN MATCHED THEN UPDATE SET ssn = s.ssn WHEN NOT MATCHED THEN INSERT (id, ssn)"
                                            + " VALUES (s.id, s.ssn)"),
                            Reads.FEW);
            pair.check(List.of("person"));
        }
    }

    @Test
    void refusesWhatMayReachAnotherRow(@TempDir Path folder) throws SQLException {
        try (Pair pair = pair(folder)) {
            String using = "MERGE INTO person t USING (SELECT 1 AS id, 'x' AS ssn) s ON ";
            String update = "t.id = s.id WHEN MATCHED THEN UPDATE SET ";
            pair.twins().refused(Request.text(using + update + "visits = 1"), "does nothing with column");
            String set = " WHEN MATCHED THEN UPDATE SET ssn = s.ssn";
            for (String other : List.of("t.ssn = s.ssn", "t.city = s.id", "t.id = s.id OR t.id = 5", "s.id = 1")) {
                pair.twins()
                        .refused(
                                Request.text(using.replace("ON", "ON (s.id IS NULL OR ") + other + ")" + set),
                                "finds its rows by");
                pair.twins().refused(Request.text(using + other + " AND s.id > 0" + set), "finds its rows by");
            }
            pair.twins().refused(Request.text(using + "t.city = s.id" + set), "finds its rows by");
            pair.twins().refused(Request.text(using + "t.id = s.id AND t.visits > 0" + set), "finds its rows by");
            pair.twins().refused(Request.text(using + update + "ssn = s.ssn, id = 5"), "sets the row id");
            pair.twins()
                    .refused(
                            Request.text(using + update + "ssn = 'x', city = s.ssn"),
                            "something else than a value of the row");
            pair.twins().refused(Request.text(using + update + "ssn = upper(s.ssn)"), "something else than a value");
            pair.twins().refused(Request.text(using + update + "ssn = s.ssn, city = t.ssn"), "stands in SET");
            pair.twins().refused(Request.text(using + update + "ssn = s.ssn, city = s.ssn"), "refuses");
            pair.twins().refused(Request.text(using + update + "ssn = s.ssn, notes = s.ssn"), "give it twice");
            pair.twins().refused(Request.text(using + update + "ssn = s.ssn, notes = s.id"), "finds its rows by");
            String insert = "t.id = s.id WHEN NOT MATCHED THEN INSERT ";
            pair.twins().refused(Request.text(using + insert + "(id, ssn) VALUES (5, s.ssn)"), "under another id");
            pair.twins().refused(Request.text(using + insert + "(ssn) VALUES (s.ssn)"), "under another id");
            pair.twins()
                    .refused(
                            Request.text(
                                    "MERGE INTO person t USING (SELECT id, city FROM person) s ON t.id = s.id WHEN MATCHED"
                                            + " THEN UPDATE SET notes = s.city"),
                            "refuses");
        }
    }
}
