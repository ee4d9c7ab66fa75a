package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Moments that INSERT … SELECT carries through the driver, in the hour that comes twice. */
@OnEveryDatabase(Engine.MARIADB)
class RepeatedHourTest {

    /** 2025-10-26, half past two in summer, and half past two in winter. */
    private static final List<Long> MOMENTS = List.of(1_761_438_600L, 1_761_442_200L);

    private final TestDatabase database;

    RepeatedHourTest(TestDatabase database) {
        this.database = database;
    }

    /** A zone as Berlin is, where the server has none. */
    private void makeZone() throws SQLException {
        database.execute(
                "replace into mysql.time_zone (time_zone_id, use_leap_seconds) values (4711, 'N')",
                "replace into mysql.time_zone_name (name, time_zone_id) values ('Rowseal/Twice', 4711)",
                "replace into mysql.time_zone_transition_type (time_zone_id, transition_type_id, `offset`, is_dst,"
                        + " abbreviation) values (4711, 0, 7200, 1, 'CEST'), (4711, 1, 3600, 0, 'CET')",
                "replace into mysql.time_zone_transition (time_zone_id, transition_time, transition_type_id)"
                        + " values (4711, 1743296400, 0), (4711, 1761440400, 1)");
    }

    @Test
    void isRefusedOrTheSame(@TempDir Path folder) throws SQLException {
        makeZone();
        database.execute(
                "create table visit (id bigint primary key, seen timestamp(6) null, at datetime(6), ssn varchar(11))",
                "create table patient (id bigint primary key, seen timestamp(6) null, at datetime(6), ssn "
                        + database.binaryType() + ")");
        Sealed sealed = new Sealed(
                database,
                folder,
                "tables: { patient: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } } }");
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 2; i++) {
                statement.executeUpdate("INSERT INTO visit (id, seen, at, ssn) VALUES (" + i + ", from_unixtime("
                        + MOMENTS.get(i) + "), '2025-10-26 02:30:00', 'x')");
            }
            for (String zone : List.of("+00:00", "-03:30", "Rowseal/Twice")) {
                statement.executeUpdate("DELETE FROM patient");
                statement.execute("SET time_zone = '" + zone + "'");
                String copy = "INSERT INTO patient (id, seen, ssn) SELECT id, seen, ssn FROM visit";
                if (zone.startsWith("Rowseal")) {
                    assertThatThrownBy(() -> statement.executeUpdate(copy))
                            .isInstanceOf(SQLFeatureNotSupportedException.class)
                            .hasMessageContaining("patient.seen")
                            .hasMessageContaining("time_zone");
                    assertThat(moments(statement, "patient")).isEmpty();
                } else {
                    assertThat(statement.executeUpdate(copy)).isEqualTo(2);
                    assertThat(moments(statement, "patient")).isEqualTo(moments(statement, "visit"));
                }
                statement.executeUpdate("DELETE FROM patient");
                assertThat(statement.executeUpdate("INSERT INTO patient (id, at, ssn) SELECT id, at, ssn FROM visit"))
                        .isEqualTo(2);
            }
        }
    }

    private static List<String> moments(Statement statement, String table) throws SQLException {
        List<String> moments = new ArrayList<>();
        try (ResultSet rows = statement.executeQuery("SELECT unix_timestamp(seen) FROM " + table + " ORDER BY id")) {
            while (rows.next()) {
                moments.add(rows.getString(1));
            }
        }
        return moments;
    }
}
