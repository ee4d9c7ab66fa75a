package dev.rowseal.realinput;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The same result set on both sides, step by step. */
final class RowsPair implements AutoCloseable {

    /** What is done with a result set; what it gives is compared. */
    interface Step {
        @Nullable
        Object take(ResultSet rows) throws SQLException;
    }

    interface Run {
        void take(ResultSet rows) throws SQLException;
    }

    interface Open {
        ResultSet on(Connection connection) throws SQLException;
    }

    private final List<String> differences;
    private final ResultSet ours;
    private final ResultSet theirs;

    /** @param differences where differences are noted */
    RowsPair(List<String> differences, Connection actual, Connection expected, Open open) throws SQLException {
        this.differences = differences;
        ours = open.on(actual);
        theirs = open.on(expected);
    }

    void same(String what, Step step) {
        String actual = outcome(ours, step);
        String expected = outcome(theirs, step);
        if (!actual.equals(expected)) {
            differences.add(what + "\n   gave  " + actual + "\n   not   " + expected);
        }
    }

    void does(String what, Run run) {
        same(what, rows -> {
            run.take(rows);
            return null;
        });
        same(what + ", and then", RowsPair::row);
    }

    /** A step that fails on the other side, and is refused or fails as it does there. */
    void fails(String what, Run run) {
        Step step = rows -> {
            run.take(rows);
            return null;
        };
        String actual = outcome(ours, step);
        if (!actual.equals("refused") && !actual.equals(outcome(theirs, step))) {
            differences.add(what + " gave " + actual);
        }
    }

    /** A step that is done on both sides, or refused: what the tables hold in the end tells whether it had an effect. */
    void sameOrRefused(String what, Run run) {
        Step step = rows -> {
            run.take(rows);
            return null;
        };
        String actual = outcome(ours, step);
        String expected = outcome(theirs, step);
        if (!actual.equals("refused") && !actual.equals(expected)) {
            differences.add(what + "\n   gave  " + actual + "\n   not   " + expected);
        }
    }

    /** A step that Rowseal refuses, and that is not done on the other side. */
    void refused(String what, Run run) {
        String actual = outcome(ours, rows -> {
            run.take(rows);
            return null;
        });
        if (!actual.equals("refused")) {
            differences.add(what + "\n   gave  " + actual + "\n   and is to be refused");
        }
    }

    @Override
    public void close() throws SQLException {
        ours.close();
        theirs.close();
    }

    private static String outcome(ResultSet rows, Step step) {
        try {
            return String.valueOf(step.take(rows));
        } catch (SQLFeatureNotSupportedException refused) {
            return "refused";
        } catch (SQLException failed) {
            return "failed " + failed.getSQLState();
        }
    }

    static String row(ResultSet rows) throws SQLException {
        StringBuilder row = new StringBuilder();
        ResultSetMetaData columns = rows.getMetaData();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            Object cell = rows.getObject(i);
            row.append(columns.getColumnLabel(i))
                    .append('=')
                    .append(cell)
                    .append(cell == null ? "" : cell.getClass().getSimpleName())
                    .append(rows.wasNull() ? " null " : " ");
        }
        boolean changes = rows.getConcurrency() == ResultSet.CONCUR_UPDATABLE;
        String flags = changes ? "" + rows.rowUpdated() + rows.rowInserted() + rows.rowDeleted() : "";
        return row + flags + " at " + rows.getRow();
    }
}
