package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.convert.DeclaredColumn;
import dev.rowseal.failure.RowsealFailure;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A listing of {@link java.sql.DatabaseMetaData}, without rows that describe index columns, and with the declared type
 * where a row describes a sealed column.
 */
final class CatalogueListing extends RowsealResultSet {

    private final RowsealConnection connection;
    private final List<String> labels = new ArrayList<>();
    private final boolean describesTypes;
    private @Nullable SealedColumn described;

    CatalogueListing(String method, ResultSet listing, RowsealConnection connection) throws SQLException {
        super(listing, connection, null, null);
        this.connection = connection;
        ResultSetMetaData metaData = listing.getMetaData();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i).toUpperCase(Locale.ROOT));
        }
        this.describesTypes = labels.contains("COLUMN_NAME")
                && labels.contains("TABLE_NAME")
                && (method.equals("getColumns") || method.equals("getVersionColumns"));
    }

    @Override
    public boolean next() throws SQLException {
        while (super.next()) {
            if (!isHidden()) {
                return true;
            }
        }
        return false;
    }

    private boolean isHidden() throws SQLException {
        described = null;
        if (!labels.contains("COLUMN_NAME") || !labels.contains("TABLE_NAME")) {
            return false;
        }
        SealedTable table = table();
        String column = delegate().getString(labels.indexOf("COLUMN_NAME") + 1);
        if (table == null || column == null) {
            return false;
        }
        described = describesTypes ? table.sealed().get(column) : null;
        return table.indexColumns().contains(column);
    }

    private @Nullable SealedTable table() throws SQLException {
        String name = delegate().getString(labels.indexOf("TABLE_NAME") + 1);
        String schema = schema();
        if (name == null || schema == null) {
            return null;
        }
        try {
            return connection.catalogue().resolve(schema, name) instanceof SealedTable table ? table : null;
        } catch (RowsealFailure failure) {
            throw Failures.of(failure);
        }
    }

    private @Nullable String schema() throws SQLException {
        int schema = labels.indexOf("TABLE_SCHEM");
        return schema < 0 ? null : delegate().getString(schema + 1);
    }

    @Override
    int physical(int column) throws SQLException {
        return described != null && column >= 1 && column <= labels.size() && replaces(labels.get(column - 1))
                ? 0
                : super.physical(column);
    }

    private static boolean replaces(String label) {
        return switch (label) {
            case "DATA_TYPE", "TYPE_NAME", "COLUMN_SIZE", "DECIMAL_DIGITS", "CHAR_OCTET_LENGTH", "SQL_DATA_TYPE" ->
                true;
            default -> false;
        };
    }

    @Override
    @Nullable
    Object read(int column, ReadType type, @Nullable Object argument) throws SQLException {
        if (described == null) {
            throw new IllegalStateException("a column that is not replaced came here");
        }
        DeclaredColumn declared = connection.database().dialect().declared(described.type());
        if (labels.get(column - 1).equals("TYPE_NAME")) {
            return text(type, declared.typeName());
        }
        int number = switch (labels.get(column - 1)) {
            case "DATA_TYPE", "SQL_DATA_TYPE" -> declared.jdbcType();
            case "DECIMAL_DIGITS" -> declared.scale();
            default -> declared.precision();
        };
        return number(type, number);
    }

    private static Object text(ReadType type, String text) throws SQLException {
        return switch (type) {
            case STRING, NSTRING, OBJECT -> text;
            default -> throw unsupported();
        };
    }

    private static Object number(ReadType type, int number) throws SQLException {
        return switch (type) {
            case INT, OBJECT -> number;
            case LONG -> (long) number;
            case SHORT -> (short) number;
            case STRING, NSTRING -> Integer.toString(number);
            default -> throw unsupported();
        };
    }

    private static SQLException unsupported() {
        return Failures.refused(
                "this getter on the description of a sealed column", "use getString, getInt or getObject");
    }
}
