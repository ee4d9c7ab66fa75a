package dev.rowseal.jdbc;

import dev.rowseal.catalog.StoredName;
import dev.rowseal.convert.DeclaredColumn;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.value.ValueClass;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** The {@link ResultSetMetaData} that an application holds: no hidden column, and sealed ones as they are declared. */
final class RowsealResultSetMetaData extends DelegatingResultSetMetaData {

    private final ResultSetMetaData delegate;
    private final SealedDatabase database;
    private final @Nullable ResultShape shape;

    RowsealResultSetMetaData(ResultSetMetaData delegate, SealedDatabase database, @Nullable ResultShape shape) {
        this.delegate = delegate;
        this.database = database;
        this.shape = shape;
    }

    @Override
    ResultSetMetaData delegate() {
        return delegate;
    }

    @Override
    SQLException failed(SQLException failure) {
        return failure;
    }

    @Override
    int physical(int column) throws SQLException {
        if (shape == null) {
            return column;
        }
        ResultShape.Visible visible = visible(shape, column);
        return visible instanceof ResultShape.SealedCell
                        || visible.columnName() != null
                        || visible.of() != null
                        || shape.unlabelled().contains(column)
                        || shape.spelled().containsKey(column)
                ? 0
                : visible.physical();
    }

    private ResultShape.Visible visible(ResultShape planned, int column) throws SQLException {
        if (column < 1 || column > planned.visible().size()) {
            throw new SQLException(
                    "there is no column " + column, database.vendor().noSuchColumnState());
        }
        return planned.visible().get(column - 1);
    }

    @Override
    Object describe(int column, ColumnFact fact) throws SQLException {
        if (shape == null) {
            throw new IllegalStateException("a column that is not sealed came here");
        }
        boolean names = fact == ColumnFact.COLUMN_LABEL || fact == ColumnFact.COLUMN_NAME;
        if (names && shape.unlabelled().contains(column)) {
            throw unlabelled();
        }
        ResultShape.Visible visible = visible(shape, column);
        if (fact == ColumnFact.COLUMN_LABEL) {
            return shape.label(column, delegate.getColumnLabel(visible.physical()));
        }
        StoredName table = visible.of();
        if (table != null) {
            Boolean notNull = visible instanceof ResultShape.SealedCell cell
                    ? cell.column().notNull()
                    : null;
            Object known = DescribedTable.fact(database.vendor(), table, notNull, fact);
            if (known != null) {
                return known;
            }
        }
        if (visible instanceof ResultShape.SealedCell cell) {
            return describe(cell, fact);
        }
        String name = visible.columnName();
        return fact == ColumnFact.COLUMN_NAME && name != null && !database.namesByLabel()
                ? name
                : fact.of(delegate, visible.physical());
    }

    /** The refusal to tell a label that only the database knows, of a text that must not leave. */
    static SQLException unlabelled() {
        return Failures.refused(
                "to tell the label of an expression over a sealed column that has no alias and holds a value",
                "give the expression an alias, or read it by its number");
    }

    private String columnName(ResultShape.SealedCell cell) throws SQLException {
        if (cell.columnName() == null) {
            return delegate.getColumnName(cell.physical());
        }
        return database.namesByLabel() ? delegate.getColumnLabel(cell.physical()) : cell.columnName();
    }

    private Object describe(ResultShape.SealedCell cell, ColumnFact fact) throws SQLException {
        DeclaredColumn declared = database.dialect().declared(cell.column().type());
        int physical = cell.physical();
        return switch (fact) {
            case AUTO_INCREMENT, CURRENCY -> false;
            case CASE_SENSITIVE -> declared.caseSensitive();
            case CATALOG_NAME -> delegate.getCatalogName(physical);
            case COLUMN_CLASS_NAME -> declared.className();
            case COLUMN_DISPLAY_SIZE -> declared.displaySize();
            case COLUMN_LABEL -> delegate.getColumnLabel(physical);
            case COLUMN_NAME -> columnName(cell);
            case COLUMN_TYPE -> declared.jdbcType();
            case COLUMN_TYPE_NAME -> declared.typeName();
            case DEFINITELY_WRITABLE -> delegate.isDefinitelyWritable(physical);
            case NULLABLE -> delegate.isNullable(physical);
            case PRECISION -> declared.precision();
            case READ_ONLY -> delegate.isReadOnly(physical);
            // MariaDB gives text that is no table's column a scale of its own.
            case SCALE ->
                cell.rowId() instanceof RowIdSource.Packed
                                && cell.columnName() == null
                                && cell.column().type().valueClass() == ValueClass.TEXT
                        ? delegate.getScale(physical)
                        : declared.scale();
            case SCHEMA_NAME -> delegate.getSchemaName(physical);
            case SEARCHABLE -> declared.searchable();
            case SIGNED -> declared.signed();
            case TABLE_NAME -> delegate.getTableName(physical);
            case WRITABLE -> delegate.isWritable(physical);
        };
    }

    @Override
    public int getColumnCount() throws SQLException {
        return shape == null ? delegate.getColumnCount() : shape.visible().size();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return Unwrapping.isWrapperFor(this, delegate, type, database);
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return Unwrapping.unwrap(this, delegate, type, database);
    }
}
