package dev.rowseal.jdbc;

import dev.rowseal.convert.Getter;
import dev.rowseal.plan.ResultShape;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The {@link ResultSet} that an application holds. Of a planned query it shows the planned columns and opens the sealed
 * ones; of any other it shows what the wrapped one has, and refuses to pass an envelope on.
 */
class RowsealResultSet extends DelegatingResultSet {

    private static final Map<ReadType, Getter> GETTERS = new ConcurrentHashMap<>();

    private ResultSet delegate;
    private final RowsealConnection connection;
    private final @Nullable Statement statement;
    private final @Nullable Reading reading;
    private final @Nullable RowChanges changes;
    private @Nullable Boolean sealedWasNull;
    private @Nullable Labels labels;

    /**
     * @param statement the application's statement that it came from; null when it came from none
     * @param reading how to read it, or null to show what it has
     */
    RowsealResultSet(
            ResultSet delegate, RowsealConnection connection, @Nullable Statement statement, @Nullable Reading reading)
            throws SQLException {
        this.delegate = delegate;
        this.connection = connection;
        this.statement = statement;
        this.reading = reading;
        ResultShape.Changes how = reading == null ? null : reading.shape().changes();
        this.changes = reading == null || how == null
                ? null
                : new RowChanges(
                        connection,
                        delegate,
                        reading,
                        how,
                        statement instanceof StatementResults from
                                ? from.mark()
                                : connection.planning().mark());
        if (reading != null) {
            reading.verify(delegate.getMetaData());
        }
    }

    @Override
    ResultSet delegate() {
        return delegate;
    }

    /** Goes on with another part of the rows, which is like the one before. */
    final void turnTo(ResultSet part) {
        delegate = part;
    }

    @Override
    SQLException failed(SQLException failure) {
        return reading == null ? Failures.withoutEnvelopes(failure) : Failures.cleaned(failure);
    }

    @Override
    int physical(int column) throws SQLException {
        sealedWasNull = null;
        if (reading == null) {
            return column;
        }
        boolean there = column >= 1 && column <= reading.shape().visible().size();
        if (!there && delegate.isClosed()) {
            // Fails as the driver does: there is no such column either.
            delegate.getString(0);
        } else if (!there && connection.database().vendor().judgesRowFirst()) {
            // Fails as the driver does, where there is no row.
            delegate.getString(1);
        }
        ResultShape.Visible visible = reading.column(column);
        return visible instanceof ResultShape.SealedCell ? 0 : visible.physical();
    }

    @Override
    @Nullable
    Object read(int column, ReadType type, @Nullable Object argument) throws SQLException {
        if (reading == null || !(reading.column(column) instanceof ResultShape.SealedCell cell)) {
            throw new IllegalStateException("a column that is not sealed came here");
        }
        Getter getter = GETTERS.computeIfAbsent(type, known -> Getter.valueOf(known.name()));
        Object value = reading.read(delegate, cell, getter, argument);
        sealedWasNull = value == null;
        return value;
    }

    /** Notes whether a value that did not come from the wrapped result set was NULL. */
    final void readNull(boolean isNull) {
        sealedWasNull = isNull;
    }

    @Override
    <T extends @Nullable Object> T screen(int column, T value) throws SQLException {
        return Screen.isOrdinary(value) ? value : Screen.pass("column " + column, value, connection, statement);
    }

    @Override
    public final boolean wasNull() throws SQLException {
        Boolean known = sealedWasNull;
        return known != null ? known : delegate.wasNull();
    }

    @Override
    void moved() {
        forgetRow();
        if (changes != null) {
            changes.moving();
        }
    }

    /** The wrapped cursor may stand on another row now. */
    private void forgetRow() {
        sealedWasNull = null;
        if (reading != null) {
            reading.moved();
        }
    }

    private interface Going {
        boolean go() throws SQLException;
    }

    private boolean move(Vendor.Move how, Going going) throws SQLException {
        moved();
        Boolean onRow = null;
        try {
            onRow = going.go();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            if (changes != null) {
                changes.moved(how, onRow);
            }
        }
        if (onRow && reading != null) {
            reading.arrived(delegate);
        }
        return onRow;
    }

    @Override
    public boolean next() throws SQLException {
        return move(Vendor.Move.STEP, delegate::next);
    }

    @Override
    public final boolean previous() throws SQLException {
        return move(Vendor.Move.STEP, delegate::previous);
    }

    @Override
    public final boolean first() throws SQLException {
        return move(Vendor.Move.END, delegate::first);
    }

    @Override
    public final boolean last() throws SQLException {
        return move(Vendor.Move.END, delegate::last);
    }

    @Override
    public final boolean absolute(int row) throws SQLException {
        return move(Vendor.Move.PLACE, () -> delegate.absolute(row));
    }

    @Override
    public final boolean relative(int rows) throws SQLException {
        return move(Vendor.Move.STEP, () -> delegate.relative(rows));
    }

