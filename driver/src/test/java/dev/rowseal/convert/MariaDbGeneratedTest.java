package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated values on MariaDB, stored, read by every getter and compared: what is not refused is the server's. */
@OnEveryDatabase(Engine.MARIADB)
final class MariaDbGeneratedTest {

    private static final long SEED = Long.getLong("rowseal.seed", System.nanoTime());
    private static final int ROUNDS = "full".equals(System.getProperty("rowseal.oracle")) ? 5000 : 200;

    private final Dialect dialect = Dialect.named("MariaDB");
    private final GeneratedValues values = new GeneratedValues(SEED);
    private final List<String> wrong = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin"})
    void convertsAsTheServerDoes(String zone, TestDatabase database) throws Exception {
        int exact = 0;
        try (Elsewhere elsewhere = new Elsewhere(zone)) {
            for (String text : Plain.TYPES) {
                Column column = new Column("plain", "c", DeclaredType.parse(text));
                try (Plain plain = new Plain(database, dialect, column.type())) {
                    for (int i = 0; i < ROUNDS; i++) {
                        Bind bind = bind(values.next());
                        boolean stored = agrees(
                                column,
                                bind.label(),
                                Outcome.of(() -> plain.stored(bind)),
                                Outcome.of(
                                        () -> dialect.bind(column, bind.value().get(), bind.how())));
                        exact += stored ? 1 : 0;
                        if (stored && i % 4 == 0) {
                            lookAt(column, plain, bind);
                        }
                    }
                }
            }
        }
        assertThat(wrong).as("seed %d", SEED).isEmpty();
        assertThat(exact).isGreaterThan(ROUNDS * Plain.TYPES.size() / 4);
    }

    private static Bind bind(Object value) {
        return Bind.of("setObject", () -> value, (statement, given) -> statement.setObject(1, given));
    }

    /** Whether both did it, and alike. */
    private boolean agrees(Column column, String what, Outcome theirs, Outcome ours) {
        if (!ours.refused() && !ours.agrees(theirs)) {
            wrong.add(column.type() + " " + what + ": plain " + theirs + ", ours " + ours);
        }
        return ours.state() == null && theirs.state() == null;
    }

    private void lookAt(Column column, Plain plain, Bind bind) throws Exception {
        Value value = dialect.bind(column, bind.value().get(), bind.how());
        plain.store(bind);
        try (Statement statement = plain.connection().createStatement();
                ResultSet rows = statement.executeQuery("select c from plain")) {
            rows.next();
            for (Gets gets : Gets.all()) {
                agrees(
                        column,
                        gets.label() + " of " + Outcome.show(value),
                        Outcome.of(() -> gets.reading().read(rows)),
                        Outcome.of(() -> dialect.read(column, value, gets.getter(), gets.argument())));
            }
        }
        for (Bind other : List.of(bind, bind(values.next()))) {
            agrees(
                    column,
                    Outcome.show(value) + " = " + other.label(),
                    Outcome.of(() -> found(plain, other)),
                    Outcome.of(() ->
                            equal(value, dialect.compared(column, other.value().get(), other.how()))));
        }
    }

    private static boolean found(Plain plain, Bind bind) throws SQLException {
        try (PreparedStatement select = plain.connection().prepareStatement("select c from plain where c = ?")) {
            bind.setting().set(select, bind.value().get());
            try (ResultSet rows = select.executeQuery()) {
                return rows.next();
            }
        }
    }

    private static boolean equal(@Nullable Value stored, @Nullable Value looked) throws Exception {
        return looked != null && (Outcome.show(looked).equals(Outcome.show(stored)) || zero(looked) && zero(stored));
    }

    private static boolean zero(@Nullable Value value) {
        return value instanceof Value.Double number && number.number() == 0
                || value instanceof Value.Real real && real.number() == 0;
    }

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
