package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;

/** What {@link BindOracleTest} asks of single statements, asked of batches of INSERTs, which MariaDB's driver sends otherwise. */
@OnEveryDatabase(Engine.MARIADB)
final class MariaDbBatchTest {

    /** Fails in the middle of what the driver sends, so that its connection waits for ever. */
    private static boolean crashes(Bind bind) {
        return bind.value().get().equals(OffsetDateTime.MAX);
    }

    @Test
    void storesWhatTheDatabaseWouldStore(TestDatabase database) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        Tally tally = new Tally("bind-batch", database.engine().productName());
        for (String text : Plain.TYPES) {
            Column column = new Column("plain", "c", DeclaredType.parse(text));
            try (Plain plain = new Plain(database, dialect, column.type())) {
                for (Bind bind : Binds.forType(text)) {
                    if (!crashes(bind)) {
                        Outcome theirs = Outcome.of(() -> plain.storedInBatch(bind));
                        Outcome ours = Outcome.of(() -> dialect.bind(
                                column, bind.value().get(), bind.how().inBatch()));
                        tally.add(text, bind.label(), bind.how().setter(), theirs, ours);
                    }
                }
            }
        }
        tally.write();
        assertThat(tally.wrong()).isEmpty();
        assertThat(tally.refusedShareOfOften()).isLessThan(0.15);
    }
}
