package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.Storage;
import dev.rowseal.convert.Column;
import dev.rowseal.convert.Getter;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.seal.RowId;
import dev.rowseal.value.Value;
import java.math.BigDecimal;
import java.sql.Date;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the rows of a result set. What is set in an open column goes to the wrapped result set at once. What is set
 * in a sealed one is kept until the row is written, sealed for that row, and given to the wrapped result set beside its
 * blind index; until then the wrapped one is told NULL, so that it complains where the plain driver would. Drivers differ in what becomes
 * of values that are set when the cursor leaves the row: then nothing is written any more before they are cancelled.
 */
final class RowChanges {

    private final RowsealConnection connection;
    private final SealedDatabase database;
    private final ResultSet rows;
    private final Reading reading;
    private final ResultShape.Changes plan;
    /** What was set in sealed columns, by physical position. */
    private final Map<Integer, Kept> kept = new LinkedHashMap<>();
    /** What was set in the row id's columns of the row that is to be inserted. */
    private final @Nullable Bound[] id;

    /** How the schema's changes stood when this was planned. */
    private final long mark;

    /** Whether the wrapped driver was seen to find rows by their row ids. */
    private boolean found;

    private boolean inserting;
    private boolean left;
    /** Whether the wrapped result set keeps for other rows what was set in one that was not inserted. */
    private boolean keeps;

    private record Kept(SealedColumn column, Bound value) {}

    /** A cell on its way to the wrapped result set: bytes or text, or NULL. */
    private record Cell(
            int position, byte @Nullable [] bytes, @Nullable String text) {

        static Cell of(int position, byte @Nullable [] bytes, Storage storage, Function<byte[], String> asText) {
            return bytes == null || storage == Storage.BINARY
                    ? new Cell(position, bytes, null)
                    : new Cell(position, null, asText.apply(bytes));
        }
    }

    RowChanges(RowsealConnection connection, ResultSet rows, Reading reading, ResultShape.Changes plan, long mark) {
        this.connection = connection;
        this.database = connection.database();
        this.rows = rows;
        this.reading = reading;
        this.plan = plan;
        this.id = new Bound[plan.table().rowId().size()];
        this.mark = mark;
    }

    /** The wrapped column that an update may go to as it is; 0 for one that must come to {@link #update}. */
    int physical(ResultShape.Visible column) {
        boolean held = column instanceof ResultShape.SealedCell || plan.rowId().containsKey(column.physical());
        return held ? 0 : column.physical();
    }

    /** Keeps what is set in a sealed column or, for a new row, in one of the row id. */
    void update(ResultShape.Visible column, @Nullable Object value, BindType type, UpdateReplay replay)
            throws SQLException {
        Bound bound = new Bound(value, type, (target, position) -> {
            throw new IllegalStateException("a value of a result set came to a statement");
        });
        if (column instanceof ResultShape.SealedCell cell) {
            rows.updateNull(column.physical());
            kept.put(column.physical(), new Kept(cell.column(), bound));
            return;
        }
        int part = Objects.requireNonNull(plan.rowId().get(column.physical()));
        if (!inserting) {
            // What cannot be changed at all is the wrapped driver's to say.
            rows.getConcurrency();
            throw Failures.refused(
                    "to change row-id column " + plan.table().name() + "."
                            + plan.table().rowId().get(part).name() + " through a result set",
                    "run an UPDATE, which seals the row's values anew");
        }
        replay.on(rows, column.physical());
        id[part] = bound;
    }

    /** To be told before the cursor moves. */
    void moving() {
        boolean leaves = !kept.isEmpty() || Arrays.stream(id).anyMatch(part -> part != null);
        left |= leaves;
        keeps |= leaves && inserting && !database.vendor().cancelsNewRow();
        forget();
    }

    /**
     * To be told when the cursor has moved.
     *
     * @param onRow whether it came to a row; null when the move failed
     */
    void moved(Vendor.Move move, @Nullable Boolean onRow) {
        inserting &= !database.vendor().leavesInsertRow(move, onRow);
    }

    private void forget() {
        kept.clear();
        Arrays.fill(id, null);
    }

    void moveToInsertRow() throws SQLException {
        rows.moveToInsertRow();
        left |= !inserting && !kept.isEmpty();
        forget();
        inserting = true;
    }

    void moveToCurrentRow() throws SQLException {
        moving();
        rows.moveToCurrentRow();
        inserting = false;
    }

    void cancel() throws SQLException {
        rows.cancelRowUpdates();
        forget();
        left = false;
        inserting = false;
    }

    private Underway underway() {
        return kept.isEmpty() ? Underway.ofNothing() : Underway.to(plan.table(), database, mark);
    }

    void updateRow() throws SQLException {
        requireHere();
        if (keeps) {
            throw Failures.refused(
                    "to update a row after a sealed column or the row id was set in a new one that was left, which the"
                            + " driver keeps",
                    "execute the query again");
        }
        Underway underway = underway();
        if (!kept.isEmpty()) {
            if (inserting) {
                // The wrapped result set knows of NULL only, and is not to write that.
                throw Failures.refused(
                        "to update with values that were set in a row that is to be inserted",
                        "insert it, or call moveToCurrentRow and set the values of that row");
            }
            if (plan.table().acts().beforeUpdate()) {
                throw mayRewrite();
            }
            if (plan.table().acts().comparesRows()) {
                throw Failures.refused(
                        "to set sealed columns through a result set where something in the database looks whether a row of"
                                + " \"" + plan.table().name() + "\" changes",
                        "run an UPDATE");
            }
            if (!found) {
                WrittenRow.requireByRowId(connection.delegate(), rows, plan, database.vendor());
                found = true;
            }
            RowId row = reading.rowId(rows, plan.current(), plan.table());
            if (row == null) {
                throw Failures.refused("to seal a value for a row without a row id", "read the row again");
            }
            give(underway, row);
        }
        underway.send(connection, null, () -> {
            rows.updateRow();
            forget();
            return true;
        });
    }

