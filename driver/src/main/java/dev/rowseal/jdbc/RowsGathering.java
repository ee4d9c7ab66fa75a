package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.ResultShape;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the statements of one change that give rows, and keeps what they give, in their order. One thread's. */
final class RowsGathering {

    private final InnerSession session;
    private final SealedTable table;
    private final Wanted wanted;
    private final List<PreparedStatement> statements = new ArrayList<>();
    private final List<ResultSet> parts = new ArrayList<>();
    private @Nullable ResultShape shape;

    /** @param returned how the rows of RETURNING are read; null where generated keys are asked for */
    RowsGathering(InnerSession session, SealedTable table, Wanted wanted, @Nullable ResultShape returned) {
        this.session = session;
        this.table = table;
        this.wanted = wanted;
        this.shape = returned;
    }

    /** Sets the parameters of a statement. */
    interface Bind {
        void to(PreparedStatement statement) throws SQLException;
    }

    /** Runs a statement; says how many rows it changed, or -1 where only the rows that it gives tell. */
    int run(String sql, Bind bind) throws SQLException {
        if (!parts.isEmpty() && parts.get(0).getType() != ResultSet.TYPE_FORWARD_ONLY) {
            throw Failures.refused(
                    "rows that can be scrolled from a change of more rows than one statement changes",
                    "ask for a result set that goes forward only, or change fewer rows");
        }
        PreparedStatement statement = session.open(connection -> wanted.prepare(connection, sql, table));
        statements.add(statement);
        bind.to(statement);
        if (!wanted.keys().any()) {
            parts.add(statement.executeQuery());
            session.note(statement.getWarnings());
            return -1;
        }
        int count = statement.executeUpdate();
        session.note(statement.getWarnings());
        ResultSet keys = statement.getGeneratedKeys();
        parts.add(keys);
        if (shape == null) {
            shape = GeneratedKeys.shape(table, keys.getMetaData(), wanted.keys());
        }
        return count;
    }

    /** Whether the last statement gave a row. */
    boolean gaveRow() throws SQLException {
        return parts.get(parts.size() - 1).isBeforeFirst();
    }

    /** Gives up the last statement, which gave nothing. */
    void forget() throws SQLException {
        parts.remove(parts.size() - 1);
        statements.remove(statements.size() - 1).close();
    }

    /** Adds what another statement gave. */
    void add(GivenRows given) {
        statements.addAll(given.statements());
        parts.addAll(given.parts());
        shape = given.shape();
    }

    /** What the statements gave; at least one was run. */
    GivenRows given(Values values) {
        if (shape == null) {
            throw new IllegalStateException("no statement was run");
        }
        return new GivenRows(statements, parts, shape, values);
    }

    /** Gives all up. */
    void close() throws SQLException {
        for (PreparedStatement statement : statements) {
            statement.close();
        }
    }
}
