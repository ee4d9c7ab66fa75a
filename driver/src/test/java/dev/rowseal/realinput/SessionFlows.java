package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What two sessions do in turn, on plaintext twins and on sealed ones: both have to tell the same. */
final class SessionFlows implements AutoCloseable {

    /** Sealed and open columns of two tables; where {@code *} stands, the labels are the catalogue's. */
    static final String STARS = "SELECT DISTINCT v.*, p.ssn FROM visit v JOIN person p ON p.id = v.id";

    static final String ALL = "SELECT v.*, p.ssn FROM visit v JOIN person p ON p.id = v.id";

    private final Pair pair;

    /** What is done, and what came of it. */
    interface Flow {
        String run(Connection one, Connection other) throws SQLException;
    }

    SessionFlows(TestDatabase database, Path folder, String... schema) throws SQLException {
        pair = People.pair(database, folder);
        for (TestDatabase each : List.of(pair.plainDatabase(), database)) {
            each.execute(
                    "create table visit (id bigint primary key, patient_id bigint, city varchar(20))",
                    "insert into visit values (1, 1, 'city1'), (2, 2, 'city2')");
            each.execute(schema);
        }
        People.fill(pair, 3);
    }

    void areAlike(Flow flow) throws SQLException {
        try (Twins others = pair.session()) {
            String plain = run(flow, pair.twins().plain(), others.plain());
            String sealed = run(flow, pair.twins().sealed(), others.sealed());
            assertThat(sealed).isEqualTo(plain);
        }
    }

    private static String run(Flow flow, Side one, Side other) throws SQLException {
        Connection connection = one.connection();
        try {
            return flow.run(connection, other.connection());
        } catch (SQLException failure) {
            return failure.getSQLState() + " " + failure.getMessage();
        } finally {
            if (!connection.getAutoCommit()) {
                connection.rollback();
                connection.setAutoCommit(true);
            }
        }
    }

    static int run(Connection connection, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            return statement.executeUpdate(sql);
        }
    }

    /** The labels and rows of a query, or its failure. */
    static String rows(Connection connection, String query) {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            return rows(rows);
        } catch (SQLException failure) {
            return failure.getSQLState() + " " + failure.getMessage();
        }
    }

    private static String rows(ResultSet results) throws SQLException {
        int columns = results.getMetaData().getColumnCount();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= columns; i++) {
            labels.add(results.getMetaData().getColumnLabel(i));
        }
        List<String> rows = new ArrayList<>();
        while (results.next()) {
            List<String> row = new ArrayList<>();
            for (int i = 1; i <= columns; i++) {
                row.add(results.getString(i));
            }
            rows.add(row.toString());
        }
        Collections.sort(rows);
        return labels + " " + rows;
    }

    @Override
    public void close() throws SQLException {
        pair.close();
    }
}
