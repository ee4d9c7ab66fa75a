package dev.rowseal.plan;

import dev.rowseal.catalog.Index;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.PlainSelect;
import net.sf.jsqlparser.statement.select.Select;
import net.sf.jsqlparser.statement.select.SetOperationList;
import net.sf.jsqlparser.statement.select.Values;
import org.jspecify.annotations.Nullable;

/**
 * A query that has been read: what its columns are is known, and what it shall give is to be chosen once, by one of the
 * {@code for…} methods. Its rows are never changed by that, only its columns.
 */
interface QueryBlock {

    /**
     * A column that the query gives.
     *
     * @param label its label as the database stores it, or null when only the database knows it
     * @param sealed what it is, when it is sealed
     * @param empty what it is, when it is NULL in every row
     * @param isUnlimited whether the database forgets its declared length
     * @param stored whether it is an open column of a table, as it is stored
     */
    record Output(
            @Nullable String label,
            @Nullable Carried sealed,
            @Nullable Empty empty,
            boolean isUnlimited,
            boolean stored) {

        Output(@Nullable String label, @Nullable Carried sealed) {
            this(label, sealed, null, false, false);
        }
    }

    /** Its columns, in order; index columns are not among them. */
    List<Output> outputs() throws Refusal;

    /** Refuses labels that would be others on plaintext columns. */
    void requireNames() throws Refusal;

    /**
     * Gives the columns of the outermost query the labels that they have on plaintext columns.
     *
     * @param moved whether the query becomes one inside of another, which takes the labels of its expressions along
     * @return the positions from 1 of columns whose labels are not known
     */
    Set<Integer> label(boolean moved) throws Refusal;

    /** Gives rows to the application, with hidden columns behind those that it asked for. */
    ResultShape forApplication() throws Refusal;

    /** Gives rows to a query around it, with what that needs to open sealed columns and to look them up. */
    Derived forQueryAround() throws Refusal;

    /** Gives values to an expression: none of them sealed. */
    void forExpression() throws Refusal;

    /**
     * Gives values to be compared for equality.
     *
     * @param with for each column, the sealed one that it is compared with, or null for an open one
     */
    void forMembership(List<Scope.@Nullable SealedOne> with) throws Refusal;

    /** Gives nothing but the answer whether there is a row. */
    void forExistence() throws Refusal;

    /** Gives its sealed columns packed. */
    Packed forPacking(Wish wish) throws Refusal;

    /** The query's tree, as it is after a {@code for…} method. */
    Select tree();

    /** What a query gives to one around it, and by which sealed columns its rows were looked up. */
    record Derived(List<Scope.SourceColumn> columns, List<Lookup> lookups) {

        /** A sealed column that must be checked, under its name in the columns. */
        record Lookup(String name, Carried carried) {}

        /** Has the lookups checked in the source that it became. */
        void addLookups(Scope.Source source) {
            for (Lookup lookup : lookups) {
                source.lookups().add(new Scope.SealedOne(source, lookup.name(), lookup.carried()));
            }
        }
    }

    /**
     * What a query shall give besides its packed columns.
     *
     * @param columns what is wished of each column
     * @param labels the labels that columns and indexes get, or null to leave the first and invent the second
     * @param extra a column behind all others
     */
    record Wish(
            List<Wished> columns,
            @Nullable Labels labels,
            @Nullable Extra extra) {}

    /**
     * What is wished of a column.
     *
     * @param sealed whether it is packed, so that what is NULL in every row must be of a packed cell's type
     * @param index the blind index that is given too, behind all columns; null for none
     */
    record Wished(boolean sealed, @Nullable Index index) {

        /** A packed cell alone. */
        static final Wished CELL = new Wished(true, null);

        /** What is wished of a column as it is; of its index only where the index is wished for. */
        static Wished of(Output output, boolean withIndex) {
            Carried sealed = output.sealed();
            if (sealed == null) {
                return new Wished(false, null);
            }
            return new Wished(
                    true, withIndex && sealed.index() != null ? sealed.column().index() : null);
        }
    }

    /** Labels, one for each column; of indexes where they are wished for. */
    record Labels(List<String> columns, List<@Nullable String> indexes) {}

    /** A column of the planner's own. */
    record Extra(Expression expression, String name) {}

    /**
     * Packed columns.
     *
     * @param columns of each that is sealed, how it comes now
     * @param indexes the names of the indexes that were wished for
     */
    record Packed(List<@Nullable Carried> columns, List<@Nullable String> indexes) {
        public Packed {
            columns = Collections.unmodifiableList(new ArrayList<>(columns));
            indexes = Collections.unmodifiableList(new ArrayList<>(indexes));
        }
    }

    /** Whether a query leaves out rows at its beginning. */
    static boolean skipsRows(Select query) {
        return query.getOffset() != null
                || query.getLimit() != null && query.getLimit().getOffset() != null;
    }

    /** Reads a query. */
    static QueryBlock read(Select select, Draft draft, @Nullable Scope outer) throws Refusal {
        if (select instanceof PlainSelect plain) {
            return new SelectPlanner(plain, draft, outer).read();
        }
        if (select instanceof SetOperationList list) {
            return new SetPlanner(list, draft, outer).read();
        }
        if (select instanceof ParenthesedSelect parenthesed) {
            return new ParenthesedBlock(parenthesed, draft).read(outer);
        }
        if (select instanceof Values values) {
            return new ValuesBlock(values, draft, outer).read();
        }
        throw Refusal.of(
                "a " + Refusal.words(select) + " is used as a query",
                "write it as SELECT where a sealed table is named");
    }
}
