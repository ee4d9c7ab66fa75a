package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link Dialect#bind} makes of a value is what the database stores, or the database's error, or a refusal. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class BindOracleTest {

    @ParameterizedTest
    @ValueSource(strings = {"UTC", "Europe/Berlin"})
    void storesWhatTheDatabaseWouldStore(String zone, TestDatabase database) throws Exception {
        try (Elsewhere elsewhere = new Elsewhere(zone)) {
            compare(database, zone);
        }
    }

    private static void compare(TestDatabase database, String zone) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        Tally tally =
                new Tally("bind-" + zone.replace("/", "-"), database.engine().productName());
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                for (Bind bind : Binds.forType(text)) {
                    Outcome theirs = Outcome.of(() -> plain.stored(bind));
                    Outcome ours =
                            Outcome.of(() -> dialect.bind(column, bind.value().get(), bind.how()));
                    tally.add(text, bind.label(), bind.how().setter(), theirs, ours);
                }
            }
        }
        tally.write();
        assertThat(tally.wrong()).isEmpty();
        assertThat(tally.refusedShare()).isLessThan(0.10);
        // MariaDB takes numbers for dates, times below zero, and 7 for a boolean, which no declared type can hold.
        assertThat(tally.refusedShareOfOften()).isLessThan(database.engine() == Engine.MARIADB ? 0.09 : 0.03);
    }
}
