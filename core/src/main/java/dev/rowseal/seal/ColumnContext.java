package dev.rowseal.seal;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.fields.Fields;
import dev.rowseal.value.ValueClass;

/**
 * Where a sealed column is: the part of the associated data that is the same for all its rows, computed once. Immutable
 * and thread-safe.
 */
public final class ColumnContext {

    private static final String LABEL = "rowseal/1";

    private final String namespace;
    private final String table;
    private final String column;
    private final ValueClass valueClass;
    private final byte[] fields;

    private ColumnContext(String namespace, String table, String column, ValueClass valueClass, byte[] fields) {
        this.namespace = namespace;
        this.table = table;
        this.column = column;
        this.valueClass = valueClass;
        this.fields = fields;
    }

    /**
     * The context of a column.
     *
     * @param namespace the policy's namespace
     * @param tableId the table's stable id
     * @param columnId the column's stable id
     * @throws Misconfigured when one of them is empty, longer than 65,535 bytes in UTF-8 or not valid Unicode; the message
     *     names it
     */
    public static ColumnContext of(String namespace, String tableId, String columnId, ValueClass valueClass) {
        byte[] fields = new Fields()
                .name(namespace, "the namespace")
                .name(tableId, "the table id")
                .name(columnId, "the column id")
                .u8(valueClass.tag())
                .bytes();
        return new ColumnContext(namespace, tableId, columnId, valueClass, fields);
    }

    public String namespace() {
        return namespace;
    }

    public String table() {
        return table;
    }

    public String column() {
        return column;
    }

    public ValueClass valueClass() {
        return valueClass;
    }

    /** {@code table.column}, for messages. */
    @Override
    public String toString() {
        return table + "." + column;
    }

    /** {@code "rowseal/1" | suite | key id | LP(namespace) | LP(table) | LP(column) | value class | LP(row id)}. */
    byte[] associatedData(int suite, long keyId, RowId row) {
        return new Fields()
                .ascii(LABEL)
                .u8(suite)
                .u32(keyId)
                .raw(fields)
                .lp(row.encoded(), "the row id")
                .bytes();
    }
}
