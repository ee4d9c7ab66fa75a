package dev.rowseal.jdbc;

import dev.rowseal.convert.Foreseen;
import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** H2 and its driver. */
record H2Vendor() implements Vendor {

    /** A text that begins one switches autocommit off, as JDBC sees it. */
    @Override
    public boolean mayBeInTransaction(Connection connection) {
        return false;
    }

    private static final int NULL_NOT_ALLOWED = 23502;

    /** {@code DEADLOCK_1}, behind which H2 rolls back. */
    private static final int DEADLOCK = 40001;

    @Override
    public Stands beforeBatch(Connection session) {
        return failure -> {
            for (SQLException one = failure; one != null; one = one.getNextException()) {
                if (one.getErrorCode() == DEADLOCK) {
                    return false;
                }
            }
            return true;
        };
    }

    @Override
    public SQLException notNull(String message) {
        return new Foreseen.Constraint(message, "23502", NULL_NOT_ALLOWED);
    }

    /** Its driver's cursor moves behind it. */
    @Override
    public boolean leavesInsertRow(Move move, @Nullable Boolean onRow) {
        return move == Move.INSERT;
    }

    /** Its driver puts the name between quotes as it is: what is behind one would be SQL. */
    @Override
    public void requireSavepoint(@Nullable String name) throws SQLException {
        if (name != null && (name.indexOf('"') >= 0 || name.indexOf('\\') >= 0)) {
            throw Failures.refused("a savepoint's name with quotes or backslashes", "give it a plain name");
        }
    }

    @Override
    public @Nullable Judged requireSession(Connection session, @Nullable Judged known, String sql, boolean planned)
            throws SQLException {
        if (!planned) {
            return known;
        }
        H2Mode mode = known instanceof H2Mode judged ? judged : H2Mode.of(session);
        mode.require();
        return mode;
    }

    @Override
    public boolean namesByLabel(Connection session) throws SQLException {
        return H2Mode.of(session).namesByLabel();
    }

    @Override
    public boolean actsOnNoRow() {
        return true;
    }

    @Override
    public boolean checksKeysLast() {
        return true;
    }

    @Override
    public boolean storesMadeObjects() {
        return true;
    }

    /** It reads to the end where the length is zero. */
    @Override
    public long takes(BindType type) {
        return type.size() <= 0 ? Long.MAX_VALUE : type.size();
    }

    @Override
    public String numbers() {
        return "SYSTEM_RANGE(1, ?)";
    }

    @Override
    public String noSuchColumnState() {
        return "90008";
    }

    @Override
    public String noSuchLabelState() {
        return "42S22";
    }
}
