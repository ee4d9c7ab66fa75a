package dev.rowseal.jdbc;

import dev.rowseal.catalog.Ddl;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.StoredName;
import dev.rowseal.catalog.TableDesign;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import dev.rowseal.convert.DeclaredColumn;
import dev.rowseal.failure.RowsealFailure;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A listing of {@link java.sql.DatabaseMetaData} as it would be if nothing were sealed: without index columns and without
 * Rowseal's own indexes; sealed columns with their declared types, and in indexes and foreign keys in the place of their
 * index columns.
 */
final class CatalogueListing extends RowsealResultSet {

    private final RowsealConnection connection;
    private final List<String> labels = new ArrayList<>();
    private final boolean describesColumns;
    private final Map<StoredName, Optional<TableDesign>> designs = new HashMap<>();
    /** What the current row says instead of what the wrapped listing has, by label. */
    private Map<String, Optional<Object>> instead = Map.of();

    CatalogueListing(String method, ResultSet listing, RowsealConnection connection) throws SQLException {
        super(listing, connection, null, null);
        this.connection = connection;
        ResultSetMetaData metaData = listing.getMetaData();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            labels.add(metaData.getColumnLabel(i).toUpperCase(Locale.ROOT));
        }
        this.describesColumns = method.equals("getColumns") || method.equals("getVersionColumns");
    }

    @Override
    public boolean next() throws SQLException {
        while (super.next()) {
            instead = new HashMap<>();
            String schema = connection.database().vendor().schemaLabel();
            boolean hidden = isHidden("TABLE_" + schema, "TABLE_NAME", "COLUMN_NAME");
            hidden |= isHidden("PKTABLE_" + schema, "PKTABLE_NAME", "PKCOLUMN_NAME");
            hidden |= isHidden("FKTABLE_" + schema, "FKTABLE_NAME", "FKCOLUMN_NAME");
            if (!hidden) {
                return true;
            }
        }
        return false;
    }

    private boolean isHidden(String schema, String table, String column) throws SQLException {
        if (!labels.contains(column) || !labels.contains(table)) {
            return false;
        }
        // What others call a schema is a catalogue to MariaDB's driver.
        String within = connection.catalogue().dialect() == Dialect.MARIADB ? schema.replace("SCHEM", "CAT") : schema;
        TableDesign design = design(text(within), text(table));
        String name = text(column);
        if (design == null || name == null) {
            return false;
        }
        name = connection.catalogue().folding().column(name, true);
        ColumnDesign indexed = design.indexed(name);
        if (describesColumns) {
            describe(design, name);
            return indexed != null;
        }
        if (indexed == null) {
            return false;
        }
        instead.put(column, Optional.of(indexed.name()));
        boolean isKey = labels.contains("INDEX_NAME") || !column.equals("COLUMN_NAME");
        return !isKey || labels.contains("INDEX_NAME") && Ddl.isOwn(text("INDEX_NAME"));
    }

    private void describe(TableDesign design, String name) {
        List<String> visible = design.columns().stream()
                .filter(column -> design.indexed(column) == null)
                .toList();
        instead.put("ORDINAL_POSITION", Optional.of(visible.indexOf(name) + 1));
        ColumnDesign sealed = design.sealed().get(name);
        if (sealed != null) {
            DeclaredColumn declared = connection.database().dialect().declared(sealed.type());
            DescribedColumn.of(sealed.type(), declared, connection.catalogue().dialect())
                    .forEach((label, value) -> {
                        if (labels.contains(label)) {
                            instead.put(label, value);
                        }
                    });
        }
    }

    private @Nullable TableDesign design(@Nullable String schema, @Nullable String table) throws SQLException {
        if (schema == null || table == null) {
            return null;
        }
        try {
            return designs.computeIfAbsent(
                            new StoredName(schema, table),
                            name -> connection.catalogue().design(name))
                    .orElse(null);
        } catch (RowsealFailure failure) {
            throw Failures.of(failure);
        }
    }

    private @Nullable String text(String label) throws SQLException {
        int column = labels.indexOf(label);
        return column < 0 ? null : delegate().getString(column + 1);
    }

    @Override
    int physical(int column) throws SQLException {
        boolean replaced = column >= 1 && column <= labels.size() && instead.containsKey(labels.get(column - 1));
        int physical = super.physical(column);
        return replaced ? 0 : physical;
    }

    @Override
    @Nullable
    Object read(int column, ReadType type, @Nullable Object argument) throws SQLException {
        Optional<Object> value = instead.get(labels.get(column - 1));
        if (value == null) {
            throw new IllegalStateException("a column that is not replaced came here");
        }
        readNull(value.isEmpty());
        return value.isEmpty() ? nothing(type) : shown(type, value.get());
    }

    private static @Nullable Object nothing(ReadType type) throws SQLException {
        return switch (type) {
            case INT -> 0;
            case LONG -> 0L;
            case SHORT -> (short) 0;
            case STRING, NSTRING, OBJECT -> null;
            default -> throw unsupported();
        };
    }

    private static Object shown(ReadType type, Object value) throws SQLException {
        return switch (type) {
            case STRING, NSTRING -> value.toString();
            case OBJECT -> value;
            case INT, LONG, SHORT -> {
                if (!(value instanceof Number number)) {
                    throw unsupported();
                }
                yield type == ReadType.INT
                        ? (Object) number.intValue()
                        : type == ReadType.LONG ? (Object) number.longValue() : number.shortValue();
            }
            default -> throw unsupported();
        };
    }

    private static SQLException unsupported() {
        return Failures.refused(
                "this getter on the description of a sealed column", "use getString, getInt or getObject");
    }
}
