package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What {@link Dialect#read} gives for NULL is what the plain driver's getter gives for a NULL of the declared type. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class NullReadOracleTest {

    @Test
    void readsNullAsTheDriverWould(TestDatabase database) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        List<String> wrong = new ArrayList<>();
        int compared = 0;
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type());
                    Statement statement = plain.connection().createStatement()) {
                statement.execute("insert into plain (c) values (null)");
                try (ResultSet rows = statement.executeQuery("select c from plain")) {
                    rows.next();
                    for (Gets gets : Gets.all()) {
                        Outcome theirs = Outcome.of(() -> {
                            Object value = gets.reading().read(rows);
                            return rows.wasNull() ? null : value;
                        });
                        Outcome ours = Outcome.of(() -> dialect.read(column, null, gets.getter(), gets.argument()));
                        boolean refused = Outcome.REFUSED.equals(ours.state());
                        if (!refused && !ours.agrees(theirs)) {
                            wrong.add(text + " " + gets.label() + ": " + ours + " instead of " + theirs);
                        }
                        compared++;
                    }
                }
            }
        }
        assertThat(compared).isGreaterThan(500);
        assertThat(wrong).isEmpty();
    }
}
