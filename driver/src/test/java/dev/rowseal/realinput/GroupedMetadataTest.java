package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What results say of columns of which one row stands for many: all that the plain driver says. */
@OnEveryDatabase
class GroupedMetadataTest {

    private static final List<String> QUERIES = List.of(
            "SELECT ssn, count(*) FROM person GROUP BY ssn",
            "SELECT p.ssn AS other, min(p.id) FROM person p GROUP BY p.ssn",
            "SELECT DISTINCT nick FROM person",
            "SELECT DISTINCT s.secret, s.room FROM stay s",
            "SELECT p.nick, s.secret FROM person p JOIN stay s ON s.person = p.id GROUP BY p.nick, s.secret",
            "SELECT (SELECT ssn FROM person WHERE id = 3) AS one");

    /** MariaDB and H2 say of these what depends on how they run them. */
    private static final List<String> BEHIND_QUERIES = List.of(
            "SELECT ssn FROM person UNION SELECT ssn FROM person WHERE id > 3",
            "SELECT ssn FROM person UNION ALL SELECT ssn FROM person WHERE id > 3",
            "SELECT q.ssn FROM (SELECT ssn FROM person GROUP BY ssn) q",
            "SELECT q.ssn FROM (SELECT ssn FROM person) q GROUP BY q.ssn",
            "WITH c AS (SELECT DISTINCT ssn FROM person) SELECT * FROM c");

    private final TestDatabase database;

    GroupedMetadataTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void isAsOfPlainColumns(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            for (String query : QUERIES) {
                requireSame(pair, query);
            }
            if (database.engine() == Engine.POSTGRESQL) {
                for (String query : BEHIND_QUERIES) {
                    requireSame(pair, query);
                }
            }
        }
    }

    @Test
    void isNotNullWhereThePlainColumnIs(@TempDir Path folder) throws SQLException {
        String policy = """
                tables:
                  person:
                    row-id: { id: bigint }
                    columns:
                      ssn: { type: varchar(11), lookup: equality }
                """;
        String plain = "create table person (id bigint primary key, ssn varchar(11) not null)";
        String sealed = "create table person (id bigint primary key, ssn " + database.binaryType()
                + " not null, ssn_idx " + database.binaryType(16) + ")";
        try (Pair pair = new Pair(database, folder, policy, List.of(plain), List.of(sealed))) {
            requireSame(pair, "SELECT ssn FROM person");
            requireSame(pair, "SELECT DISTINCT ssn FROM person");
            requireSame(pair, "SELECT ssn FROM person GROUP BY ssn");
        }
    }

    private static void requireSame(Pair pair, String query) throws SQLException {
        assertThat(facts(pair.twins().sealed(), query))
                .as(query)
                .isNotEmpty()
                .isEqualTo(facts(pair.twins().plain(), query));
    }

    private static Map<String, Object> facts(Side side, String query) throws SQLException {
        try (Statement statement = side.connection().createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            ResultSetMetaData columns = rows.getMetaData();
            Map<String, Object> facts = new TreeMap<>();
            for (int i = 1; i <= columns.getColumnCount(); i++) {
                for (Method method : ResultSetMetaData.class.getMethods()) {
                    if (method.getParameterCount() == 1 && method.getParameterTypes()[0] == int.class) {
                        // Each side has a database of its own.
                        Object fact = method.invoke(columns, i);
                        facts.put(
                                i + " " + method.getName(),
                                fact instanceof String text ? text.replaceAll("(?i)rowseal_\\d+", "own") : fact);
                    }
                }
            }
            return facts;
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new AssertionError(query, e);
        }
    }
}
