package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** INSERTs that change a row which another key than the row id finds, plain and sealed. */
@OnEveryDatabase({Engine.POSTGRESQL, Engine.MARIADB})
class UpsertByKeyTest {

    private final TestDatabase database;

    UpsertByKeyTest(TestDatabase database) {
        this.database = database;
    }

    private boolean mariaDb() {
        return database.engine() == Engine.MARIADB;
    }

    private String ddl(String type) {
        return Dialect.named(database.engine().productName()).ddl(DeclaredType.parse(type));
    }

    /** @param id the row id as {@code <declared type>: <DDL>}; several of them behind each other */
    private Pair pair(Path folder, String... id) throws SQLException {
        StringBuilder rowId = new StringBuilder();
        StringBuilder columns = new StringBuilder();
        StringBuilder key = new StringBuilder();
        for (int i = 0; i < id.length; i++) {
            String name = i == 0 ? "id" : "id" + i;
            String[] parts = id[i].split(": ", 2);
            rowId.append(i == 0 ? "" : ", ").append(name).append(": ").append(parts[0]);
            columns.append(name).append(' ').append(parts[1]).append(", ");
            key.append(i == 0 ? "" : ", ").append(name);
        }
        String rest = ", visits int not null default 0, primary key (" + key + "))";
        String cell = database.binaryType();
        return new Pair(
                database,
                folder,
                """
                tables:
                  person:
                    row-id: { %s }
                    columns:
                      ssn: { type: varchar(24), lookup: equality }
                      notes: { type: text }
                      blob_: { type: binary }
                """.formatted(rowId),
                List.of(
                        "create sequence sq start with 5",
                        "create table person (" + columns + "ssn " + ddl("varchar(24)")
                                + " unique, city varchar(20) unique," + " notes " + ddl("text") + ", blob_ "
                                + ddl("binary") + rest),
                List.of(
                        "create sequence sq start with 5",
                        "create table person (" + columns + "ssn " + cell + ", ssn_idx " + database.binaryType(16)
                                + " unique, city varchar(20) unique, notes " + cell + ", blob_ " + cell + rest));
    }

    /** {@code new.x} and {@code old.x} as the database names them. */
    private String update(String key, String sets) {
        String in = mariaDb()
                ? " ON DUPLICATE KEY UPDATE "
                        + sets.replaceAll("new\\.(\\w+)", "VALUES($1)").replace("old.", "")
                : " ON CONFLICT (" + key + ") DO UPDATE SET "
                        + sets.replace("new.", "excluded.").replace("old.", "person.");
        return in;
    }

    private static final String INSERT = "INSERT INTO person (id, ssn, city, notes, visits) VALUES (?, ?, ?, ?, 1)";

