package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;

/** Two databases of one engine: one with plaintext tables, one with the same tables sealed; and {@link Twins} over them. */
final class Pair implements AutoCloseable {

    private final TestDatabase plain;
    private final TestDatabase database;
    private final Sealed rowseal;
    private final Twins twins;
    final Markers markers = new Markers();

    /**
     * @param database the sealed one; stays the caller's
     * @param policy the {@code tables:} part of the configuration
     */
    Pair(TestDatabase database, Path folder, String policy, List<String> plainDdl, List<String> sealedDdl)
            throws SQLException {
        this.database = database;
        this.plain = TestDatabase.on(database.engine());
        plain.execute(plainDdl.toArray(String[]::new));
        database.execute(sealedDdl.toArray(String[]::new));
        this.rowseal = new Sealed(database, folder, policy);
        this.twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers);
    }

    Twins twins() {
        return twins;
    }

    /** Further connections to both sides, for a second session. */
    Twins session() throws SQLException {
        return new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers);
    }

    TestDatabase plainDatabase() {
        return plain;
    }

    Connection sealedConnection() throws SQLException {
        return rowseal.connectNoted();
    }

    /** Compares tables, then scans what is stored and what left: no marker, and nothing but envelopes that have values. */
    void check(List<String> tables) throws SQLException, IOException {
        twins.compare(tables, Reads.ALL);
        for (String note : rowseal.noted()) {
            assertThat(markers.in(note)).as("in what left").isNull();
        }
        new RawScan(database, rowseal.policy(), markers, Set.of()).scan();
    }

    @Override
    public void close() throws SQLException {
        try (TestDatabase first = plain;
                Twins second = twins) {
            assertThat(first).isNotNull();
            assertThat(second).isNotNull();
        }
    }
}
