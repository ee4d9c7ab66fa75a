package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the threat model says that a database administrator can see or do all the same. Each of these is a limit: if one goes red
 * because less shows, the page has to say so.
 */
@OnEveryDatabase
class WhatShowsTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality, group: person }
                  alias: { type: varchar(20), lookup: equality, group: person }
                  notes: { type: text }
                  memo: { type: text, pad: 16 }
            """;

    private static final int OVERHEAD = 47;

    private final TestDatabase database;
    private final Sealed sealed;

    WhatShowsTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @BeforeEach
    void fill() throws SQLException {
        String bytes = database.binaryType();
        String index = database.binaryType(16);
        database.execute("create table patient (id bigint primary key, ssn " + bytes + ", ssn_idx " + index + ", alias "
                + bytes + ", alias_idx " + index + ", notes " + bytes + ", memo " + bytes + ")");
        through("INSERT INTO patient (id, ssn, alias, notes, memo) VALUES (1, 'alice', 'bob', 'a', 'a'),"
                + " (2, 'alice', 'alice', 'a', 'abcd'), (3, 'bob', NULL, 'abcd', 'abcdefghijklmnopq')");
    }

    private void through(String sql) throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate(sql);
        }
    }

    private static List<@Nullable String> texts(Connection opened, String sql) throws SQLException {
        try (Connection connection = opened;
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<@Nullable String> texts = new ArrayList<>();
            while (rows.next()) {
                texts.add(rows.getString(1));
            }
            return texts;
        }
    }

    private List<@Nullable String> opened(String sql) throws SQLException {
        return texts(sealed.connect(), sql);
    }

    private List<byte @Nullable []> stored(String column) throws SQLException {
        try (Connection connection = database.plain();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select " + column + " from patient order by id")) {
            List<byte @Nullable []> cells = new ArrayList<>();
            while (rows.next()) {
                cells.add(rows.getBytes(1));
            }
            return cells;
        }
    }

    @Test
    void nullShows() throws SQLException {
        assertThat(stored("alias").get(2)).isNull();
        assertThat(stored("alias_idx").get(2)).isNull();
    }

    @Test
    void lengthShowsUnlessItIsPadded() throws SQLException {
        List<byte @Nullable []> notes = stored("notes");
        assertThat(notes.get(0)).hasSize(OVERHEAD + 1 + 1);
        assertThat(notes.get(2)).hasSize(OVERHEAD + 1 + 4);

        List<byte @Nullable []> memos = stored("memo");
        assertThat(memos.get(0)).hasSameSizeAs(memos.get(1));
        assertThat(memos.get(2)).hasSize(memos.get(0).length + 16);
    }

    @Test
    void equalityShowsWhereThereIsALookupAndNowhereElse() throws SQLException {
        List<byte @Nullable []> ssn = stored("ssn_idx");
        assertThat(ssn.get(0)).hasSize(16).isEqualTo(ssn.get(1)).isNotEqualTo(ssn.get(2));
        assertThat(stored("alias_idx").get(1)).as("of one group").isEqualTo(ssn.get(0));
        assertThat(stored("ssn").get(0)).isNotEqualTo(stored("ssn").get(1));
        assertThat(stored("notes").get(0)).isNotEqualTo(stored("notes").get(1));
    }

    @Test
    void anOlderValueOfTheSameCellOpens() throws SQLException {
        database.execute("create table kept as select ssn, ssn_idx from patient where id = 3");
        through("UPDATE patient SET ssn = 'carol' WHERE id = 3");
        assertThat(opened("SELECT ssn FROM patient WHERE id = 3")).containsExactly("carol");

        database.execute("update patient set ssn = (select ssn from kept) where id = 3");
        assertThatThrownBy(() -> opened("SELECT id FROM patient WHERE ssn = 'carol'"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("RS001"));

        database.execute("update patient set ssn_idx = (select ssn_idx from kept) where id = 3");
        assertThat(opened("SELECT ssn FROM patient WHERE id = 3")).containsExactly("bob");
        assertThat(opened("SELECT id FROM patient WHERE ssn = 'bob'")).containsExactly("3");
    }

    @Test
    void aCellThatIsClearedOpensAsNull() throws SQLException {
        database.execute("update patient set ssn = null, ssn_idx = null where id = 3");

        assertThat(opened("SELECT ssn FROM patient WHERE id = 3")).containsExactly((String) null);
    }

    @Test
    void aCopiedIndexCellIsCountedThoughNoRowIsGiven() throws SQLException {
        copyIndex();

        assertThat(opened("SELECT count(*) FROM patient WHERE ssn = 'alice'")).containsExactly("3");
        assertThatThrownBy(() -> opened("SELECT id FROM patient WHERE ssn = 'alice'"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("RS001"));
    }

    @Test
    void aLookupThatWasMadeToMissLeavesNothingToCheck() throws SQLException {
        copyIndex();

        assertThat(opened("SELECT id FROM patient WHERE ssn = 'bob'")).isEmpty();
        through("UPDATE patient SET notes = 'x' WHERE id = 3 AND ssn = 'bob'");
        assertThat(opened("SELECT notes FROM patient WHERE id = 3")).containsExactly("abcd");
    }

    /** Bob's index cell becomes Alice's. */
    private void copyIndex() throws SQLException {
        database.execute(
                "create table kept as select ssn_idx from patient where id = 1",
                "update patient set ssn_idx = (select ssn_idx from kept) where id = 3");
    }
}