    void insertRow() throws SQLException {
        requireHere();
        if (!inserting) {
            // Drivers complain, or do nothing: what was set is set still.
            rows.insertRow();
            return;
        }
        Underway underway = underway();
        requireNoDefaults();
        if (!kept.isEmpty()) {
            give(underway, newRow());
        }
        underway.send(connection, null, () -> {
            rows.insertRow();
            moved(Vendor.Move.INSERT, true);
            forget();
            return true;
        });
    }

    void deleteRow() throws SQLException {
        moving();
        rows.deleteRow();
    }

    private void requireHere() throws SQLException {
        if (left) {
            throw Failures.refused(
                    "to write a row after values were set in another one and neither written nor cancelled",
                    "call cancelRowUpdates first, and set the values of this row again");
        }
    }

    /** Drivers differ in whether a column that is not set in a new row gets its default. */
    private void requireNoDefaults() throws SQLException {
        for (SealedColumn column : plan.table().sealed().values()) {
            if (column.absent() != null
                    && kept.values().stream().noneMatch(one -> one.column().equals(column))) {
                throw Failures.refused(
                        "to insert a row through a result set without " + column.display()
                                + ", which has a default in the policy",
                        "set the column, or run an INSERT");
            }
        }
    }

    private SQLException mayRewrite() {
        return Failures.refused(
                "to write a row of \"" + plan.table().name()
                        + "\", whose row id a trigger or rule may change, through a result set",
                "run an INSERT or UPDATE");
    }

    /** The id of the row that is to be inserted; null when it has none and needs none. */
    private @Nullable RowId newRow() throws SQLException {
        SealedTable table = plan.table();
        boolean values = false;
        for (Kept one : kept.values()) {
            values |= one.value().value() != null;
        }
        if (!values) {
            return null;
        }
        if (table.mayRewriteRows()) {
            throw mayRewrite();
        }
        List<ValueSource> parts = new ArrayList<>();
        for (int i = 0; i < id.length; i++) {
            RowIdColumn column = table.rowId().get(i);
            if (id[i] == null || !column.storedAsGiven()) {
                throw Failures.refused(
                        "to insert a row through a result set whose row-id column " + table.name() + "." + column.name()
                                + " is " + (id[i] == null ? "not set" : "stored otherwise than given"),
                        "set it, or run an INSERT");
            }
            parts.add(new ValueSource.Parameter(i + 1));
        }
        RowIdSource.Given given = new RowIdSource.Given(table.rowId(), parts, true);
        return RowIds.given(table.name(), given, new Values(database.dialect(), id), database.vendor());
    }

    /** Gives the wrapped result set all cells, when none of the values has failed. */
    private void give(Underway underway, @Nullable RowId row) throws SQLException {
        List<Cell> cells = new ArrayList<>();
        try {
            for (Map.Entry<Integer, Kept> one : kept.entrySet()) {
                seal(underway, one.getKey(), one.getValue(), row, cells);
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
        for (Cell cell : cells) {
            if (cell.text() != null) {
                rows.updateString(cell.position(), cell.text());
            } else if (cell.bytes() != null) {
                rows.updateBytes(cell.position(), cell.bytes());
            } else {
                rows.updateNull(cell.position());
            }
        }
    }

    private void seal(Underway underway, int position, Kept one, @Nullable RowId row, List<Cell> cells)
            throws SQLException {
        SealedColumn column = one.column();
        Column named = new Column(column.table(), column.name(), column.type());
        Bound[] bound = {one.value()};
        Value value = new Values(database.dialect(), bound).stored(named, new ValueSource.Parameter(1));
        if (database.vendor().showsWhatWasSet() && value != null) {
            requireShown(named, value, bound[0].value());
        }
        byte[] envelope = value == null || row == null
                ? null
                : database.cells().seal(underway.departed(plan.table()), plan.table(), column, row, value);
        cells.add(Cell.of(position, envelope, column.storage(), Cells::text));
        Integer behind = plan.indexes().get(position);
        if (behind != null && column.index() != null) {
            byte[] index = value == null ? null : database.cells().index(column, value);
            cells.add(Cell.of(behind, index, column.index().storage(), Cells::indexText));
        }
    }

    /** Refuses a value that the plain driver would show otherwise than it is stored. */
    private void requireShown(Column column, Value stored, @Nullable Object set) throws SQLException {
        Object shown = database.dialect().read(column, stored, Getter.OBJECT, null);
        boolean same = set instanceof Number && shown instanceof Number
                ? new BigDecimal(set.toString()).compareTo(new BigDecimal(shown.toString())) == 0
                : Objects.deepEquals(set, shown)
                        || set instanceof LocalDate date && Date.valueOf(date).equals(shown);
        if (!same) {
            throw Failures.refused(
                    "to set " + column.table() + "." + column.name()
                            + " through a result set to a value that is stored otherwise",
                    "set it to a value of the column's own class and precision, or run an UPDATE");
        }
    }
}
