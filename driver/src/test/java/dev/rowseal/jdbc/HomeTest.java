package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.Purpose;
import dev.rowseal.keytable.JdbcKeyTable;
import dev.rowseal.keytable.SealedValues;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two schemas with a table of one name each, and connections that begin in one or the other. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class HomeTest {

    private final TestDatabase database;
    private final Path folder;
    private final String here;
    private final String elsewhere;

    HomeTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        this.here = database.defaultSchema();
        this.elsewhere = database.schema("elsewhere");
    }

    @BeforeEach
    void make() throws SQLException {
        database.execute("create schema " + elsewhere);
        for (String schema : new String[] {here, elsewhere}) {
            database.execute(
                    "create table " + schema + ".patient (id bigint primary key, ssn " + database.binaryType() + ")");
        }
    }

    private Sealed sealed(String table, String id) {
        return new Sealed(
                database,
                folder,
                "key-table: " + here + ".rowseal_keys\ntables:\n  " + table + ":\n" + id
                        + "    row-id: { id: bigint }\n    columns: { ssn: { type: varchar(20) } }\n");
    }

    private String elsewhere(String url) {
        return switch (database.engine()) {
            case H2 -> url + ";SCHEMA=" + elsewhere;
            case POSTGRESQL -> url + "?currentSchema=" + elsewhere;
            case MARIADB -> url.replace(here, elsewhere);
        };
    }

    private void write(Sealed sealed, String url, String name) throws SQLException {
        try (Connection connection = DriverManager.getConnection(url, sealed.properties());
                Statement statement = connection.createStatement()) {
            statement.execute("INSERT INTO " + name + " (id, ssn) VALUES (1, 'x')");
            try (ResultSet rows = statement.executeQuery("SELECT ssn FROM " + name)) {
                rows.next();
                assertThat(rows.getString(1)).isEqualTo("x");
            }
        }
    }

    @Test
    void aTableWithAnIdAndNoSchemaIsOneTable() throws SQLException {
        Sealed sealed = sealed("patient", "    id: person\n");
        write(sealed, sealed.url(), "patient");
        assertThatThrownBy(() -> write(sealed, elsewhere(sealed.url()), "patient"))
                .isInstanceOfSatisfying(
                        SQLException.class,
                        refused -> assertThat(refused.getSQLState()).isEqualTo("RS004"))
                .hasMessageContaining("schema.table");
    }

    @Test
    void norAreTheValuesOfAnotherCounted() throws SQLException {
        Sealed sealed = sealed("patient", "    id: person\n");
        write(sealed, sealed.url(), "patient");
        Policy policy = PolicySource.load(
                sealed.properties().getProperty("rowseal.config"), getClass().getClassLoader());
        JdbcKeyTable keys = new JdbcKeyTable(database::plain, policy.keyTable());
        Properties user = new Properties();
        user.setProperty("user", database.user());
        user.setProperty("password", database.password());
        SealedValues values =
                new SealedValues(() -> DriverManager.getConnection(elsewhere(database.url()), user), policy, keys);
        KeyOwner person = new KeyOwner(policy.namespace(), "person", Purpose.DATA);
        assertThatThrownBy(() -> values.drainedCount(person, 1))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("schema.table");
    }

    @Test
    void withTheSchemaItIsReachedFromAnywhere() throws SQLException {
        Sealed sealed = sealed(here + ".patient", "    id: person\n");
        write(sealed, elsewhere(sealed.url()), here + ".patient");
    }

    @Test
    void withoutAnIdTheyAreTwoTables() throws SQLException {
        Sealed sealed = sealed("patient", "");
        write(sealed, sealed.url(), "patient");
        write(sealed, elsewhere(sealed.url()), "patient");
        // Bytes moved from one to the other do not open there.
        database.execute("update " + elsewhere + ".patient set ssn = (select ssn from " + here + ".patient)");
        try (Connection connection = DriverManager.getConnection(elsewhere(sealed.url()), sealed.properties());
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ssn FROM patient")) {
            rows.next();
            assertThatThrownBy(() -> rows.getString(1))
                    .isInstanceOfSatisfying(
                            SQLException.class,
                            moved -> assertThat(moved.getSQLState()).isEqualTo("RS001"));
        }
    }
}
