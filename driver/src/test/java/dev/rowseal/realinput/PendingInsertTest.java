package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.h2.api.Trigger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Row ids that only the stored row tells: padded, changed by a trigger; and failures between the insert and the seal. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class PendingInsertTest {

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: %s }
                columns:
                  memo: { type: varchar(40) }
                  tag: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;

    PendingInsertTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder, String type, String id, String... more) throws SQLException {
        List<String> plain = new ArrayList<>();
        plain.add("create table chart (id " + id + " primary key, memo varchar(40), tag varchar(20) unique)");
        plain.addAll(List.of(more));
        List<String> sealed = new ArrayList<>();
        sealed.add("create table chart (id " + id + " primary key, memo " + database.binaryType() + ", tag "
                + database.binaryType() + ", tag_idx " + database.binaryType(16) + " unique)");
        sealed.addAll(List.of(more));
        return new Pair(database, folder, POLICY.formatted(type), plain, sealed);
    }

    private boolean h2() {
        return database.engine() == Engine.H2;
    }

    @Test
    void paddedIds(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "char(5)", "char(5)")) {
            Twins twins = pair.twins();
            twins.exact(
                    Request.prepared("INSERT INTO chart VALUES (?, ?, ?)", "ab", "secret-0001", "tag-00001"),
                    Reads.FEW);
            twins.exact(
                    Request.prepared(
                            "INSERT INTO chart (tag, id, memo) VALUES (?, ?, 'secret-0002'), (NULL, 'c', ?)",
                            "tag-00002",
                            "b ",
                            null),
                    Reads.FEW);
            twins.exact(Request.prepared("INSERT INTO chart (id, tag) VALUES (?, ?)", "ab   ", "tag-00003"), Reads.FEW);
            twins.exact(Request.prepared("INSERT INTO chart (id, tag) VALUES (?, ?)", "d", "tag-00001"), Reads.FEW);
            twins.exact(Request.text("SELECT * FROM chart WHERE tag = 'tag-00002'"), Reads.FEW);
            List.of("secret-0001", "secret-0002", "tag-00001", "tag-00002", "tag-00003")
                    .forEach(pair.markers::add);
            pair.check(List.of("chart"));
        }
    }

    /** Gives every row another id than it was inserted with. */
    public static final class Other implements Trigger {
        @Override
        public void fire(Connection connection, Object[] before, Object[] after) {
            after[0] = ((Number) after[0]).longValue() + 1000;
        }
    }

    private String[] trigger(String when, String body) {
        String head = "create trigger acts " + when + " on chart for each row ";
        return switch (database.engine()) {
            case H2 -> new String[] {head + "call '" + Other.class.getName() + "'"};
            case POSTGRESQL ->
                new String[] {
                    "create function acts() returns trigger language plpgsql as 'begin " + body + " return new; end'",
                    head + "execute function acts()"
                };
            case MARIADB -> new String[] {head + "begin " + body.replace("new.id := ", "set new.id = ") + " end"};
        };
    }

    @Test
    void idsThatATriggerChanges(@TempDir Path folder) throws SQLException, IOException {
        String[] ddl = trigger("before insert", "new.id := new.id + 1000;");
        try (Pair pair = pair(folder, "bigint", "bigint", ddl)) {
            Twins twins = pair.twins();
            String sql = "INSERT INTO chart (id, memo, tag) VALUES (?, ?, ?)";
            twins.exact(Request.prepared(sql, 1L, "secret-0001", "tag-00001"), Reads.FEW);
            twins.exact(
                    Request.text("INSERT INTO chart VALUES (2, 'secret-0002', NULL), (3, NULL, 'tag-00003')"),
                    Reads.FEW);
            twins.batch(sql, List.of(List.of(5L, "secret-0005", "tag-00005"), List.of(6L, "secret-0006", "tag-00006")));
            if (database.engine() != Engine.MARIADB) {
                // Its keys are numbers of AUTO_INCREMENT only.
                Keys.compare(
                        twins, "INSERT INTO chart (id, memo) VALUES (?, 'secret-0007')", List.of(7L), Keys.flag(), 1);
            }
            twins.exact(Request.text("SELECT * FROM chart ORDER BY id"), Reads.FEW);
            List.of("secret-0001", "secret-0005", "tag-00001", "tag-00005").forEach(pair.markers::add);
            pair.check(List.of("chart"));
        }
    }

    @Test
    void refusesWhatATriggerOnUpdateWouldSee(@TempDir Path folder) throws SQLException, IOException {
        String id = h2() ? "bigint generated always as identity" : "char(5)";
        String nothing = database.engine() == Engine.MARIADB ? "set @seen = 1;" : "perform 1;";
        try (Pair pair = pair(folder, h2() ? "bigint" : "char(5)", id, trigger("after update", nothing))) {
            String sql =
                    h2() ? "INSERT INTO chart (memo) VALUES ('x')" : "INSERT INTO chart (id, memo) VALUES ('a', 'x')";
            pair.twins().refused(Request.text(sql), "acts on the UPDATE");
        }
    }

    /** On PostgreSQL; no trigger skips rows elsewhere, or none that can be written without Java. */
    @Test
    void rowsThatATriggerSkips(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        String[] ddl = trigger("before insert", "if new.id = 2 then return null; end if;");
        try (Pair pair = pair(folder, "bigint", "bigint", ddl)) {
            Twins twins = pair.twins();
            twins.exact(Request.text("INSERT INTO chart VALUES (1, 'secret-0001', 'tag-00001')"), Reads.FEW);
            twins.exact(Request.text("INSERT INTO chart VALUES (2, 'secret-0002', 'tag-00002')"), Reads.FEW);
            twins.refused(
                    Request.text("INSERT INTO chart VALUES (3, 'secret-0003', NULL), (2, 'secret-0004', NULL)"),
                    "which rows it stored");
            pair.check(List.of("chart"));
        }
    }

    /** The seal fails, because nothing but a pending envelope fits: then the row is gone, and nothing else is. */
    @Test
    void noPendingRowStays(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "char(5)", "char(5)")) {
            String length = h2() ? "octet_length(memo)" : "length(memo)";
            database.execute("alter table chart add constraint rowseal_chart_memo check (" + length + " <= 48)");
            try (Connection connection = pair.sealedConnection()) {
                for (boolean autocommit : List.of(true, false)) {
                    connection.setAutoCommit(autocommit);
                    try (PreparedStatement insert =
                            connection.prepareStatement("INSERT INTO chart (id, memo, tag) VALUES (?, ?, ?)")) {
                        insert.setString(1, autocommit ? "a" : "b");
                        insert.setString(2, null);
                        insert.setString(3, null);
                        assertThat(insert.executeUpdate()).isEqualTo(1);
                        insert.setString(1, "c");
                        insert.setString(2, "secret-0001");
                        SQLException failure = org.junit.jupiter.api.Assertions.assertThrows(
                                SQLException.class, insert::executeUpdate);
                        assertThat(failure.getSQLState()).startsWith("23");
                        assertThat(connection.getAutoCommit()).isEqualTo(autocommit);
                    }
                    if (!autocommit) {
                        connection.commit();
                    }
                }
            }
            try (Connection raw = database.plain();
                    Statement statement = raw.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT count(*), count(memo) FROM chart")) {
                rows.next();
                // PostgreSQL takes nothing more in a transaction after a failure: its commit is a rollback.
                assertThat(rows.getInt(1)).isEqualTo(database.engine() == Engine.POSTGRESQL ? 1 : 2);
                assertThat(rows.getInt(2)).isZero();
            }
        }
    }
}