    @Override
    public final void beforeFirst() throws SQLException {
        move(Vendor.Move.PLACE, () -> {
            delegate.beforeFirst();
            return false;
        });
    }

    @Override
    public final void afterLast() throws SQLException {
        move(Vendor.Move.PLACE, () -> {
            delegate.afterLast();
            return false;
        });
    }

    @Override
    public final int findColumn(String label) throws SQLException {
        if (reading == null) {
            return delegate.findColumn(label);
        }
        if (labels == null) {
            labels = Labels.of(delegate.getMetaData(), reading.shape());
        }
        // Where labels hold values, the application may ask by one: it stays here.
        int found = labels.find(label, labels.areAllKnown() ? wrapped(label) : 0);
        if (found > 0) {
            return found;
        }
        throw new SQLException(
                "the result has no column of that label",
                connection.database().vendor().noSuchLabelState());
    }

    /** The column that the wrapped driver finds by a label; 0 for none. */
    private int wrapped(@Nullable String label) {
        if (label == null) {
            return 0;
        }
        try {
            return delegate.findColumn(label);
        } catch (SQLException none) {
            return 0;
        }
    }

    @Override
    public ResultSetMetaData getMetaData() throws SQLException {
        ResultSetMetaData metaData = delegate.getMetaData();
        return new RowsealResultSetMetaData(metaData, connection.database(), reading == null ? null : reading.shape());
    }

    @Override
    public final @Nullable Statement getStatement() throws SQLException {
        if (delegate.isClosed()) {
            delegate.getStatement();
        }
        return statement;
    }

    @Override
    int physicalForUpdate(int column) throws SQLException {
        if (reading == null) {
            return column;
        }
        RowChanges planned = changes(row -> row.updateNull(1));
        if (column > reading.shape().visible().size()) {
            // The wrapped driver has an error of its own for that.
            delegate.updateNull(reading.shape().physicalColumns() + 1);
        }
        return planned.physical(reading.column(column));
    }

    @Override
    void update(int column, @Nullable Object value, BindType type, UpdateReplay replay) throws SQLException {
        if (reading == null || changes == null) {
            throw new IllegalStateException("a column that goes to the wrapped result set came here");
        }
        try {
            changes.update(reading.column(column), value, type, replay);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    private interface Change {
        void make(ResultSet rows) throws SQLException;
    }

    private interface SealedChange {
        void make(RowChanges changes) throws SQLException;
    }

    /** @param plain what a wrapped result set that cannot be changed is to complain of */
    private RowChanges changes(Change plain) throws SQLException {
        if (changes != null) {
            return changes;
        }
        if (statement == null || statement.getResultSetConcurrency() == CONCUR_READ_ONLY) {
            plain.make(delegate);
        }
        throw Failures.refused(
                "changes through the result set of a query that is not on one sealed table with its row id",
                "select the row id too, or run an UPDATE, INSERT or DELETE");
    }

    private void change(Change plain, SealedChange sealed) throws SQLException {
        try {
            if (reading == null) {
                plain.make(delegate);
            } else {
                sealed.make(changes(plain));
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        forgetRow();
    }

    @Override
    public final void insertRow() throws SQLException {
        change(ResultSet::insertRow, RowChanges::insertRow);
    }

    @Override
    public final void updateRow() throws SQLException {
        change(ResultSet::updateRow, RowChanges::updateRow);
    }

    @Override
    public final void deleteRow() throws SQLException {
        change(ResultSet::deleteRow, RowChanges::deleteRow);
    }

    @Override
    public final void cancelRowUpdates() throws SQLException {
        change(ResultSet::cancelRowUpdates, RowChanges::cancel);
    }

    @Override
    public final void moveToInsertRow() throws SQLException {
        change(ResultSet::moveToInsertRow, RowChanges::moveToInsertRow);
    }

    @Override
    public final void moveToCurrentRow() throws SQLException {
        change(ResultSet::moveToCurrentRow, RowChanges::moveToCurrentRow);
    }

    @Override
    public int getRow() throws SQLException {
        return delegate.getRow();
    }

    @Override
    public boolean isBeforeFirst() throws SQLException {
        return delegate.isBeforeFirst();
    }

    @Override
    public boolean isFirst() throws SQLException {
        return delegate.isFirst();
    }

    @Override
    public boolean isLast() throws SQLException {
        return delegate.isLast();
    }

    @Override
    public boolean isAfterLast() throws SQLException {
        return delegate.isAfterLast();
    }

    @Override
    public void close() throws SQLException {
        delegate.close();
    }

    @Override
    public final boolean isClosed() throws SQLException {
        return delegate.isClosed();
    }

    @Override
    public final @Nullable SQLWarning getWarnings() throws SQLException {
        return Failures.cleaned(delegate.getWarnings());
    }

    @Override
    public final boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate, type, connection.database());
    }

    @Override
    public final <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate, type, connection.database());
    }
}