    private void statements(Pair pair) throws SQLException {
        Twins twins = pair.twins();
        List.of("secret-a-1", "secret-b-1", "secret-c-1", "note-0001", "note-0002", "note-0003")
                .forEach(pair.markers::add);
        String all = update("ssn", "city = new.city, notes = new.notes, visits = old.visits + new.visits");
        for (int i = 0; i < 3; i++) {
            run(twins, INSERT + all, 10L + i, "secret-a-1", "Ulm", "note-0001");
        }
        run(twins, INSERT + all, 20L, "secret-a-1", "Bonn", "note-0002");
        run(twins, INSERT + all, 21L, "secret-a-1", "Bonn", null);
        run(twins, INSERT + all, 22L, null, "Kiel", "note-0001");
        run(twins, INSERT + all, 23L, null, "Trier", "note-0001");
        String ssn = update("city", "ssn = new.ssn, notes = ?");
        run(twins, INSERT + ssn, 30L, "secret-b-1", "Kiel", null, "note-0003");
        run(twins, INSERT + ssn, 31L, "secret-b-1", "Kiel", null, "note-0003");
        run(twins, INSERT + ssn, 32L, null, "Kiel", null, null);
        run(twins, INSERT + update("city", "ssn = 'secret-c-1', notes = NULL"), 33L, null, "Kiel", null);
        run(twins, INSERT + update("city", "ssn = coalesce(new.ssn, old.ssn)"), 34L, null, "Kiel", null);
        run(twins, INSERT + update("city", "visits = 0"), 34L, null, "Kiel", null);
        run(twins, INSERT + update("city", "visits = 0"), 34L, null, "Kiel", null);
        run(
                twins,
                INSERT + update("city", "city = upper(new.city), visits = old.visits + ?"),
                35L,
                null,
                "Kiel",
                null,
                7);
        String two = INSERT + ", (?, ?, ?, 'note-0002', 1)";
        run(twins, two + all, 40L, "secret-a-1", "Jena", null, 41L, "secret-x-1", "Fulda");
        run(twins, two + all, 42L, "secret-y-1", "Hof", null, 43L, "secret-a-1", "Jena");
        // The second row comes upon what the first has stored.
        run(twins, two + all, 44L, "secret-z-1", "Linz", null, 45L, "secret-z-1", "Linz");
        run(twins, two + all, 46L, "secret-a-1", "Jena", null, 47L, "secret-a-1", "Jena");
        run(twins, INSERT + all, 50L, "much too long for the column that it is for", "Linz", null);
        run(twins, INSERT + all, 51L, "secret-w-1", "a city with more letters than it may have", null);
        run(
                twins,
                INSERT.replace("visits", "visits, blob_").replace("1)", "1, ?)") + update("ssn", "blob_ = new.blob_"),
                52L,
                "secret-a-1",
                "Jena",
                null,
                new byte[] {1, 2});
        run(
                twins,
                INSERT.replace("visits", "visits, blob_").replace("1)", "1, ?)") + update("ssn", "blob_ = new.blob_"),
                53L,
                "secret-a-1",
                "Jena",
                null,
                new byte[] {1, 2});
        twins.exact(
                Request.text(INSERT.replace("(?, ?, ?, ?", "(60, 'secret-a-1', 'Jena', 'note-0003'") + all), Reads.FEW);
    }

    private static void run(Twins twins, String sql, @Nullable Object... values) throws SQLException {
        twins.exact(new Request(sql, Arrays.asList(values)), Reads.FEW);
        twins.exact(Request.text("SELECT * FROM person ORDER BY id"), Reads.FEW);
    }

