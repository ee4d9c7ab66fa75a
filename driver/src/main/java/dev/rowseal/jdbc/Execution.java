package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.Storage;
import dev.rowseal.convert.Column;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One execution of a rewritten statement: its slots filled with the parameters of this time. Values are sealed here, when
 * the statement runs, and not when they are bound. One thread's.
 */
final class Execution {

    private final SealedDatabase database;
    private final Plan.Rewritten plan;
    private Values values;
    /** A value that fills two slots is converted once: it may be a stream. */
    private final Map<ValueSource, Optional<Value>> stored = new IdentityHashMap<>();

    private final Map<RowIdSource, RowId> rowIds = new IdentityHashMap<>();

    Execution(SealedDatabase database, Plan.Rewritten plan, @Nullable Bound[] parameters) {
        this.database = database;
        this.plan = plan;
        this.values = new Values(database.dialect(), parameters);
    }

    /**
     * Executions of one plan, with the row ids that are evaluated before them. PostgreSQL converts parameters before it
     * draws an id, so that a value which cannot be stored draws none; H2 draws first.
     */
    static List<Execution> of(RowsealConnection connection, Plan.Rewritten plan, List<@Nullable Bound[]> entries)
            throws SQLException {
        List<Execution> executions = new ArrayList<>(entries.size());
        for (@Nullable Bound[] entry : entries) {
            executions.add(new Execution(connection.database(), plan, entry));
        }
        if (plan.generation() != null) {
            for (Execution execution : connection.database().convertsFirst() ? executions : List.<Execution>of()) {
                execution.convert();
            }
            GeneratedIds ids = GeneratedIds.of(connection, plan, entries.size());
            for (int i = 0; i < executions.size(); i++) {
                executions.get(i).values = executions.get(i).values.with(ids.of(plan, i));
            }
        }
        return executions;
    }

    private void convert() throws SQLException {
        try {
            for (Slot slot : plan.sql().slots()) {
                if (slot instanceof Slot.Seal seal) {
                    stored(seal.column(), seal.value());
                }
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /** Sets all parameters of the wrapped statement. */
    void bindTo(PreparedStatement target) throws SQLException {
        try {
            List<Slot> slots = plan.sql().slots();
            for (int i = 0; i < slots.size(); i++) {
                bind(slots.get(i), target, i + 1);
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    private void bind(Slot slot, PreparedStatement target, int position) throws SQLException {
        if (slot instanceof Slot.Open open) {
            values.parameter(open.parameter()).replay().on(target, position);
            return;
        }
        if (slot instanceof Slot.Generated part) {
            OpenCells.bind(values.generated((ValueSource.Generated) part.value()), target, position);
            return;
        }
        if (slot instanceof Slot.LookupArray many) {
            target.setArray(position, new LookedUp(database, values).array(many, target.getConnection()));
            return;
        }
        byte[] cell = cell(slot);
        if (storage(slot) == Storage.TEXT) {
            if (cell == null) {
                target.setNull(position, Types.VARCHAR);
            } else {
                target.setString(position, text(slot, cell));
            }
        } else if (cell == null) {
            target.setNull(position, database.nullBinaryType());
        } else {
            target.setBytes(position, cell);
        }
    }

    /** The statement with a literal in each slot, for a statement that takes no parameters. */
    String text() throws SQLException {
        List<Slot> slots = plan.sql().slots();
        String[] literals = new String[slots.size()];
        try {
            for (int i = 0; i < literals.length; i++) {
                literals[i] = literal(slots.get(i));
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
        return plan.sql().filled(i -> literals[i]);
    }

    private String literal(Slot slot) throws SQLException {
        if (slot instanceof Slot.Open open) {
            values.parameter(open.parameter());
            throw new IllegalStateException("a statement without parameters had one");
        }
        if (slot instanceof Slot.Generated part) {
            return OpenCells.literal(values.generated((ValueSource.Generated) part.value()), database);
        }
        byte[] cell = cell(slot);
        if (cell == null) {
            return "NULL";
        }
        return storage(slot) == Storage.TEXT
                ? "'" + text(slot, cell) + "'"
                : database.binaryLiteral(HexFormat.of().formatHex(cell));
    }

    /** How the rows of this execution are read; null when it gives none. */
    @Nullable
    Reading reading() {
        return plan.result() == null ? null : new Reading(database, plan.result(), values);
    }

    private byte @Nullable [] cell(Slot slot) throws SQLException {
        if (slot instanceof Slot.Seal seal) {
            Value value = stored(seal.column(), seal.value());
            RowId row = rowId(seal);
            return value == null ? null : database.cells().seal(seal.table(), seal.column(), row, value);
        }
        if (slot instanceof Slot.Index index) {
            Value value = stored(index.column(), index.value());
            return value == null ? null : database.cells().index(index.column(), value);
        }
        Slot.Lookup lookup = (Slot.Lookup) slot;
        if (values.isNull(lookup.value())) {
            return null;
        }
        Value value = values.compared(named(lookup.column()), lookup.value());
        return database.cells().index(lookup.column(), value);
    }

    private @Nullable Value stored(SealedColumn column, ValueSource source) throws SQLException {
        Optional<Value> known = stored.get(source);
        if (known == null) {
            known = Optional.ofNullable(values.stored(named(column), source));
            stored.put(source, known);
        }
        return known.orElse(null);
    }

    private RowId rowId(Slot.Seal seal) throws SQLException {
        RowId row = rowIds.get(seal.rowId());
        if (row == null) {
            row = RowIds.given(seal.table().name(), seal.rowId(), values);
            if (row == null) {
                throw Failures.refused(
                        "to seal " + seal.column().display() + " for a row id that no row can have",
                        "give the row id as a value of its declared type, not NULL");
            }
            rowIds.put(seal.rowId(), row);
        }
        return row;
    }

    private static Column named(SealedColumn column) {
        return new Column(column.table(), column.name(), column.type());
    }

    private static Storage storage(Slot slot) {
        if (slot instanceof Slot.Seal seal) {
            return seal.column().storage();
        }
        SealedColumn column = slot instanceof Slot.Index index ? index.column() : ((Slot.Lookup) slot).column();
        if (column.index() == null) {
            throw new IllegalStateException("a column without a lookup came here");
        }
        return column.index().storage();
    }

    private static String text(Slot slot, byte[] cell) {
        return slot instanceof Slot.Seal ? Cells.text(cell) : Cells.indexText(cell);
    }
}
