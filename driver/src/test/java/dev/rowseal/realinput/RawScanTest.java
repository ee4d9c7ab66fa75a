package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scan that other tests end with sees what it is there to see. */
@OnEveryDatabase
class RawScanTest {

    private static final String POLICY = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality, equality: case-insensitive }
                  alias: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final Sealed rowseal;
    private final Markers markers = new Markers();

    RawScanTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.rowseal = new Sealed(database, folder, POLICY);
    }

    @BeforeEach
    void make() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                + database.binaryType(16) + ", alias " + database.textType(200) + ", alias_idx "
                + database.textType(22) + ", city varchar(20))");
        try (Connection connection = rowseal.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO patient (id, ssn, alias) VALUES (1, 'One', 'uno'), (2, 'Two', NULL),"
                    + " (3, 'Three', 'tre')");
        }
    }

    private int scan() throws Exception {
        return new RawScan(database, rowseal.policy(), markers, Set.of()).scan();
    }

    @Test
    void countsTheEnvelopes() throws Exception {
        assertThat(scan()).isEqualTo(5);
    }

    @Test
    void anIndexOfAnotherValue() throws Exception {
        // As bytes and as text, both well formed.
        database.execute("create table other as select id, ssn_idx, alias_idx from patient");
        database.execute("update patient set ssn_idx = (select ssn_idx from other where id = 3) where id = 2");
        assertThatThrownBy(this::scan).isInstanceOf(AssertionError.class).hasMessageContaining("computed anew");
        database.execute("update patient set ssn_idx = (select o.ssn_idx from other o where o.id = patient.id)");
        assertThat(scan()).isEqualTo(5);
        database.execute("update patient set alias_idx = (select alias_idx from other where id = 1) where id = 3");
        assertThatThrownBy(this::scan).isInstanceOf(AssertionError.class).hasMessageContaining("computed anew");
    }

    @Test
    void anIndexThatIsMissingOrLeft() throws Exception {
        database.execute("update patient set alias_idx = null where id = 1");
        assertThatThrownBy(this::scan).isInstanceOf(AssertionError.class).hasMessageContaining("computed anew");
        database.execute("update patient set alias = null where id = 1");
        assertThat(scan()).isEqualTo(4);
        database.execute("update patient set ssn = null where id = 1");
        assertThatThrownBy(this::scan).isInstanceOf(AssertionError.class).hasMessageContaining("and its index");
    }

    @Test
    void anEnvelopeOfAnotherRow() throws Exception {
        database.execute("create table other as select id, ssn from patient");
        database.execute("update patient set ssn = (select ssn from other where id = 3) where id = 2");
        assertThatThrownBy(this::scan).isInstanceOf(NotAuthentic.class);
    }

    @Test
    void aMarker() throws Exception {
        markers.add("a secret place");
        assertThat(scan()).isEqualTo(5);
        database.execute("update patient set city = 'a secret place' where id = 2");
        assertThatThrownBy(this::scan).isInstanceOf(AssertionError.class).hasMessageContaining("plaintext is stored");
    }
}
