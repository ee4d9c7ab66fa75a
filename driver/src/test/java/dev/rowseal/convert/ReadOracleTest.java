package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import dev.rowseal.value.Value;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Dialect#read} gives for a stored value is what the plain driver's getter gives, or a refusal. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class ReadOracleTest {

    private static final int VALUES_PER_TYPE = 60;

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin"})
    void readsWhatTheDriverWouldRead(String zone, TestDatabase database) throws Exception {
        try (Elsewhere elsewhere = new Elsewhere(zone)) {
            compare(database, zone);
        }
    }

    private static void compare(TestDatabase database, String zone) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        Tally tally =
                new Tally("read-" + zone.replace("/", "-"), database.engine().productName());
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                Set<String> seen = new HashSet<>();
                for (Bind bind : Binds.all()) {
                    if (bind.how().targetType() == null || bind.how().targetType() == java.sql.Types.OTHER) {
                        readAll(dialect, column, plain, bind, seen, tally);
                    }
                    if (seen.size() == VALUES_PER_TYPE) {
                        break;
                    }
                }
            }
        }
        tally.write();
        assertThat(tally.wrong()).isEmpty();
        // Arrays, SQLXML and calendars of old dates are most of it.
        assertThat(tally.refusedShare()).isLessThan(0.18);
        assertThat(tally.refusedShareOfOften()).isLessThan(0.025);
    }

    private static void readAll(Dialect dialect, Column column, Plain plain, Bind bind, Set<String> seen, Tally tally)
            throws Exception {
        Value value;
        try {
            value = dialect.bind(column, bind.value().get(), bind.how());
        } catch (SQLException notStored) {
            return;
        }
        String shown = Outcome.show(value);
        if (value == null || !seen.add(shown)) {
            return;
        }
        plain.store(bind);
        try (var statement = plain.connection().createStatement();
                ResultSet rows = statement.executeQuery("select c from plain")) {
            rows.next();
            for (Gets gets : Gets.all()) {
                // DESIGN 5: getObject gives json as a String on every database, where drivers differ.
                boolean json = column.type().kind() == Kind.JSON && gets.getter() == Getter.OBJECT;
                Outcome theirs = Outcome.of(
                        () -> json ? rows.getString(1) : gets.reading().read(rows));
                Outcome ours = Outcome.of(() -> dialect.read(column, value, gets.getter(), gets.argument()));
                tally.add(column.type().toString(), gets.label() + " of " + shown, gets.label(), theirs, ours);
            }
        }
    }
}
