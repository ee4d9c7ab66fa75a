package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database administrator moves what he cannot read. Nothing opens where it was not sealed. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class MovedCellsTest {

    private static final String TABLES = """
            cache: { ttl: 83s }
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  nick: { type: varchar(20), lookup: equality }
              doctor:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final Sealed sealed;
    private final Path folder;

    MovedCellsTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.folder = folder;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @BeforeEach
    void fill() throws SQLException {
        String bytes = database.binaryType();
        String index = database.binaryType(16);
        database.execute(
                "create table patient (id bigint primary key, ssn " + bytes + ", ssn_idx " + index + ", nick " + bytes
                        + ", nick_idx " + index + ")",
                "create table doctor (id bigint primary key, ssn " + bytes + ", ssn_idx " + index + ")");
        alone(
                sealed,
                "INSERT INTO patient (id, ssn, nick) VALUES (1, 'alice', 'alice'), (2, 'bob', 'bobby')",
                "INSERT INTO doctor (id, ssn) VALUES (1, 'alice'), (2, 'who')");
    }

    private interface Use {
        void with(Connection connection) throws SQLException;
    }

    /** On a data source of its own, so that no key is cached from before. */
    private static void alone(Sealed through, Use use) throws SQLException {
        try (RowsealDataSource source = new RowsealDataSource()) {
            source.setUrl(through.url());
            through.properties().forEach((name, value) -> source.setProperty((String) name, (String) value));
            try (Connection connection = source.getConnection()) {
                use.with(connection);
            }
        }
    }

    private static void alone(Sealed through, String... statements) throws SQLException {
        alone(through, connection -> {
            try (Statement statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.executeUpdate(sql);
                }
            }
        });
    }

    private static void opens(Sealed through, String sql, String expected) throws SQLException {
        alone(through, connection -> assertThat(first(connection, sql)).isEqualTo(expected));
    }

    private static void fails(Sealed through, String states, String sql) {
        try {
            alone(through, connection -> fail("opened as " + first(connection, sql)));
        } catch (SQLException e) {
            assertThat(e.getSQLState()).as(e.getMessage()).matches(states);
        }
    }

    private static String first(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getString(1) : "no row";
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update patient set ssn = (select ssn from patient where id = 1) where id = 2",
                "update patient set ssn = (select nick from patient where id = 2) where id = 2",
                "update patient set ssn = (select ssn from doctor where id = 2) where id = 2",
                "update patient set id = 3 where id = 2",
            })
    void cellsMove(String move) throws SQLException {
        database.execute(move);

        fails(sealed, "RS001", "SELECT ssn FROM patient WHERE id > 1");
        fails(sealed, "RS001", "SELECT ssn FROM patient WHERE id = " + (move.contains("id = 3") ? 3 : 2));
    }

    private static final List<String> EVERY_SHAPE = List.of(
            "SELECT d.ssn FROM (SELECT ssn FROM patient) d",
            "SELECT e.s FROM (SELECT d.ssn AS s FROM (SELECT * FROM patient) d) e",
            "WITH d AS (SELECT ssn AS s FROM patient) SELECT s FROM d",
            "SELECT ssn FROM patient UNION ALL SELECT ssn FROM doctor WHERE id = 1",
            "SELECT ssn FROM patient UNION ALL SELECT NULL",
            "SELECT DISTINCT ssn FROM patient",
            "SELECT ssn FROM patient UNION SELECT ssn FROM patient",
            "SELECT ssn FROM patient INTERSECT SELECT ssn FROM patient",
            "SELECT ssn, count(*) FROM patient GROUP BY ssn",
            "SELECT p.ssn, p.id, count(*) FROM patient p GROUP BY p.id, p.ssn",
            "SELECT (SELECT p.ssn FROM patient p WHERE p.id = o.id) AS s FROM patient o",
            "SELECT (SELECT p.ssn FROM patient p WHERE p.id = 2) AS s FROM doctor",
            "SELECT u.s FROM (SELECT ssn AS s FROM patient UNION ALL SELECT ssn FROM patient) u",
            "SELECT p.ssn FROM doctor d LEFT JOIN patient p ON p.id = d.id",
            "SELECT b.ssn FROM patient a JOIN patient b ON a.id = b.id");

    /** Whichever way a query takes a value, it takes along what tells where the value belongs. */
    @Test
    void cellsMoveUnderEveryShapeOfQuery() throws SQLException {
        alone(sealed, connection -> {
            for (String query : EVERY_SHAPE) {
                assertThat(all(connection, query)).as(query).contains("bob");
            }

            database.execute("update patient set ssn = (select ssn from patient where id = 1) where id = 2");

            for (String query : EVERY_SHAPE) {
                try {
                    fail(query + " opened as " + all(connection, query));
                } catch (SQLException e) {
                    assertThat(e.getSQLState())
                            .as(query + ": " + e.getMessage())
                            .isEqualTo("RS001");
                }
            }
        });
    }

    private static List<String> all(Connection connection, String sql) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            while (rows.next()) {
                values.add(String.valueOf(rows.getString(1)));
            }
        }
        return values;
    }

    /** The table's, the namespace's and the database's keys are each their own. */
    @Test
    void namespacesAreApart() throws SQLException, IOException {
        Path config = folder.resolve("rowseal.yaml");
        String yaml = Files.readString(config);
        Path there = Files.createDirectory(folder.resolve("there"));
        Sealed other = new Sealed(database, there, TABLES);
        Files.writeString(there.resolve("rowseal.yaml"), yaml.replace("clinic-test", "clinic-two"));

        fails(other, "RS001", "SELECT ssn FROM patient WHERE id = 1");
        alone(other, "INSERT INTO patient (id, ssn) VALUES (7, 'carol')");
        fails(sealed, "RS001", "SELECT ssn FROM patient WHERE id = 7");
        opens(other, "SELECT ssn FROM patient WHERE id = 7", "carol");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update patient set ssn_idx = (select ssn_idx from patient where id = 1) where id = 2;"
                        + "delete from patient where id = 1",
                "update patient set ssn_idx = (select nick_idx from patient where id = 1) where id = 1",
                "update patient set ssn_idx = (select ssn_idx from doctor where id = 1) where id = 2;"
                        + "delete from patient where id = 1",
            })
    void indexCellsMove(String move) throws SQLException {
        database.execute(move.split(";", -1));

        alone(sealed, connection -> {
            try {
                assertThat(first(connection, "SELECT id FROM patient WHERE ssn = 'alice'"))
                        .isEqualTo("no row");
            } catch (SQLException e) {
                assertThat(e.getSQLState()).isEqualTo("RS001");
            }
        });
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "delete from rowseal_wrappings",
                "delete from rowseal_wrappings; delete from rowseal_keys",
                "update rowseal_keys set owner = 'elsewhere.patient' where purpose = 'data' and lower(owner) like '%patient'",
                "update rowseal_keys set namespace = 'clinic-two' where purpose = 'data'",
                "update rowseal_keys set generation = 2 where purpose = 'data'",
                "update rowseal_keys set created_at = created_at + 1",
                "update rowseal_keys set state = 'destroyed' where purpose = 'data'",
                "update rowseal_keys set state = 'nonsense'",
                "update rowseal_wrappings set kek_uri = 'local-kms:/somebody/elses.p12'",
                "update rowseal_wrappings set wrapped_key = (select min(w.wrapped_key) from rowseal_wrappings w)",
                "update rowseal_keys set commitment = (select min(k.commitment) from rowseal_keys k)",
                "drop table rowseal_wrappings",
            })
    void keyRowsAreAltered(String change) throws SQLException {
        for (String statement : change.split("; ", -1)) {
            database.execute(statement);
        }

        // Exactly one table's key is its own when all rows are made the same.
        int opened = 0;
        for (String sql : new String[] {
            "SELECT ssn FROM patient WHERE id = 1",
            "SELECT ssn FROM doctor WHERE id = 1",
            "SELECT id FROM patient WHERE nick = 'bobby'"
        }) {
            try {
                alone(sealed, connection -> first(connection, sql));
                opened++;
            } catch (SQLException e) {
                assertThat(e.getSQLState()).as(e.getMessage()).matches("RS00[134]");
            }
        }
        assertThat(opened).isLessThanOrEqualTo(change.contains("min(") ? 1 : 2);
        if (change.contains("data")) {
            fails(sealed, "RS00[13]", "SELECT ssn FROM patient WHERE id = 1");
        }
    }
}
