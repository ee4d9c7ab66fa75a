package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What MariaDB writes of floating-point numbers, takes for JSON and has columns of, by generated values. */
@OnEveryDatabase(Engine.MARIADB)
final class MariaDbGeneratedTest {

    private static final long SEED = Long.getLong("rowseal.seed", 1);
    private static final int ROUNDS = "full".equals(System.getProperty("rowseal.oracle")) ? 5000 : 200;

    private final Dialect dialect = Dialect.named("MariaDB");
    private final GeneratedValues values = new GeneratedValues(SEED);

    @Test
    void refusesLengthsThatTheServerHasNoColumnOf(TestDatabase database) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement()) {
            for (String text : List.of(
                    "char(255)",
                    "char(256)",
                    "varchar(16383)",
                    "varchar(16384)",
                    "decimal(65,2)",
                    "decimal(66,2)",
                    "decimal(65,38)",
                    "decimal(65,39)")) {
                Column column = new Column("plain", "c", DeclaredType.parse(text));
                Outcome theirs = Outcome.of(() ->
                        statement.execute("create or replace table plain (c " + dialect.ddl(column.type()) + ")"));
                Outcome ours = Outcome.of(() -> dialect.bind(column, 1, Binding.of("setInt")));
                assertThat(ours.refused()).as(text).isEqualTo(theirs.state() != null);
            }
        }
    }

    @Test
    void writesFloatingPointAsTheServerDoes(TestDatabase database) throws SQLException {
        try (Connection connection = database.plain();
                PreparedStatement select =
                        connection.prepareStatement("select cast(? as double), cast(cast(? as float) as char)")) {
            for (int i = 0; i < ROUNDS * 5; i++) {
                double number = values.real();
                float real = Math.abs(number) > Float.MAX_VALUE ? 1 : (float) number;
                select.setString(1, Double.toString(number));
                select.setString(2, Float.toString(real));
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    assertThat(MariaDbTexts.real(number)).as("seed %d", SEED).isEqualTo(rows.getString(1));
                    assertThat(MariaDbTexts.real(real)).as("seed %d", SEED).isEqualTo(rows.getString(2));
                }
            }
        }
    }

    @Test
    void takesTheJsonThatTheServerTakes(TestDatabase database) throws SQLException {
        Column column = new Column("plain", "c", DeclaredType.parse("json"));
        int taken = 0;
        try (Connection connection = database.plain();
                PreparedStatement select = connection.prepareStatement("select json_valid(?)")) {
            for (int i = 0; i < ROUNDS * 5; i++) {
                String json = values.json();
                if (Surrogates.unpaired(json)) {
                    continue;
                }
                select.setString(1, json);
                try (ResultSet rows = select.executeQuery()) {
                    rows.next();
                    boolean valid = rows.getBoolean(1);
                    Outcome ours = Outcome.of(() -> MariaDbJson.checked(column, json, "setString"));
                    taken += ours.state() == null ? 1 : 0;
                    assertThat(ours.refused() || valid == (ours.state() == null))
                            .as("seed %d: %s, %s", SEED, json, ours)
                            .isTrue();
                }
            }
        }
        assertThat(taken).isGreaterThan(ROUNDS);
    }
}
