package dev.rowseal.jdbc;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/** Rows that came in several parts, shown as one result set that goes forward only, as each of its parts does. */
final class JoinedResultSet extends RowsealResultSet {

    private final List<ResultSet> parts;
    private final int most;
    private int part;
    private int row;
    private boolean ended;

    /** @param most how many rows it shows; 0 for all */
    JoinedResultSet(
            List<ResultSet> parts, int most, RowsealConnection connection, StatementResults statement, Reading reading)
            throws SQLException {
        super(parts.get(0), connection, statement, reading);
        this.parts = parts;
        this.most = most;
    }

    @Override
    public boolean next() throws SQLException {
        if (most > 0 && row == most) {
            toTheEnd();
        }
        while (!super.next()) {
            if (part == parts.size() - 1) {
                ended = true;
                return false;
            }
            turnTo(parts.get(++part));
        }
        row++;
        return true;
    }

    private void toTheEnd() throws SQLException {
        while (part < parts.size() - 1) {
            turnTo(parts.get(++part));
        }
        while (super.next()) {
            // Rows that are not shown.
        }
    }

    private boolean hasMore() throws SQLException {
        if (most > 0 && row == most) {
            return false;
        }
        for (ResultSet later : parts.subList(part + 1, parts.size())) {
            if (later.isBeforeFirst()) {
                return true;
            }
        }
        return false;
    }

    @Override
    public int getRow() throws SQLException {
        return super.getRow() == 0 ? 0 : row;
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return row == 0 && !ended && (super.isBeforeFirst() || hasMore());
    }

    @Override
    public boolean isFirst() throws SQLException {
        return row == 1 && super.getRow() > 0;
    }

    @Override
    public boolean isLast() throws SQLException {
        return (super.isLast() || most > 0 && row == most && super.getRow() > 0) && !hasMore();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        // Asks the part, so that a result set that is closed says so.
        boolean after = super.isAfterLast();
        return ended && (after || row > 0);
    }

    @Override
    public void close() throws SQLException {
        for (ResultSet rows : parts) {
            rows.close();
        }
    }
}
