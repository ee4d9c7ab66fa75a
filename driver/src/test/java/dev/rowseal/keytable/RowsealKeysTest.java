package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.RowsealKeys;
import dev.rowseal.key.Destruction;
import dev.rowseal.key.KeyChanges;
import dev.rowseal.key.KeyState;
import dev.rowseal.key.KeyStatus;
import dev.rowseal.key.Purpose;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The keys of a database through the public door, while an application works with them. */
@OnEveryDatabase
class RowsealKeysTest extends CountedPatients {

    RowsealKeysTest(TestDatabase database, @TempDir Path folder) {
        super(database, folder);
    }

    private RowsealKeys keys() throws SQLException {
        return RowsealKeys.open(sealed.url(), sealed.properties());
    }

    private static KeyStatus data(RowsealKeys keys, int generation) throws SQLException {
        return keys.status().stream()
                .filter(key -> key.record().owner().purpose() == Purpose.DATA
                        && key.record().generation() == generation)
                .findFirst()
                .orElseThrow();
    }

    private List<String> notes() throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT notes FROM patient ORDER BY id")) {
            rows.next();
            String first = rows.getString(1);
            rows.next();
            return List.of(first, rows.getString(1));
        }
    }

    @Test
    void aKeyFromItsFirstUseToItsEnd() throws Exception {
        try (RowsealKeys keys = keys()) {
            assertThat(keys.status()).hasSize(2).allMatch(key -> key.state() == KeyState.ACTIVE);
            KeyStatus first = data(keys, 1);
            long id = first.record().keyId();
            String table = first.record().owner().owner();

            assertThat(keys.rotate(table, 1)).isTrue();
            assertThat(keys.rotate(table, 1)).as("again").isFalse();
            assertThat(keys.retire(id)).isTrue();
            assertThat(keys.retire(id)).as("again").isFalse();
            assertThat(data(keys, 1).state()).isEqualTo(KeyState.RETIRED);
            assertThat(keys.destroy(id)).isInstanceOf(Destruction.Waiting.class);
            waitForLeases(id);
            assertThat(keys.destroy(id)).isEqualTo(new Destruction.InUse(5));
            assertThat(notes()).containsExactly("c", "e");

            Thread.sleep(TTL.toMillis() + 200);
            write("UPDATE patient SET ssn = 'f', alias = 'g', notes = 'h'");
            assertThat(keys.destroy(id)).isEqualTo(new Destruction.Done());
            assertThat(keys.destroy(id)).as("again").isEqualTo(new Destruction.Done());
            assertThat(data(keys, 1).wrappings()).isEmpty();
            assertThat(notes()).containsExactly("h", "h");
        }
    }

    @Test
    void rewrapsUnderTheKeksOfThePolicyAlone() throws SQLException {
        try (RowsealKeys keys = keys()) {
            KeyChanges none = keys.rewrap(Set.of(policy.kek()));
            assertThat(none.changed()).isEmpty();
            assertThat(none.unchanged()).hasSize(2);
            assertThat(none.failed()).isEmpty();
            refused("does not name", () -> keys.rewrap(Set.of("local-kms:elsewhere.p12")));
            refused("for new wrappings", () -> keys.drop(policy.kek()));
        }
    }

    @Test
    void whatMayNotBeDoneIsRefusedByItsState() throws SQLException {
        try (RowsealKeys keys = keys()) {
            long id = data(keys, 1).record().keyId();
            refused("rotate first", () -> keys.retire(id));
            refused("retire it first", () -> keys.destroy(id));
            refused("no key", () -> keys.retire(id ^ 1));
            refused("no generation", () -> keys.rotate("nowhere", 7));
        }
    }

    @Test
    void aWrongConfigurationIsOne() {
        Properties properties = sealed.properties();
        properties.setProperty("rowseal.config", "file:/nowhere/rowseal.yaml");

        assertThatThrownBy(() -> RowsealKeys.open(sealed.url(), properties))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("RS004"));
        assertThatThrownBy(() -> RowsealKeys.open("jdbc:h2:mem:other", new Properties()))
                .isInstanceOf(SQLException.class);
    }

    private interface Call {
        void run() throws SQLException;
    }

    private static void refused(String because, Call call) {
        assertThatThrownBy(call::run)
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("RS003"))
                .hasMessageContaining(because);
    }
}
