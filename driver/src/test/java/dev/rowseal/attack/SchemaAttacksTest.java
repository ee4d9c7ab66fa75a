package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Other ways to a sealed table, and other tables in its place. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class SchemaAttacksTest {

    private static final String MARK = "MARK7Q4Z";
    private static final String LONG = "a_table_whose_name_is_just_as_long_as_postgresql_lets_it_get_63";

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
              %s:
                row-id: { id: bigint }
                columns:
                  %s: { type: varchar(20), lookup: equality, index-column: ix }
            """.formatted(LONG, LONG);

    private final TestDatabase database;
    private final Watch watch;
    /** A schema beside the one of the sealed table. */
    private final String elsewhere;

    SchemaAttacksTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.elsewhere = database.schema("elsewhere");
        this.watch = new Watch(database, new Sealed(database, folder, TABLES), MARK);
    }

    private boolean isPostgres() {
        return database.engine() == Engine.POSTGRESQL;
    }

    /** Text storage, so that the database itself would take plaintext. */
    @BeforeEach
    void createTables() throws SQLException {
        String text = database.textType(200);
        assertThat(LONG).hasSize(63);
        database.execute(
                "create table patient (id bigint primary key, ssn " + text + ", ssn_idx " + text
                        + ", name varchar(50))",
                "create table " + LONG + " (id bigint primary key, " + LONG + " " + text + ", ix " + text + ")",
                "create table visit (id bigint primary key, ssn varchar(50))",
                "create schema " + elsewhere,
                "create table " + elsewhere + ".patient (id bigint, ssn varchar(200))");
    }

    /** Ways to the sealed table, each of one statement or more. */
    private List<List<String>> ways() {
        List<String> view = List.of("create view way as select id, ssn from patient");
        List<String> views = List.of(
                "create view deep as select id, ssn from patient", "create view way as select id, ssn from deep");
        String far =
                "create view " + elsewhere + ".way as select id, ssn from " + database.defaultSchema() + ".patient";
        return switch (database.engine()) {
            case H2 ->
                List.of(
                        view,
                        List.of("create synonym way for patient"),
                        List.of("create synonym elsewhere.way for public.patient"));
            case POSTGRESQL ->
                List.of(
                        view,
                        List.of(far),
                        List.of(
                                "create table way (id bigint, ssn varchar(50))",
                                "create rule r as on insert to way do instead"
                                        + " insert into patient (id, ssn) values (new.id, new.ssn)"),
                        List.of("create table way () inherits (patient)"),
                        views);
            case MARIADB -> List.of(view, List.of(far), views);
        };
    }

    private void drop() throws SQLException {
        List<String> drops = switch (database.engine()) {
            case H2 ->
                List.of(
                        "drop synonym if exists way",
                        "drop synonym if exists elsewhere.way",
                        "drop view if exists way");
            case POSTGRESQL ->
                List.of(
                        "drop view if exists elsewhere.way",
                        "do $$ begin execute (select format('drop %s way cascade', case relkind when 'v' then 'view' else"
                                + " 'table' end) from pg_class where relname = 'way'); exception when others then null;"
                                + " end $$",
                        "drop view if exists deep");
            case MARIADB ->
                List.of(
                        "drop view if exists " + elsewhere + ".way",
                        "drop view if exists way",
                        "drop view if exists deep");
        };
        database.execute(drops.toArray(String[]::new));
    }

    private void useWay(Connection connection, String when, List<String> way) throws SQLException {
        String far = elsewhere + ".way";
        String name = way.get(0).contains(far) ? far : "way";
        for (String sql : List.of(
                "INSERT INTO " + name + " (id, ssn) VALUES (5, '" + MARK + "')",
                "UPDATE " + name + " SET ssn = '" + MARK + "'",
                "SELECT id FROM " + name + " WHERE ssn = '" + MARK + "'")) {
            attempt(when + ": " + way + ": " + sql, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            });
        }
    }

    @Test
    void waysThatWereThereBefore() throws SQLException {
        for (List<String> way : ways()) {
            database.execute(way.toArray(String[]::new));
            try (Connection connection = watch.connect()) {
                changed(connection);
                useWay(connection, "before", way);
            }
            drop();
        }
        watch.nothingStored("ways");
    }

    /** A way that another client makes is noticed within a minute, or as soon as the application changes a schema. */
    @Test
    void waysThatComeAfter() throws SQLException {
        for (List<String> way : ways()) {
            try (Connection connection = watch.connect()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("SELECT id FROM patient");
                }
                database.execute(way.toArray(String[]::new));
                changed(connection);
                useWay(connection, "after", way);
            }
            drop();
        }
        watch.nothingStored("ways");
    }

    /** What an application's own DDL does. */
    private void changed(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("CREATE SCHEMA IF NOT EXISTS " + database.schema("whatever"));
        }
    }

    @Test
    void namesThatAreCutToTheSealedOne() throws SQLException {
        if (!isPostgres()) {
            return;
        }
        try (Connection connection = watch.connect()) {
            for (String sql : List.of(
                    "INSERT INTO %sx (id, %s) VALUES (1, '%s')",
                    "INSERT INTO %sé (id, %s) VALUES (1, '%s')",
                    "INSERT INTO \"%sx\" (id, %s) VALUES (1, '%s')",
                    "UPDATE %sx SET %s = '%s' WHERE id = 1",
                    "SELECT id FROM %sx WHERE %s = '%s'")) {
                String text = sql.formatted(LONG, LONG, MARK);
                attempt(text, () -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(text);
                    }
                });
            }
            for (String sql : List.of(
                    "INSERT INTO %s (id, %sx) VALUES (1, '%s')",
                    "UPDATE %s SET %sx = '%s' WHERE id = 1",
                    "SELECT id FROM %s WHERE %sx = '%s'",
                    "SELECT id FROM %s z WHERE z.\"%sx\" = '%s'",
                    "DELETE FROM %s WHERE id = 1 AND %s_ <> '%s'")) {
                String text = sql.formatted(LONG, LONG, MARK);
                attempt(text, () -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(text);
                    }
                });
            }
        }
        watch.nothingStored("cut names");
    }

    private List<String> switches() {
        return database.engine() == Engine.MARIADB
                ? List.of(
                        "USE " + elsewhere,
                        "use `" + elsewhere + "`",
                        "BEGIN",
                        "START TRANSACTION READ ONLY",
                        "SET autocommit = 0")
                : List.of(
                        "SET search_path TO elsewhere, public",
                        "SET LOCAL search_path TO elsewhere, public",
                        "SELECT set_config('search_path', 'elsewhere, public', false)",
                        "SET SCHEMA elsewhere",
                        "SET SCHEMA 'elsewhere'",
                        "SET SCHEMA_SEARCH_PATH elsewhere, public",
                        "BEGIN",
                        "RESET search_path");
    }

    @Test
    void searchPathsThatChange() throws SQLException {
        try (Connection connection = watch.connect()) {
            for (boolean automatic : new boolean[] {true, false}) {
                for (String there : switches()) {
                    connection.setAutoCommit(automatic);
                    path(connection, there);
                    if (!automatic) {
                        connection.rollback();
                        store(connection, "after a rollback of " + there);
                    }
                }
            }
            connection.rollback();
            connection.setAutoCommit(true);
            database.use(connection, elsewhere);
            store(connection, "setSchema");
            back(connection);
            store(connection, "setSchema back");
        }
        watch.nothingStored("paths");
    }

    private void path(Connection connection, String there) throws SQLException {
        try (PreparedStatement before = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)")) {
            attempt(there, () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(there);
                }
            });
            attempt("prepared before " + there, () -> {
                before.setLong(1, 7);
                before.setString(2, MARK);
                before.executeUpdate();
            });
            store(connection, there);
        } catch (SQLException e) {
            watch.clean(there, e);
        }
        if (!connection.getAutoCommit()) {
            return;
        }
        if (isPostgres()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
            }
        }
        back(connection);
    }

    private void back(Connection connection) throws SQLException {
        if (database.engine() == Engine.MARIADB) {
            // What was begun in the last attempt may be read-only, or lasts.
            try (Statement statement = connection.createStatement()) {
                statement.execute("ROLLBACK");
                statement.execute("SET autocommit = 1");
            }
        }
        database.use(connection, database.defaultSchema());
    }

    private void store(Connection connection, String when) throws SQLException {
        attempt(when, () -> {
            try (PreparedStatement insert =
                    connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)")) {
                insert.setLong(1, 8);
                insert.setString(2, MARK);
                insert.executeUpdate();
            }
        });
        attempt(when + " batch", () -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch(
                        switch (database.engine()) {
                            case H2 -> "SET SCHEMA PUBLIC";
                            case POSTGRESQL -> "SET SCHEMA 'public'";
                            case MARIADB -> "USE " + database.defaultSchema();
                        });
                statement.addBatch("INSERT INTO patient (id, ssn) VALUES (9, '" + MARK + "')");
                statement.executeBatch();
            }
        });
    }

    @Test
    void tablesThatChangeUnderPreparedStatements() throws SQLException {
        try (Connection connection = watch.connect();
                PreparedStatement open = connection.prepareStatement("INSERT INTO visit (id, ssn) VALUES (?, ?)");
                PreparedStatement insert = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)");
                PreparedStatement select = connection.prepareStatement("SELECT * FROM patient WHERE ssn = ?")) {
            for (String change : List.of(
                    "alter table patient add column more varchar(20) default 'x'",
                    "alter table patient drop column name",
                    "alter table patient rename to patients",
                    "create table patient (id bigint primary key, ssn varchar(200))",
                    "drop table patient",
                    "alter table patients rename to patient",
                    "alter table patient rename column ssn to nss",
                    "alter table patient rename column nss to ssn")) {
                database.execute(change);
                attempt("insert after " + change, () -> {
                    insert.setLong(1, change.length());
                    insert.setString(2, MARK);
                    insert.executeUpdate();
                });
                attempt("select after " + change, () -> {
                    select.setString(1, MARK);
                    try (ResultSet rows = select.executeQuery()) {
                        while (rows.next()) {
                            for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                                String label = rows.getMetaData().getColumnLabel(i);
                                Object value = rows.getObject(i);
                                assertThat(String.valueOf(value)).as(label).doesNotContain("rs1.");
                                assertThat(MARK.equals(value))
                                        .isEqualTo(label.equalsIgnoreCase("ssn") || label.equalsIgnoreCase("nss"));
                            }
                        }
                    }
                });
            }
            // The application's own change makes of an open table a way to the sealed one.
            attempt("a view in place of a table", () -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("ALTER TABLE visit RENAME TO visits");
                    database.execute("create view visit as select id, ssn from patient");
                    statement.execute("CREATE SCHEMA " + database.schema("anything"));
                }
                open.setLong(1, 77);
                open.setString(2, MARK);
                watch.forget();
                assertThatThrownBy(open::executeUpdate)
                        .isInstanceOfSatisfying(SQLException.class, e -> watch.clean("stale", e));
                assertThatThrownBy(open::execute).isInstanceOf(SQLException.class);
                open.addBatch();
                assertThatThrownBy(open::executeBatch).isInstanceOf(SQLException.class);
            });
        }
        watch.nothingStored("changes");
    }

    @Test
    void temporaryTablesInItsPlace() throws SQLException {
        try (Connection connection = watch.connect()) {
            for (String sql : List.of(
                    "CREATE TEMPORARY TABLE patient (id bigint, ssn varchar(50))",
                    "CREATE LOCAL TEMPORARY TABLE patient (id bigint, ssn varchar(50))",
                    "CREATE TABLE " + elsewhere + ".patient2 AS SELECT * FROM " + elsewhere + ".patient",
                    "CREATE VIEW pg_temp.patient AS SELECT 1",
                    "CREATE PROCEDURE hide() AS $$ BEGIN EXECUTE 'CREATE TEMP TABLE pat' || 'ient (id int)'; END $$ LANGUAGE plpgsql",
                    "CALL hide()")) {
                attempt(sql, () -> {
                    try (Statement statement = connection.createStatement()) {
                        statement.execute(sql);
                    }
                });
                store(connection, sql);
            }
        }
        watch.nothingStored("temporary tables");
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private void attempt(String what, Attempt attempt) {
        try {
            attempt.run();
        } catch (SQLException | RuntimeException e) {
            watch.nothingLeft(what);
            watch.clean(what, e);
        }
        watch.nothingLeft(what);
    }
}
