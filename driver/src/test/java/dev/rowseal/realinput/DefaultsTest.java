package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Defaults of sealed columns: the policy's here, the database's on the plaintext twin. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class DefaultsTest {

    private static final String PLAIN = "create table person (id bigint primary key, city varchar(20) default 'Ulm',"
            + " ssn varchar(20) default 'nobody''s-secret', initial char(3) default 'x', num integer default -70411000,"
            + " pay numeric(8,2) default 81234.5, adult boolean default true, born date default DATE '1871-02-03',"
            + " notes varchar(50))";

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality, default: nobody's-secret }
                  initial: { type: char(3), default: x }
                  num: { type: integer, lookup: equality, default: -70411000 }
                  pay: { type: "decimal(8,2)", default: 81234.5 }
                  adult: { type: boolean, default: true }
                  born: { type: date, default: "1871-02-03" }
                  notes: { type: varchar(50) }
            """;

    private final TestDatabase database;

    DefaultsTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        String bytes = database.binaryType() + ", ";
        String index = database.binaryType(16) + ", ";
        return new Pair(
                database,
                folder,
                POLICY,
                List.of(PLAIN),
                List.of("create table person (id bigint primary key, city varchar(20) default 'Ulm', ssn " + bytes
                        + "ssn_idx " + index + "initial " + bytes + "num " + bytes + "num_idx " + index + "pay " + bytes
                        + "adult " + bytes + "born " + bytes + "notes " + database.binaryType() + ")"));
    }

    private List<Request> statements() {
        List<Request> all = new ArrayList<>(List.of(
                Request.prepared("INSERT INTO person (id) VALUES (?)", 1L),
                Request.text("INSERT INTO person (id, notes) VALUES (2, NULL), (3, 'note')"),
                Request.prepared(
                        "INSERT INTO person (id, ssn, num) VALUES (?, ?, ?)", 4L, "x", new Null(Types.INTEGER)),
                Request.text("INSERT INTO person (born, id, ssn, pay) VALUES (DEFAULT, 5, DEFAULT, NULL)"),
                Request.prepared(
                        "INSERT INTO person VALUES (?, DEFAULT, DEFAULT, ?, DEFAULT, ?, DEFAULT, DEFAULT, DEFAULT)",
                        6L,
                        "y",
                        new java.math.BigDecimal("1.25")),
                Request.text(
                        "SELECT id, ssn FROM person WHERE ssn = 'nobody''s-secret' AND num = -70411000 ORDER BY id"),
                Request.prepared("UPDATE person SET ssn = ?, num = DEFAULT, adult = ? WHERE id = ?", "z", false, 1L),
                Request.text("UPDATE person SET ssn = DEFAULT, born = DEFAULT, notes = DEFAULT WHERE id IN (1, 4)"),
                Request.text("SELECT count(DISTINCT ssn), count(num) FROM person")));
        if (database.engine() == Engine.POSTGRESQL) {
            all.add(Request.text("INSERT INTO person VALUES (7, 'Bern', 'z') RETURNING *"));
            all.add(Request.text("INSERT INTO person (id) VALUES (1) ON CONFLICT (id) DO UPDATE SET num = DEFAULT,"
                    + " ssn = excluded.ssn RETURNING ssn, num"));
        }
        return all;
    }

    @Test
    void whatIsNotGivenIsWhatThePolicySays(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            for (Request request : statements()) {
                assertThat(pair.twins().exact(request, Reads.FEW)).isNotInstanceOf(Outcome.Failed.class);
                pair.twins().compare(List.of("person"), Reads.FEW);
            }
            pair.check(List.of("person"));
        }
    }

    @Test
    void aRowOfAResultSetMustHaveThem(@TempDir Path folder) throws SQLException {
        try (Pair pair = pair(folder);
                Statement statement = pair.sealedConnection()
                        .createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = statement.executeQuery("SELECT id, ssn, notes FROM person")) {
            rows.moveToInsertRow();
            rows.updateLong("id", 1);
            rows.updateString("ssn", "x");

            assertThatThrownBy(rows::insertRow)
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasMessageContaining("default in the policy");
        }
    }

    @Test
    void aMigrationMayWriteThePolicysDefaultAndNoOther(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            for (TestDatabase each : List.of(database, pair.plainDatabase())) {
                each.execute("drop table person");
            }
            try (Connection connection = pair.sealedConnection();
                    Statement statement = connection.createStatement()) {
                for (String[] other :
                        new String[][] {{"-70411000", "70411000"}, {"DATE '1871", "DATE '1872"}, {"true", "0"}}) {
                    refused(statement, PLAIN.replace(other[0], other[1]));
                }
            }
            pair.twins().exact(Request.text(PLAIN), Reads.FEW);
            for (Request request : statements()) {
                pair.twins().exact(request, Reads.FEW);
            }
            try (Connection connection = pair.sealedConnection();
                    Statement statement = connection.createStatement()) {
                refused(statement, "ALTER TABLE person ADD COLUMN num integer DEFAULT -70411000");
            }
            pair.check(List.of("person"));
        }
    }

    private static void refused(Statement statement, String sql) {
        assertThatThrownBy(() -> statement.execute(sql))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining("default");
    }
}
