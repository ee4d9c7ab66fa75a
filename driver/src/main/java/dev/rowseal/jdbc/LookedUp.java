package dev.rowseal.jdbc;

import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.Storage;
import dev.rowseal.convert.Binding;
import dev.rowseal.convert.Column;
import dev.rowseal.plan.Slot;
import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Arrays of values that are looked for, as arrays of their blind indexes. One execution's. */
final class LookedUp {

    private final SealedDatabase database;
    private final Values values;

    LookedUp(SealedDatabase database, Values values) {
        this.database = database;
        this.values = values;
    }

    /** The array of the blind indexes of a parameter's elements; null for NULL. */
    @Nullable
    Array array(Slot.LookupArray slot, Connection wrapped) throws SQLException {
        Object bound = values.parameter(slot.array().index()).value();
        if (bound == null) {
            return null;
        }
        Object[] many = elements(slot, bound);
        Index index = Objects.requireNonNull(slot.column().index());
        Object[] indexes = index.storage() == Storage.TEXT ? new String[many.length] : new byte[many.length][];
        for (int i = 0; i < many.length; i++) {
            indexes[i] = index(slot.column(), index, many[i]);
        }
        return wrapped.createArrayOf(database.vendor().indexArrayType(index.storage()), indexes);
    }

    private Object[] elements(Slot.LookupArray slot, Object bound) throws SQLException {
        if (bound instanceof RowsealArray array && array.elements() != null) {
            Object[] made = array.elements();
            for (Object element : made) {
                if (element != null && !database.vendor().keepsElement(array.madeOf(), element)) {
                    throw refused(slot, "an array of elements of another type than its own");
                }
            }
            return alike(slot, made);
        }
        Object read = bound instanceof Array array ? array.getArray() : bound;
        if (read instanceof Object[] many) {
            return alike(slot, many);
        }
        throw refused(slot, "something that is not an array of objects");
    }

    /** Elements of one class: a database would give others a type that all of them have. */
    private static Object[] alike(Slot.LookupArray slot, Object[] elements) throws SQLException {
        Class<?> all = null;
        for (Object element : elements) {
            Class<?> one = element == null ? all : element.getClass();
            if (all != null && one != all) {
                throw refused(slot, "an array of elements of several classes");
            }
            all = one;
        }
        return elements;
    }

    private static SQLException refused(Slot.LookupArray slot, String in) {
        return Failures.refused(
                "to look for " + slot.column().display() + " in " + in,
                "bind with setArray an array of the column's type whose elements are of its class");
    }

    private @Nullable Object index(SealedColumn column, Index index, @Nullable Object element) throws SQLException {
        if (element == null) {
            return null;
        }
        Column named = new Column(column.table(), column.name(), column.type());
        byte[] found =
                database.cells().index(column, database.dialect().compared(named, element, Binding.of("setObject")));
        return index.storage() == Storage.TEXT ? Cells.indexText(found) : found;
    }
}
