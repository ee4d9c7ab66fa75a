package dev.rowseal.catalog;

import java.util.List;

/**
 * What in the database acts on a table's rows by itself when they are changed: triggers, rules, columns with ON UPDATE.
 * Immutable.
 *
 * @param beforeInsert whether something may store another row than an INSERT gives
 * @param beforeUpdate whether something may store another row than an UPDATE gives
 * @param onUpdate whether an UPDATE has any effect besides what it sets, and besides the stamped columns
 * @param stamped the columns that an UPDATE which does not name them sets to the time, when it changes the row
 */
public record RowActs(boolean beforeInsert, boolean beforeUpdate, boolean onUpdate, List<String> stamped) {

    public RowActs {
        stamped = List.copyOf(stamped);
    }

    /** Whether something sees if an UPDATE changes what is stored: then a cell that keeps its value must keep its bytes. */
    public boolean seesChanges() {
        return onUpdate || !stamped.isEmpty();
    }

    /** What acts on the rows of a table without stamped columns. */
    public RowActs(boolean beforeInsert, boolean beforeUpdate, boolean onUpdate) {
        this(beforeInsert, beforeUpdate, onUpdate, List.of());
    }

    /** Nothing. */
    public static final RowActs NONE = new RowActs(false, false, false);

    /** From the triggers, each as its event and its time: {@code UPDATE AFTER}. */
    static RowActs of(List<String> acts) {
        return new RowActs(
                acts.stream().anyMatch(act -> act.startsWith("INSERT") && !act.endsWith("AFTER")),
                acts.stream().anyMatch(act -> act.startsWith("UPDATE") && !act.endsWith("AFTER")),
                acts.stream().anyMatch(act -> act.startsWith("UPDATE")));
    }

    /** The same with stamped columns. */
    RowActs stamping(List<String> columns) {
        return new RowActs(beforeInsert, beforeUpdate, onUpdate, columns);
    }

    /** Everything or nothing, where no more is known. */
    public static RowActs all(boolean any) {
        return new RowActs(any, any, any);
    }
}
