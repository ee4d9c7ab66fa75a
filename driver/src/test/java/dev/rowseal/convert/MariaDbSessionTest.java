package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Sessions in which values would be others than {@link Dialect} says are refused, and no other. */
@OnEveryDatabase(Engine.MARIADB)
final class MariaDbSessionTest {

    private final Dialect dialect = Dialect.named("MariaDB");

    @Test
    void takesTheDefaults(TestDatabase database) throws SQLException {
        try (Connection connection = database.plain()) {
            require(connection, false);
        }
        dialect.requireOptions("jdbc:mariadb://db/clinic?useServerPrepStmts=false&useBulkStmts=0&tinyInt1isBit=true"
                + "&useCompression&{user=a, forceConnectionTimeZoneToSession=true}");
    }

    @Test
    void refusesAModeThatIsNotStrict(TestDatabase database) throws SQLException {
        refuses(database, "set sql_mode = ''", "strict");
        refuses(database, "set sql_mode = 'ERROR_FOR_DIVISION_BY_ZERO'", "strict");
    }

    @Test
    void refusesModesThatChangeValues(TestDatabase database) throws SQLException {
        for (String mode : List.of(
                "ALLOW_INVALID_DATES",
                "EMPTY_STRING_IS_NULL",
                "MSSQL",
                "NO_BACKSLASH_ESCAPES",
                "ORACLE",
                "PAD_CHAR_TO_FULL_LENGTH",
                "TIME_ROUND_FRACTIONAL")) {
            refuses(database, "set sql_mode = 'STRICT_ALL_TABLES," + mode + "'", mode);
        }
    }

    private void require(Connection connection, boolean instants) throws SQLException {
        String question = Objects.requireNonNull(dialect.sessionQuestion(instants));
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(question)) {
            rows.next();
            dialect.requireSession(rows.getString(1));
        }
    }

    private void refuses(TestDatabase database, String setting, String named) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            statement.execute(setting);
            assertThatThrownBy(() -> require(connection, false))
                    .as(setting)
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(named);
        }
    }

    @Test
    void refusesAnotherClockWhereInstantsAreDeclared(TestDatabase database) throws SQLException {
        try (Elsewhere berlin = new Elsewhere("Europe/Berlin");
                Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            // Berlin's clock in winter, and no other in summer.
            for (String zone : List.of("+01:00", "+02:00", "+00:00")) {
                statement.execute("set time_zone = '" + zone + "'");
                require(connection, false);
                assertThatThrownBy(() -> require(connection, true))
                        .as(zone)
                        .isInstanceOf(Misconfigured.class)
                        .hasMessageContaining("forceConnectionTimeZoneToSession");
            }
            MariaDbZones.take(connection);
            assertThatCode(() -> require(connection, true)).doesNotThrowAnyException();
        }
    }

    @Test
    void refusesOptionsThatChangeValues() {
        for (String option : List.of(
                "useServerPrepStmts=true",
                "useServerPrepStmts",
                "USESERVERPREPSTMTS=1",
                "useBulkStmts=true",
                "useBulkStmtsForInserts=false",
                "preserveInstants=true",
                "uuidAsString=true",
                "oldModeNoPrecisionTimestamp=true",
                "jdbcCompliantTruncation=false",
                "tinyInt1isBit=0",
                "transformedBitIsBoolean=false")) {
            String name = option.replaceAll("=.*", "");
            for (String asked :
                    List.of("jdbc:mariadb://db/clinic?a=b&" + option, "jdbc:mariadb://db/c&{" + option + ", c=d}")) {
                assertThatThrownBy(() -> dialect.requireOptions(asked))
                        .as(asked)
                        .isInstanceOf(Misconfigured.class)
                        .satisfies(refused -> assertThat(refused.getMessage()).containsIgnoringCase(name));
            }
        }
    }
}
