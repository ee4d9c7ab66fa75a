package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.Storage;
import dev.rowseal.convert.Column;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Fills the slots of one execution's statements. Values are sealed here, when the statement runs, and not when they are
 * bound. One thread's.
 */
final class Filling {

    private final SealedDatabase database;
    private final Underway underway;
    private Values values;
    /** A value that fills two slots is converted once: it may be a stream. */
    private final Map<ValueSource, Optional<Value>> stored = new IdentityHashMap<>();

    private final Map<RowIdSource, RowId> rowIds = new IdentityHashMap<>();

    /** @param underway of all that is sealed here */
    Filling(SealedDatabase database, Underway underway, Values values) {
        this.database = database;
        this.underway = underway;
        this.values = values;
    }

    /** Takes the row ids that were evaluated before the statement. */
    void take(GeneratedIds ids) {
        values = values.with(ids);
    }

    /** The values that it fills slots with. */
    Values values() {
        return values;
    }

    /** Converts the values that a statement seals, so that those which cannot be stored fail before it is sent. */
    void convert(List<Slot> slots) throws SQLException {
        for (Slot slot : slots) {
            if (slot instanceof Slot.Seal seal) {
                stored(seal.column(), seal.value(), null);
            }
        }
    }

    /** Whether there is nothing to seal in a cell. */
    boolean isNull(Slot.Seal seal) throws SQLException {
        return stored(seal.column(), seal.value(), null) == null;
    }

    /**
     * Sets a parameter of a wrapped statement.
     *
     * @param locked the row that is being changed, for slots that seal for it; null in a statement that has none
     */
    void bind(Slot slot, @Nullable LockedRow locked, PreparedStatement target, int position) throws SQLException {
        if (slot instanceof Slot.Open open) {
            values.parameter(open.parameter()).replay().on(target, position);
            return;
        }
        if (slot instanceof Slot.Nullness test) {
            bindNullness(test, target, position);
            return;
        }
        if (slot instanceof Slot.Generated part) {
            OpenCells.bind(values.generated((ValueSource.Generated) part.value()), target, position);
            return;
        }
        if (slot instanceof Slot.NewId part) {
            OpenCells.bind(newId(part, locked), target, position);
            return;
        }
        if (slot instanceof Slot.LookupArray many) {
            target.setArray(position, new LookedUp(database, values).array(many, target.getConnection()));
            return;
        }
        byte[] cell = cell(slot, locked);
        if (storage(slot) == Storage.TEXT) {
            if (cell == null) {
                target.setNull(position, Types.VARCHAR);
            } else {
                target.setString(position, text(slot, cell));
            }
        } else if (cell == null) {
            target.setNull(position, database.vendor().nullBinaryType());
        } else {
            target.setBytes(position, cell);
        }
    }

    private void bindNullness(Slot.Nullness test, PreparedStatement target, int position) throws SQLException {
        Bound bound = values.parameter(test.parameter());
        if (bound.value() == null && test.bare()) {
            // It holds no value, and PostgreSQL asks of which type it is.
            bound.replay().on(target, position);
        } else if (bound.value() == null) {
            target.setNull(position, Types.INTEGER);
        } else if (test.bare()) {
            StandIn.bind(bound, target, position);
        } else {
            requireCast(test);
            target.setInt(position, 0);
        }
    }

    /** Fails where the database would, with a value that is no value of the type that the statement casts it to. */
    private void requireCast(Slot.Nullness test) throws SQLException {
        if (test.cast() == null) {
            return;
        }
        ValueSource.Parameter parameter = new ValueSource.Parameter(test.parameter());
        Column named = new Column("a parameter", "IS NULL", test.cast());
        try {
            values.compared(named, new ValueSource.Cast(parameter, false, Integer.MAX_VALUE));
        } catch (SQLException isNone) {
            if (database.vendor().castsToNull()) {
                throw Failures.refused(
                        "to ask whether a value is NULL that is cast to a type which it is not of",
                        "bind a value of that type, or leave the cast out");
            }
            throw isNone;
        }
    }

    /** Sets a parameter to a part of a row id as the statement gives it. */
    void bindGiven(Slot.RowPart part, PreparedStatement target, int position) throws SQLException {
        ValueSource given = part.given();
        if (given instanceof ValueSource.Parameter parameter) {
            values.parameter(parameter.index()).replay().on(target, position);
        } else if (given instanceof ValueSource.Null) {
            target.setNull(position, Types.NULL);
        } else {
            Column named = new Column("", part.column().name(), part.column().type());
            Value value = values.stored(named, given);
            if (value == null) {
                throw new IllegalStateException("a literal without a value came here");
            }
            OpenCells.bind(value, target, position);
        }
    }

