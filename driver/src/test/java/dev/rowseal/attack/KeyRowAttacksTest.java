package dev.rowseal.attack;

import static dev.rowseal.attack.Ward.ALICE;
import static dev.rowseal.attack.Ward.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A writer of the database alters, moves and deletes keys and wrappings: an error of the right kind, or the own value. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class KeyRowAttacksTest {

    private final TestDatabase database;
    private final Ward ward;

    KeyRowAttacksTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.database = database;
        this.ward = new Ward(database, folder);
    }

    private static final List<String> KEY_ATTACKS = List.of(
            "delete from rowseal_wrappings",
            "delete from rowseal_keys",
            "update rowseal_keys set state = 'destroyed'",
            "update rowseal_keys set state = 'nonsense'",
            "update rowseal_keys set state = ''",
            "update rowseal_keys set generation = 2, owner = (select k.owner from rowseal_keys k where k.purpose = 'data' and"
                    + " lower(k.owner) like '%patient') where purpose = 'data' and lower(owner) like '%staff'",
            "update rowseal_keys set purpose = 'index', generation = 9 where purpose = 'data'",
            "update rowseal_keys set owner = concat(owner, 'x')",
            "update rowseal_keys set namespace = 'elsewhere'",
            "update rowseal_keys set purpose = 'nonsense'",
            "update rowseal_keys set generation = generation + 7",
            "update rowseal_keys set generation = -1",
            "update rowseal_keys set created_at = 0",
            "update rowseal_keys set key_id = key_id + 1000000",
            "update rowseal_keys set commitment = (select max(k.commitment) from rowseal_keys k)",
            "update rowseal_wrappings set wrapped_key = (select max(w.wrapped_key) from rowseal_wrappings w)",
            "update rowseal_wrappings set kek_uri = 'local-kms:/nowhere/other.p12'",
            "update rowseal_wrappings set kek_uri = 'nonsense'",
            "update rowseal_wrappings set kek_uri = ''",
            "update rowseal_wrappings set kek_version = 'nonsense'",
            "update rowseal_wrappings set key_id = key_id + 5",
            "drop table rowseal_wrappings",
            "drop table rowseal_keys");

    @Test
    void keyRowsAndWrappings() throws SQLException {
        // Once around without an attack, so that the foreign key between them is gone.
        restore(keep("select 1"));
        for (String attack : KEY_ATTACKS) {
            String undo = keep(attack);
            read(attack, "SELECT ssn FROM patient WHERE id = 1", ALICE);
            read(attack, "SELECT ssn FROM staff WHERE id = 1", BOB);
            read(attack, "SELECT id FROM patient WHERE ssn = '" + ALICE + "'", "1");
            write(attack);
            restore(undo);
            database.execute("delete from patient where id = 9");
        }
        assertThat(ward.read("SELECT ssn FROM patient WHERE id = 1")).containsExactly(ALICE);
    }

    /** An attack may leave the key that a value needs alone; then the value is its own. A lookup may find nothing. */
    private void read(String attack, String query, String own) {
        try {
            List<String> seen = ward.read(query);
            assertThat(own.equals("1") && seen.isEmpty() || seen.equals(List.of(own)))
                    .as(attack + ": " + query + " gave " + seen)
                    .isTrue();
        } catch (SQLException e) {
            isKeyFailure(attack, e);
        }
    }

    private void write(String attack) throws SQLException {
        try (var source = ward.fresh();
                Connection connection = source.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO patient (id, ssn) VALUES (9, '" + ALICE + "')");
        } catch (SQLException e) {
            isKeyFailure(attack, e);
        }
        ward.watch.nothingStored(attack);
    }

    private void isKeyFailure(String attack, SQLException e) {
        ward.watch.clean(attack, e);
        assertThat(e.getSQLState()).as(attack + ": " + e).isIn("RS001", "RS002", "RS003", "RS004");
    }

    private void restore(String undo) throws SQLException {
        database.execute("drop table if exists rowseal_wrappings", "drop table if exists rowseal_keys");
        database.execute(undo.split(";"));
    }

    /** Saves the key tables, attacks them, and tells how to put them back. */
    private String keep(String attack) throws SQLException {
        database.execute("drop table if exists kept_keys", "drop table if exists kept_wrappings");
        database.execute(
                "create table kept_keys as select * from rowseal_keys",
                "create table kept_wrappings as select * from rowseal_wrappings",
                attack);
        return "create table rowseal_keys as select * from kept_keys;"
                + "create table rowseal_wrappings as select * from kept_wrappings;"
                + keys("rowseal_keys", "key_id") + keys("rowseal_wrappings", "key_id, kek_uri")
                + "alter table rowseal_keys add unique (namespace, owner, purpose, generation)";
    }

    private String keys(String table, String columns) {
        StringBuilder ddl = new StringBuilder();
        String required = table.equals("rowseal_keys") ? "namespace, owner, purpose, generation, key_id" : columns;
        if (database.engine() == Engine.MARIADB) {
            // CREATE TABLE AS keeps NOT NULL there.
            return "alter table " + table + " add primary key (" + columns + ");";
        }
        for (String column : required.split(", ")) {
            ddl.append("alter table ")
                    .append(table)
                    .append(" alter column ")
                    .append(column)
                    .append(" set not null;");
        }
        return ddl + "alter table " + table + " add primary key (" + columns + ");";
    }

    @Test
    void aWrappingOfAnotherKek(@TempDir Path folder) throws SQLException {
        try (TestDatabase far = TestDatabase.on(database.engine())) {
            plant(new Ward(far, folder).database);
            ward.refuses("a wrapping of another KEK", "SELECT ssn FROM patient WHERE id = 1", "RS001", "RS003");
        }
    }

    private void plant(TestDatabase from) throws SQLException {
        String owners =
                "select w.key_id, w.wrapped_key from rowseal_wrappings w join rowseal_keys k on k.key_id = w.key_id"
                        + " order by k.owner, k.purpose";
        try (Connection far = from.plain();
                Connection near = database.plain();
                Statement there = far.createStatement();
                Statement here = near.createStatement();
                ResultSet foreign = there.executeQuery(owners);
                ResultSet own = here.executeQuery(owners);
                PreparedStatement write =
                        near.prepareStatement("update rowseal_wrappings set wrapped_key = ? where key_id = ?")) {
            int planted = 0;
            while (foreign.next() && own.next()) {
                write.setBytes(1, foreign.getBytes(2));
                write.setLong(2, own.getLong(1));
                planted += write.executeUpdate();
            }
            assertThat(planted).isGreaterThan(2);
        }
    }
}