    @Test
    void whatThePlainStatementDoes(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "bigint: bigint")) {
            statements(pair);
            pair.check(List.of("person"));
        }
    }

    @Test
    void withinTheApplicationsTransaction(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "bigint: bigint")) {
            String sql = INSERT + update("ssn", "notes = new.notes, visits = old.visits + 1");
            for (boolean commit : List.of(true, false)) {
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    side.connection().setAutoCommit(false);
                }
                for (int i = 0; i < 5; i++) {
                    run(pair.twins(), sql, 10L + i, "secret-" + i % 2, "Ulm" + i, "note");
                }
                for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                    if (commit) {
                        side.connection().commit();
                    } else {
                        side.connection().rollback();
                    }
                    side.connection().setAutoCommit(true);
                }
                pair.twins().exact(Request.text("SELECT * FROM person ORDER BY id"), Reads.FEW);
            }
            pair.check(List.of("person"));
        }
    }

    @Test
    void rowIdsOfEveryKind(@TempDir Path folder) throws SQLException, IOException {
        List<String[]> kinds = new ArrayList<>(List.of(
                new String[] {"varchar(12): " + (mariaDb() ? ddl("varchar(12)") : database.textType(12))},
                new String[] {"uuid: uuid"},
                new String[] {"integer: int", "varchar(8): " + (mariaDb() ? ddl("varchar(8)") : database.textType(8))
                }));
        int number = 0;
        for (String[] kind : kinds) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve("k" + number++));
            try (TestDatabase other = TestDatabase.on(database.engine());
                    Pair pair = new UpsertByKeyTest(other).pair(own, kind)) {
                for (int i = 0; i < 4; i++) {
                    List<@Nullable Object> values = new ArrayList<>();
                    for (String part : kind) {
                        values.add(
                                part.startsWith("uuid")
                                        ? new java.util.UUID(7, i)
                                        : part.startsWith("int") ? (Object) i : "it's " + i);
                    }
                    values.addAll(Arrays.asList("secret-" + i % 2, "note-" + i));
                    String sql = "INSERT INTO person (id" + (kind.length > 1 ? ", id1" : "") + ", ssn, notes) VALUES (?"
                            + (kind.length > 1 ? ", ?" : "") + ", ?, ?)";
                    pair.twins().exact(new Request(sql + update("ssn", "notes = new.notes"), values), Reads.FEW);
                }
                pair.check(List.of("person"));
            }
        }
    }

    private List<String> generated() {
        return mariaDb()
                ? List.of(
                        "bigint: bigint auto_increment",
                        "integer: int auto_increment",
                        "bigint: bigint default nextval(sq)")
                : List.of(
                        "bigint: bigserial",
                        "integer: integer generated always as identity",
                        "uuid: uuid default gen_random_uuid()");
    }

    @Test
    void rowIdsThatTheDatabaseMakes(@TempDir Path folder) throws SQLException, IOException {
        int number = 0;
        for (String id : generated()) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve("g" + number++));
            try (TestDatabase other = TestDatabase.on(database.engine());
                    Pair pair = new UpsertByKeyTest(other).pair(own, id)) {
                boolean uuid = id.startsWith("uuid");
                String sql = "INSERT INTO person (ssn, notes, city) VALUES (?, ?, ?)"
                        + update("ssn", "notes = new.notes, city = new.city, visits = old.visits + 1");
                for (int i = 0; i < 6; i++) {
                    pair.twins()
                            .exact(Request.prepared(sql, "secret-" + i % 3, "note-" + i % 2, "city" + i), Reads.FEW);
                    if (!uuid) {
                        pair.twins().exact(Request.text("SELECT * FROM person ORDER BY id"), Reads.FEW);
                    }
                }
                if (!uuid) {
                    keys(pair.twins(), sql, id.contains("auto_increment") || !mariaDb());
                }
                pair.twins()
                        .exact(Request.text("SELECT ssn, notes, city, visits FROM person ORDER BY city"), Reads.FEW);
            }
        }
    }

    private void keys(Twins twins, String sql, boolean given) throws SQLException {
        List<Keys.Asked> ways = new ArrayList<>(List.of(Keys.flag(), Keys.named("id")));
        if (!mariaDb()) {
            ways.add(Keys.named("id", "notes"));
            ways.add(Keys.named("city"));
        }
        for (Keys.Asked asked : given ? ways : List.<Keys.Asked>of()) {
            // Inserted, changed, and not changed.
            Keys.compare(twins, sql, List.of("k-" + asked.names(), "note", "x" + asked), asked, 1);
            Keys.compare(twins, sql, List.of("k-" + asked.names(), "note-2", "x" + asked), asked, 1);
            Keys.compare(
                    twins,
                    sql.replace("visits = old.visits + 1", "visits = 1"),
                    List.of("secret-0", "note", "y"),
                    asked,
                    1);
        }
        if (given && mariaDb()) {
            String last = sql + ", id = LAST_INSERT_ID(id)";
            for (int i = 0; i < 3; i++) {
                Keys.compare(twins, last, List.of("secret-1", "last", "last"), Keys.flag(), 1);
            }
            twins.exact(Request.text("SELECT LAST_INSERT_ID()"), Reads.FEW);
        }
    }

    @Test
    void batches(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "bigint: bigint")) {
            List<List<@Nullable Object>> rows = new ArrayList<>();
            for (int i = 0; i < 12; i++) {
                rows.add(Arrays.asList(10L + i, "secret-" + i % 5, "city" + i % 7, "note-" + i));
            }
            pair.twins()
                    .batch(INSERT + update("ssn", "notes = new.notes, visits = old.visits + 1"), rows.subList(0, 5));
            pair.twins()
                    .batch(INSERT + update("ssn", "notes = new.notes, visits = old.visits + 1"), rows.subList(0, 5));
            for (Side side : List.of(pair.twins().sealed(), pair.twins().plain())) {
                try (Statement statement = side.connection().createStatement()) {
                    String insert = "INSERT INTO person (id, ssn) VALUES (70, 'secret-1')";
                    statement.addBatch(insert + update("ssn", "visits = 50"));
                    statement.addBatch(insert.replace("secret-1", "secret-9") + update("ssn", "visits = 51"));
                    assertThat(statement.executeBatch()).containsExactly(mariaDb() ? 2 : 1, 1);
                }
            }
            pair.check(List.of("person"));
        }
    }

    /** Alice's index in Bob's row has the database find Bob for Alice: then nothing is changed. */
    @Test
    void movedIndexesChangeNothing(@TempDir Path folder) throws SQLException {
        try (Pair pair = pair(folder, "bigint: bigint");
                Connection connection = pair.sealedConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO person (id, ssn, notes) VALUES (1, 'alice', 'a'), (2, 'bob', 'b')");
            database.execute(
                    "create table copy as select ssn_idx from person where id = 1",
                    "delete from person where id = 1",
                    "update person set ssn_idx = (select ssn_idx from copy) where id = 2");
            for (String sets : List.of("visits = 9", "notes = 'c'")) {
                assertThatThrownBy(() -> statement.execute(
                                "INSERT INTO person (id, ssn) VALUES (3, 'alice')" + update("ssn", sets)))
                        .isInstanceOf(SQLException.class)
                        .satisfies(failure -> assertThat(((SQLException) failure).getSQLState())
                                .isEqualTo("RS001"));
            }
            try (ResultSet rows = statement.executeQuery("SELECT notes, visits FROM person")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(1) + rows.getInt(2)).isEqualTo("b0");
                assertThat(rows.next()).isFalse();
            }
        }
    }

    @Test
    void twoSessionsLoseNoUpdate(@TempDir Path folder) throws Exception {
        int rounds = 60;
        try (Pair pair = pair(folder, "bigint: bigint")) {
            ExecutorService threads = Executors.newFixedThreadPool(2);
            List<Future<Integer>> runs = new ArrayList<>();
            for (int who = 0; who < 2; who++) {
                int first = who * 1000;
                runs.add(threads.submit(() -> {
                    try (Connection connection = pair.sealedConnection()) {
                        return raise(connection, first, rounds);
                    }
                }));
            }
            int done = 0;
            for (Future<Integer> run : runs) {
                done += run.get(120, TimeUnit.SECONDS);
            }
            threads.shutdown();
            assertThat(done).isGreaterThan(rounds);
            try (Statement statement = pair.twins().sealed().connection().createStatement();
                    ResultSet rows = statement.executeQuery("SELECT visits, notes, ssn FROM person ORDER BY id")) {
                int visits = 0;
                int count = 0;
                while (rows.next()) {
                    visits += rows.getInt(1);
                    assertThat(rows.getString(2)).startsWith("note-");
                    assertThat(rows.getString(3)).startsWith("secret-");
                    count++;
                }
                assertThat(count).isEqualTo(5);
                assertThat(visits).isEqualTo(done);
            }
        }
    }

    private int raise(Connection connection, int first, int rounds) throws SQLException {
        int done = 0;
        String sql = INSERT + update("ssn", "notes = new.notes, visits = old.visits + 1");
        try (PreparedStatement upsert = connection.prepareStatement(sql)) {
            for (int i = 0; i < rounds; i++) {
                upsert.setLong(1, first + i);
                upsert.setString(2, "secret-" + i % 5);
                upsert.setString(3, null);
                upsert.setString(4, "note-" + first + "-" + i);
                try {
                    upsert.executeUpdate();
                    done++;
                } catch (SQLException waited) {
                    assertThat(waited.getSQLState()).isIn("40001", "40P01");
                }
            }
        }
        return done;
    }
}
