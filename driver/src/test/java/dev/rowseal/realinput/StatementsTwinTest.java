package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * What applications do with statements and result sets besides running a text once: cursors that scroll, limits, results
 * one after another, counts, savepoints, statements that are used again. Beside the plain driver on a plaintext twin.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class StatementsTwinTest {

    private static final String POLICY = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  amount: { type: "decimal(10,2)" }
                  notes: { type: text }
            """;

    private final TestDatabase database;
    private final List<String> differences = new ArrayList<>();
    private int steps;

    StatementsTwinTest(TestDatabase database) {
        this.database = database;
    }

    private interface Work {
        @Nullable
        Object on(Connection connection) throws SQLException;
    }

    private static String outcome(Connection connection, Work work) {
        try {
            return String.valueOf(work.on(connection));
        } catch (SQLException failed) {
            Class<?> kind = failed.getClass();
            while (!kind.getName().startsWith("java.sql.")) {
                kind = kind.getSuperclass();
            }
            return kind.getSimpleName() + " " + failed.getSQLState();
        }
    }

    @Test
    void everythingElseIsAsThePlainDriverDoesIt(@TempDir Path folder) throws SQLException {
        String text = database.engine() == Engine.H2 ? "varchar" : "text";
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute("create table patient (id bigint primary key, ssn varchar(11), amount decimal(10,2), notes "
                    + text + ", city varchar(20))");
            String binary = database.binaryType();
            database.execute("create table patient (id bigint primary key, ssn " + binary + ", amount " + binary
                    + ", notes " + binary + ", city varchar(20), ssn_idx " + database.binaryType(16) + ")");
            try (Connection expected = plain.plain();
                    Connection actual = new Sealed(database, folder, POLICY).connect()) {
                Both both = (what, work) -> {
                    String ours = outcome(actual, work);
                    String theirs = outcome(expected, work);
                    steps++;
                    if (!ours.equals(theirs)) {
                        differences.add(what + "\n   gave  " + ours + "\n   not   " + theirs);
                    }
                };
                both.same("fill", StatementsTwinTest::fill);
                cursors(both);
                statements(both);
                if (database.engine() != Engine.MARIADB) {
                    // Its driver takes parameters that there are not, and complains when it is run.
                    both.same("a parameter too many", StatementsTwinTest::parameterTooMany);
                }
                results(both);
                transactions(both);
                calls(both);
            }
        }
        assertThat(differences).isEmpty();
        assertThat(steps).isGreaterThan(20);
    }

    private interface Both {
        void same(String what, Work work);
    }

    private static Object fill(Connection connection) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(
                "INSERT INTO patient (id, ssn, amount, notes, city) VALUES (?, ?, ?, ?, ?)")) {
            for (int i = 1; i <= 9; i++) {
                insert.setLong(1, i);
                insert.setString(2, i + "-secret");
                insert.setBigDecimal(3, new BigDecimal(i + ".25"));
                insert.setString(4, "note " + i);
                insert.setString(5, i % 2 == 0 ? "Bern" : "Basel");
                insert.addBatch();
            }
            long sum = 0;
            for (long count : insert.executeLargeBatch()) {
                sum += Math.abs(count);
            }
            return sum > 0;
        }
    }

    private static String row(ResultSet rows) throws SQLException {
        return rows.getLong(1) + " " + rows.getString("ssn") + " " + rows.getBigDecimal("amount") + " " + rows.getRow()
                + rows.isFirst() + rows.isLast();
    }

    private static void cursors(Both both) {
        for (int type : new int[] {ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.TYPE_SCROLL_SENSITIVE}) {
            for (String sql : List.of(
                    "SELECT id, ssn, amount FROM patient ORDER BY id",
                    "SELECT id, ssn, amount FROM patient WHERE ssn IN ('2-secret', '5-secret', '7-secret', '8-secret') ORDER BY id",
                    "SELECT id, ssn, amount FROM patient WHERE id < 5 UNION ALL SELECT id, ssn, amount FROM patient WHERE id > 5 ORDER BY 1")) {
                both.same(type + " " + sql, connection -> {
                    try (Statement statement = connection.createStatement(type, ResultSet.CONCUR_READ_ONLY);
                            ResultSet rows = statement.executeQuery(sql)) {
                        List<Object> all = new ArrayList<>();
                        all.add(rows.isBeforeFirst());
                        all.add(rows.last() + row(rows));
                        all.add(rows.previous() + row(rows));
                        all.add(rows.absolute(2) + row(rows));
                        all.add(rows.relative(1) + row(rows));
                        all.add(rows.relative(-2) + row(rows));
                        all.add(rows.absolute(-1) + row(rows));
                        all.add(rows.next());
                        all.add(rows.isAfterLast());
                        all.add(rows.previous() + row(rows));
                        all.add(rows.first() + row(rows));
                        rows.beforeFirst();
                        all.add(rows.isBeforeFirst());
                        all.add(rows.next() + row(rows));
                        rows.afterLast();
                        all.add(rows.isAfterLast());
                        all.add(rows.previous() + row(rows));
                        all.add(rows.absolute(77));
                        all.add(rows.getType() + " " + rows.getConcurrency());
                        return all;
                    }
                });
            }
        }
        both.same("beyond the end", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
                rows.next();
                rows.next();
                return rows.getString(1);
            }
        });
        both.same("before the first", connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 1")) {
                return rows.getString(1);
            }
        });
        both.same("backwards without scrolling", connection -> {
            try (Statement statement =
                            connection.createStatement(ResultSet.TYPE_FORWARD_ONLY, ResultSet.CONCUR_READ_ONLY);
                    ResultSet rows = statement.executeQuery("SELECT ssn FROM patient")) {
                return rows.next() + "" + rows.getFetchDirection();
            }
        });
    }

    private static void statements(Both both) {
        both.same("limits", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT ssn FROM patient WHERE city = ? ORDER BY id")) {
                statement.setMaxRows(2);
                statement.setFetchSize(1);
                statement.setQueryTimeout(30);
                statement.setString(1, "Basel");
                List<Object> all = new ArrayList<>();
                for (int run = 0; run < 3; run++) {
                    try (ResultSet rows = statement.executeQuery()) {
                        while (rows.next()) {
                            all.add(rows.getString(1));
                        }
                    }
                }
                all.add(statement.getMaxRows() + " " + statement.getQueryTimeout());
                statement.setLargeMaxRows(3);
                all.add(statement.getLargeMaxRows());
                return all;
            }
        });
        both.same("a result set ends with the next one", connection -> {
            try (PreparedStatement statement = connection.prepareStatement("SELECT ssn FROM patient WHERE id = ?")) {
                statement.setLong(1, 1);
                ResultSet first = statement.executeQuery();
                statement.setLong(1, 2);
                ResultSet second = statement.executeQuery();
                second.next();
                return first.isClosed() + " " + second.getString(1) + (second.getStatement() == statement);
            }
        });
        both.same("closed on completion", connection -> {
            Statement statement = connection.createStatement();
            statement.closeOnCompletion();
            statement.executeQuery("SELECT ssn FROM patient WHERE id = 1").close();
            return statement.isClosed() + "" + statement.isCloseOnCompletion();
        });
        both.same("after closing", connection -> {
            PreparedStatement statement = connection.prepareStatement("SELECT ssn FROM patient WHERE id = ?");
            statement.close();
            statement.setLong(1, 1);
            return statement.executeQuery();
        });
        both.same("parameters", connection -> {
            try (PreparedStatement statement =
                    connection.prepareStatement("SELECT ssn FROM patient WHERE ssn = ? AND id = ?")) {
                return statement.getParameterMetaData().getParameterCount();
            }
        });
    }

    private static String parameterTooMany(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ssn FROM patient WHERE id = ?")) {
            statement.setLong(2, 1);
            return "set";
        } catch (SQLException failed) {
            return failed.getSQLState();
        }
    }

    private static void results(Both both) {
        both.same("a query by execute", connection -> {
            try (Statement statement = connection.createStatement()) {
                List<Object> all = new ArrayList<>();
                all.add(statement.execute("SELECT ssn FROM patient WHERE id = 3"));
                all.add(statement.getUpdateCount());
                try (ResultSet rows = statement.getResultSet()) {
                    rows.next();
                    all.add(rows.getString(1));
                }
                all.add(statement.getMoreResults());
                all.add(statement.getUpdateCount());
                all.add(statement.getLargeUpdateCount());
                return all;
            }
        });
        both.same("a change by execute", connection -> {
            try (Statement statement = connection.createStatement()) {
                List<Object> all = new ArrayList<>();
                all.add(statement.execute("UPDATE patient SET ssn = '3-secret' WHERE id = 3"));
                all.add(statement.getLargeUpdateCount());
                all.add(statement.getUpdateCount());
                all.add(statement.getResultSet());
                all.add(statement.getMoreResults());
                all.add(statement.getUpdateCount());
                return all;
            }
        });
        both.same("large counts", connection -> {
            try (Statement statement = connection.createStatement();
                    PreparedStatement update =
                            connection.prepareStatement("UPDATE patient SET notes = ? WHERE city = ?")) {
                update.setString(1, "all");
                update.setString(2, "Bern");
                return update.executeLargeUpdate() + " "
                        + statement.executeLargeUpdate("UPDATE patient SET amount = 1.5 WHERE ssn = '4-secret'")
                        + " " + update.getLargeUpdateCount();
            }
        });
        both.same("a query as a change", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeUpdate("SELECT ssn FROM patient") >= 0;
            }
        });
        both.same("a change as a query", connection -> {
            try (Statement statement = connection.createStatement()) {
                return statement.executeQuery("UPDATE patient SET city = 'Bern' WHERE id = 2") != null;
            }
        });
    }

    private static void transactions(Both both) {
        both.same("savepoints", connection -> {
            List<Object> all = new ArrayList<>();
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE patient SET ssn = 'one' WHERE id = 1");
                Savepoint named = connection.setSavepoint("named");
                statement.executeUpdate("UPDATE patient SET ssn = 'two' WHERE ssn = 'one'");
                Savepoint unnamed = connection.setSavepoint();
                statement.executeUpdate("DELETE FROM patient WHERE ssn = 'two'");
                connection.rollback(unnamed);
                all.add(count(statement, "two"));
                connection.rollback(named);
                all.add(count(statement, "one"));
                connection.releaseSavepoint(named);
                all.add(named.getSavepointName());
                connection.rollback();
                all.add(count(statement, "1-secret"));
            } finally {
                connection.rollback();
                connection.setAutoCommit(true);
            }
            return all;
        });
        both.same("a failed statement", connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.executeUpdate("UPDATE patient SET ssn = 'one' WHERE id = 1");
                Savepoint before = connection.setSavepoint();
                try {
                    statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (1, 'again')");
                } catch (SQLException duplicate) {
                    connection.rollback(before);
                }
                connection.commit();
                return count(statement, "one");
            } finally {
                connection.setAutoCommit(true);
            }
        });
        both.same("held cursors", connection -> {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement(
                            ResultSet.TYPE_FORWARD_ONLY,
                            ResultSet.CONCUR_READ_ONLY,
                            ResultSet.HOLD_CURSORS_OVER_COMMIT);
                    ResultSet rows = statement.executeQuery("SELECT id, ssn, amount FROM patient ORDER BY id")) {
                rows.next();
                connection.commit();
                return rows.next() + rows.getString(2) + rows.getHoldability();
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private static int count(Statement statement, String ssn) throws SQLException {
        try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM patient WHERE ssn = '" + ssn + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }

    private void calls(Both both) {
        String sql = switch (database.engine()) {
            case H2 -> "{call 1 + ?}";
            case POSTGRESQL -> "{? = call abs(?)}";
            case MARIADB -> "{? = call abs(?)}";
        };
        both.same("a call of what is not sealed", connection -> {
            try (CallableStatement call = connection.prepareCall(sql)) {
                if (database.engine() == Engine.H2) {
                    call.setInt(1, 41);
                    try (ResultSet rows = call.executeQuery()) {
                        rows.next();
                        return rows.getInt(1);
                    }
                }
                call.registerOutParameter(1, java.sql.Types.INTEGER);
                call.setInt(2, -41);
                call.execute();
                return call.getInt(1);
            }
        });
    }
}
