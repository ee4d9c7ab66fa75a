package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Generated values, stored, read by every getter and compared: what is not refused is the plain driver's. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class GeneratedOracleTest {

    private static final long SEED = Long.getLong("rowseal.seed", 1);
    private static final int ROUNDS = "full".equals(System.getProperty("rowseal.oracle")) ? 5000 : 100;

    private final Dialect dialect;
    private final GeneratedValues values = new GeneratedValues(SEED);
    private final List<String> wrong = new ArrayList<>();

    GeneratedOracleTest(TestDatabase database) {
        this.dialect = Dialect.named(database.engine().productName());
    }

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin"})
    void convertsAsTheDatabaseDoes(String zone, TestDatabase database) throws Exception {
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
        assertThat(exact).isGreaterThan(ROUNDS * Plain.TYPES.size() / 6);
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
                // DESIGN 5: getObject gives json as a String on every database, where drivers differ.
                boolean json = column.type().kind() == Kind.JSON && gets.getter() == Getter.OBJECT;
                agrees(
                        column,
                        gets.label() + " of " + Outcome.show(value),
                        Outcome.of(
                                () -> json ? rows.getString(1) : gets.reading().read(rows)),
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
}
