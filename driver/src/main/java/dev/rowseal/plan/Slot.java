package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.value.DeclaredType;
import org.jspecify.annotations.Nullable;

/** A place in rewritten SQL that is filled at execution: a parameter, or a literal where the text has none. */
public sealed interface Slot {

    /** The application's parameter goes through as it was bound. */
    record Open(int parameter) implements Slot {}

    /**
     * Only whether the application's parameter is NULL: where that is asked, its value may be one that is looked for.
     *
     * @param cast the type that the value must be one of, since the statement casts it to that; null for any
     * @param bare whether the statement has the parameter as it is, so that its own type is all that the database knows
     */
    record Nullness(int parameter, @Nullable DeclaredType cast, boolean bare) implements Slot {}

    /** The envelope of a value, sealed for its row. */
    record Seal(SealedTable table, SealedColumn column, ValueSource value, RowIdSource rowId) implements Slot {}

    /** A part of a row id that was evaluated before the statement. */
    record Generated(RowIdColumn column, ValueSource value) implements Slot {}

    /**
     * A part of the row id of a row that is inserted, or else found under another id: as the statement gives it, until
     * the row is known.
     *
     * @param part which part, from 0
     * @param given what the statement gives; {@link ValueSource.Null} where it leaves it to the database
     */
    record RowPart(RowIdColumn column, int part, ValueSource given) implements Slot {}

    /** A part of the id that a locked row gets, as it was evaluated for that row. */
    record NewId(String table, RowIdColumn column, ValueSource.Copied value) implements Slot {}

    /** What stands for a value until its row's id is known: a pending envelope, or NULL for NULL. */
    record Pending(SealedTable table, SealedColumn column, ValueSource value) implements Slot {}

    /** The blind index of a value that is stored in the column beside it. */
    record Index(SealedColumn column, ValueSource value) implements Slot {}

    /** The blind index of a value that is looked for. */
    record Lookup(SealedColumn column, ValueSource value) implements Slot {}

    /** The array of the blind indexes of an array's elements. */
    record LookupArray(SealedColumn column, ValueSource.Parameter array) implements Slot {}
}
