package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a MariaDB session under which the catalogue would not show which views lead to a sealed table. */
@OnEveryDatabase(Engine.MARIADB)
class HiddenViewsTest {

    private static final List<String> VIEWS =
            List.of("a_view", "m_view", "z_view", "bare_view", "second_view", "ä_view");

    private final TestDatabase database;
    private final Watch watch;

    HiddenViewsTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.watch = new Watch(database, new Sealed(database, folder, """
                        tables:
                          patient:
                            row-id: { id: bigint }
                            columns:
                              ssn: { type: varchar(20), lookup: equality }
                        """), "MARK7Q4Z");
    }

    @Test
    void theSessionHidesNoView() throws SQLException {
        database.execute(
                "create table patient (id bigint primary key, city varchar(20), ssn longblob, ssn_idx varbinary(16))",
                "create view a_view as select id, ssn from patient",
                "create view m_view as select id, ssn from patient",
                "create view z_view as select id, ssn from patient",
                "create view ä_view as select id, ssn from patient",
                "set statement sql_quote_show_create = 0 for create view bare_view as select id, ssn from patient",
                "set statement sql_quote_show_create = 0 for create view second_view as select * from bare_view",
                "create table visit (id bigint primary key, patient_id bigint)",
                "create view open_view as select id, patient_id from visit");
        for (String setting : List.of(
                "sql_select_limit = 1",
                "sql_select_limit = 0",
                "sql_quote_show_create = 0",
                "max_statement_time = 30",
                "sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'",
                "group_concat_max_len = 4",
                "collation_connection = latin1_swedish_ci")) {
            try (Connection connection = watch.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION " + setting);
                // The catalogue is read anew, under the setting.
                statement.execute("CREATE OR REPLACE TABLE other (id bigint)");
                for (String view : VIEWS) {
                    assertThatThrownBy(() ->
                                    statement.execute("INSERT INTO " + view + " (id, ssn) VALUES (1, 'MARK7Q4Z')"))
                            .as(setting + ", " + view)
                            .isInstanceOf(SQLFeatureNotSupportedException.class);
                }
                statement.execute("SELECT id FROM open_view WHERE patient_id = 1");
                watch.nothingLeft(setting);
                watch.nothingStored(setting);
            }
        }
    }

    /** Expressions that print a sealed column without quotes, or in other ones, still stand in the way of sealing it. */
    @Test
    void theSessionHidesNoCheck() throws SQLException {
        database.execute(
                "create table patient (id bigint primary key, city varchar(20), ssn longblob check (length(ssn) > 3),"
                        + " ssn_idx varbinary(16))");
        for (String setting : List.of(
                "sql_quote_show_create = 0", "sql_mode = 'ANSI_QUOTES,STRICT_TRANS_TABLES'", "sql_mode = DEFAULT")) {
            try (Connection connection = watch.connect();
                    Statement statement = connection.createStatement()) {
                statement.execute("SET SESSION " + setting);
                statement.execute("CREATE OR REPLACE TABLE other (id bigint)");
                assertThatThrownBy(() -> statement.execute("INSERT INTO patient (id, ssn) VALUES (1, 'MARK7Q4Z')"))
                        .as(setting)
                        .isInstanceOf(SQLException.class);
                watch.nothingLeft(setting);
                watch.nothingStored(setting);
            }
        }
    }
}
