package dev.rowseal.jdbc;

import dev.rowseal.catalog.Generated;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.convert.Column;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.io.InputStream;
import java.io.Reader;
import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row ids, from a statement's own values or from the row that was read. */
final class RowIds {

    private RowIds() {}

    /**
     * The row id that a statement gives.
     *
     * @return null when a WHERE compares it with a value that no row can have
     * @throws SQLIntegrityConstraintViolationException when part of an inserted row id is NULL
     */
    static @Nullable RowId given(String table, RowIdSource.Given source, Values values, Vendor vendor)
            throws SQLException {
        List<Value> parts = new ArrayList<>(source.columns().size());
        for (int i = 0; i < source.columns().size(); i++) {
            RowIdColumn column = source.columns().get(i);
            ValueSource from = source.values().get(i);
            requireReadable(table, column, from, values);
            Column named = new Column(table, column.name(), column.type());
            Value part = source.assigned() ? values.stored(named, from) : values.compared(named, from);
            if (source.assigned() && !(from instanceof ValueSource.Generated)) {
                requireStored(table, column, part, vendor);
            }
            if (part == null && source.assigned()) {
                throw isNull(table, column, vendor);
            }
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return RowId.of(parts);
    }

    /** A stream is read once: by the database, or here. */
    static void requireReadable(String table, RowIdColumn column, ValueSource from, Values values) throws SQLException {
        int parameter = ValueSource.parameter(from);
        Object value = parameter == 0 ? null : values.parameter(parameter).value();
        if (value instanceof Reader || value instanceof InputStream) {
            throw Failures.refused(
                    "row-id column " + table + "." + column.name() + " given as a stream",
                    "set it as a String or an array of bytes");
        }
    }

    private static void requireStored(String table, RowIdColumn column, @Nullable Value part, Vendor vendor)
            throws SQLException {
        boolean asks = part == null && column.generated().onNull()
                || part instanceof Value.Int number && number.number() == 0 && vendor.zeroGenerates();
        if (asks && column.generated().how() == Generated.How.IDENTITY) {
            throw Failures.refused(
                    "row-id column " + table + "." + column.name() + " given as " + (part == null ? "NULL" : "0")
                            + ", for which the database generates another",
                    "leave the column out of the INSERT, or give the row its id");
        }
    }

    /** The failure of a statement that gives a row no id. */
    static SQLException isNull(String table, RowIdColumn column, Vendor vendor) {
        return vendor.notNull("row-id column " + table + "." + column.name() + " is NULL; give the row an id");
    }

    /** The id of the current row, or null when a part of it is NULL, as in the empty side of an outer join. */
    static @Nullable RowId fetched(RowIdSource.Fetched source, ResultSet rows) throws SQLException {
        List<Value> parts = parts(source, rows);
        return parts == null ? null : RowId.of(parts);
    }

    /** The values of the current row's id, or null when one of them is NULL. */
    static @Nullable List<Value> parts(RowIdSource.Fetched source, ResultSet rows) throws SQLException {
        List<Value> parts = new ArrayList<>(source.columns().size());
        for (int i = 0; i < source.columns().size(); i++) {
            Value part = read(rows, source.positions().get(i), source.columns().get(i));
            if (part == null) {
                return null;
            }
            parts.add(part);
        }
        return parts;
    }

    private static @Nullable Value read(ResultSet rows, int position, RowIdColumn column) throws SQLException {
        switch (column.type().valueClass()) {
            case INTEGER: {
                long number = rows.getLong(position);
                return rows.wasNull() ? null : new Value.Int(number);
            }
            case TEXT: {
                String text = rows.getString(position);
                return text == null ? null : new Value.Text(text);
            }
            case DECIMAL: {
                BigDecimal number = rows.getBigDecimal(position);
                return number == null ? null : new Value.Decimal(number);
            }
            case UUID: {
                UUID uuid = rows.getObject(position, UUID.class);
                return uuid == null ? null : new Value.Uuid(uuid);
            }
            case BINARY: {
                byte[] bytes = rows.getBytes(position);
                return bytes == null ? null : new Value.Binary(bytes);
            }
            case DATE: {
                LocalDate date = rows.getObject(position, LocalDate.class);
                return date == null ? null : new Value.Date(date);
            }
            case TIME: {
                LocalTime time = rows.getObject(position, LocalTime.class);
                return time == null ? null : new Value.Time(time);
            }
            case TIMESTAMP: {
                LocalDateTime timestamp = rows.getObject(position, LocalDateTime.class);
                return timestamp == null ? null : new Value.Timestamp(timestamp);
            }
            case TIMESTAMPTZ: {
                OffsetDateTime timestamp = rows.getObject(position, OffsetDateTime.class);
                return timestamp == null ? null : new Value.TimestampTz(timestamp);
            }
            default:
                throw new IllegalStateException(
                        "a row id of class " + column.type().valueClass() + " came here");
        }
    }

    /**
     * Sets the parts of a row id as parameters behind a position.
     *
     * @return the position of the last
     */
    static int bind(List<Value> parts, PreparedStatement target, int behind) throws SQLException {
        int position = behind;
        for (Value part : parts) {
            OpenCells.bind(part, target, ++position);
        }
        return position;
    }
}
