package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * A NULL that is told a type is taken by a column, or refused, as it is where it is stored and compared in the clear.
 * PostgreSQL alone minds the type.
 */
@OnEveryDatabase(Engine.POSTGRESQL)
final class NullBindOracleTest {

    private interface Work {
        void run() throws SQLException;
    }

    private static @Nullable String state(Work work) {
        try {
            work.run();
            return null;
        } catch (SQLException failed) {
            return failed.getSQLState();
        }
    }

    @Test
    void itsTypeIsTakenOrRefused(TestDatabase database) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                for (Bind bind : Binds.ofNull()) {
                    String stored = state(() -> plain.store(bind));
                    String ours = state(() -> dialect.bind(column, null, bind.how()));
                    refused += ours == null ? 0 : 1;
                    if (!String.valueOf(stored).equals(ours == null ? "null" : ours)) {
                        wrong.add(text + " = " + bind.label() + ": " + stored + ", ours " + ours);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(refused).isGreaterThan(200);
    }
}