    /** What stands for a slot in a statement that takes no parameters. */
    String literal(Slot slot) throws SQLException {
        int parameter = slot instanceof Slot.Open open
                ? open.parameter()
                : slot instanceof Slot.Nullness test
                        ? test.parameter()
                        : slot instanceof Slot.LookupArray many ? many.array().index() : 0;
        if (parameter > 0) {
            values.parameter(parameter);
            throw new IllegalStateException("a statement without parameters had one");
        }
        if (slot instanceof Slot.Generated part) {
            return OpenCells.literal(values.generated((ValueSource.Generated) part.value()), database);
        }
        byte[] cell = cell(slot, null);
        if (cell == null) {
            return "NULL";
        }
        return storage(slot) == Storage.TEXT
                ? "'" + text(slot, cell) + "'"
                : database.vendor().binaryLiteral(HexFormat.of().formatHex(cell));
    }

    private byte @Nullable [] cell(Slot slot, @Nullable LockedRow locked) throws SQLException {
        if (slot instanceof Slot.Seal seal) {
            Value value = stored(seal.column(), seal.value(), locked);
            byte[] held = value == null || locked == null ? null : locked.held(seal.column(), value);
            if (value == null || held != null) {
                return held;
            }
            // No row has an id of which a part is NULL: what is sent comes nowhere.
            return findsNothing(seal)
                    ? pending(seal.table())
                    : database.cells()
                            .seal(
                                    underway.departed(seal.table()),
                                    seal.table(),
                                    seal.column(),
                                    rowId(seal, locked),
                                    value);
        }
        if (slot instanceof Slot.Pending pending) {
            Value value = stored(pending.column(), pending.value(), null);
            return value == null ? null : pending(pending.table());
        }
        if (slot instanceof Slot.Index index) {
            Value value = stored(index.column(), index.value(), locked);
            return value == null ? null : database.cells().index(index.column(), value);
        }
        Slot.Lookup lookup = (Slot.Lookup) slot;
        if (values.isNull(lookup.value())) {
            if (lookup.value() instanceof ValueSource.Parameter) {
                // A NULL has a type, too, which may be none that the column is compared with.
                values.compared(named(lookup.column()), lookup.value());
            }
            return null;
        }
        Value value = values.compared(named(lookup.column()), lookup.value());
        return database.cells().index(lookup.column(), value);
    }

    private byte[] pending(SealedTable table) {
        return database.cells().pending(underway.departed(table), table);
    }

    private @Nullable Value stored(SealedColumn column, ValueSource source, @Nullable LockedRow locked)
            throws SQLException {
        if (source instanceof ValueSource.Copied copied) {
            if (locked == null) {
                throw new IllegalStateException("a value is to be copied from a row that is not locked");
            }
            CopiedValue value = locked.copies().get(copied.copy());
            return value == null ? null : value.in(named(column), database.dialect());
        }
        if (source instanceof ValueSource.Parameter parameter
                && values.parameter(parameter.index()).value() instanceof CopiedValue copied) {
            return copied.in(named(column), database.dialect());
        }
        Optional<Value> known = stored.get(source);
        if (known == null) {
            known = Optional.ofNullable(values.stored(named(column), source));
            stored.put(source, known);
        }
        return known.orElse(null);
    }

    /** A part of the id that a locked row gets; its NULL was refused when the row was read. */
    private Value newId(Slot.NewId part, @Nullable LockedRow locked) throws SQLException {
        CopiedValue evaluated =
                locked == null ? null : locked.copies().get(part.value().copy());
        Column named =
                new Column(part.table(), part.column().name(), part.column().type());
        Value value = evaluated == null ? null : evaluated.in(named, database.dialect());
        if (value == null) {
            throw new IllegalStateException("a row is to get no id");
        }
        return value;
    }

    private boolean findsNothing(Slot.Seal seal) throws SQLException {
        if (seal.rowId() instanceof RowIdSource.Given given && !given.assigned() && !rowIds.containsKey(given)) {
            for (ValueSource part : given.values()) {
                if (values.isNull(part)) {
                    return true;
                }
            }
        }
        return false;
    }

    private RowId rowId(Slot.Seal seal, @Nullable LockedRow locked) throws SQLException {
        if (!(seal.rowId() instanceof RowIdSource.Given given)) {
            if (locked == null) {
                throw new IllegalStateException("a value is to be sealed for a row that is not locked");
            }
            return locked.sealFor();
        }
        RowId row = rowIds.get(given);
        if (row == null) {
            row = RowIds.given(seal.table().name(), given, values, database.vendor());
            if (row == null) {
                throw Failures.refused(
                        "to seal " + seal.column().display() + " for a row id that no row can have",
                        "give the row id as a value of its declared type, not NULL");
            }
            rowIds.put(given, row);
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
        if (slot instanceof Slot.Pending pending) {
            return pending.column().storage();
        }
        SealedColumn column = slot instanceof Slot.Index index ? index.column() : ((Slot.Lookup) slot).column();
        if (column.index() == null) {
            throw new IllegalStateException("a column without a lookup came here");
        }
        return column.index().storage();
    }

    private static String text(Slot slot, byte[] cell) {
        return slot instanceof Slot.Seal || slot instanceof Slot.Pending ? Cells.text(cell) : Cells.indexText(cell);
    }
}
