package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.convert.Column;
import dev.rowseal.convert.Getter;
import dev.rowseal.plan.PackedOrigin;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * How the rows of one execution are read: which columns are there, whose cells are opened, and for which row. Keeps the
 * row ids of the current row and no value. One thread's, as its result set is.
 */
final class Reading {

    private final SealedDatabase database;
    private final ResultShape shape;
    private final Values values;
    private final Map<RowIdSource, Optional<RowId>> rowIds = new IdentityHashMap<>();

    Reading(SealedDatabase database, ResultShape shape, Values values) {
        this.database = database;
        this.shape = shape;
        this.values = values;
    }

    ResultShape shape() {
        return shape;
    }

    /**
     * Checks that the wrapped result set has the columns that were planned.
     *
     * @throws SQLException when the table has changed since
     */
    void verify(ResultSetMetaData actual) throws SQLException {
        boolean same = actual.getColumnCount() == shape.physicalColumns();
        for (Map.Entry<Integer, String> label : shape.starLabels().entrySet()) {
            same = same && database.vendor().isLabel(label.getValue(), actual.getColumnLabel(label.getKey()));
        }
        if (!same) {
            database.catalogueChanged();
            throw new SQLException(
                    "a table has other columns than when the statement was planned; prepare or execute it again",
                    "RS004");
        }
    }

    /** A column as the application counts them. */
    ResultShape.Visible column(int column) throws SQLException {
        if (column < 1 || column > shape.visible().size()) {
            throw new SQLException(
                    "there is no column " + column + "; the result has "
                            + shape.visible().size(),
                    database.vendor().noSuchColumnState());
        }
        return shape.visible().get(column - 1);
    }

    /** Forgets the current row. */
    void moved() {
        rowIds.keySet().removeIf(source -> source instanceof RowIdSource.Fetched);
    }

    /** Checks the current row, before the application sees any of it. */
    void arrived(ResultSet rows) throws SQLException {
        try {
            for (ResultShape.LookupCheck check : shape.checks()) {
                RowId row = rowId(rows, check.rowId(), check.table());
                Value value = database.cells().open(rows, check.sealed(), check.table(), check.column(), row);
                database.cells().check(rows, check.index(), check.column(), value);
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /** What a getter gives for a sealed column of the current row. */
    @Nullable
    Object read(ResultSet rows, ResultShape.SealedCell cell, Getter getter, @Nullable Object argument)
            throws SQLException {
        Column named = new Column(
                cell.column().table(), cell.column().name(), cell.column().type());
        try {
            Value value = open(rows, cell);
            return database.dialect().read(named, value, getter, argument);
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /** The value of a sealed column of the current row. */
    @Nullable
    Value open(ResultSet rows, ResultShape.SealedCell cell) throws SQLException {
        if (cell.rowId() instanceof RowIdSource.Packed packed) {
            PackedCell found = PackedCell.read(rows.getString(cell.physical()), cell.column(), packed);
            if (found == null) {
                return null;
            }
            PackedOrigin origin = found.origin();
            RowIdSource.Given given = origin.given();
            RowId row = given == null
                    ? found.rowId()
                    : RowIds.given(origin.table().name(), given, values, database.vendor());
            return database.cells().open(found.envelope(), origin.table(), origin.column(), row);
        }
        RowId row = rowId(rows, cell.rowId(), cell.table());
        return database.cells().open(rows, cell.physical(), cell.table(), cell.column(), row);
    }

    /** The id of the current row; null when a part of it is NULL. */
    @Nullable
    RowId rowId(ResultSet rows, RowIdSource source, SealedTable table) throws SQLException {
        Optional<RowId> known = rowIds.get(source);
        if (known == null) {
            known = Optional.ofNullable(
                    source instanceof RowIdSource.Given given
                            ? RowIds.given(table.name(), given, values, database.vendor())
                            : RowIds.fetched((RowIdSource.Fetched) source, rows));
            rowIds.put(source, known);
        }
        return known.orElse(null);
    }
}
