package dev.rowseal.catalog;

import java.util.List;

/**
 * What in the database acts on a table's rows by itself when they are changed: triggers, rules, columns with ON UPDATE.
 * Immutable.
 *
 * @param beforeInsert whether something may store another row than an INSERT gives
 * @param beforeUpdate whether something may store another row than an UPDATE gives
 * @param onUpdate whether an UPDATE has any effect besides what it sets, and besides the stamped columns
 * @param comparing whether it depends on a comparison of the row before and after, as far as the catalogue tells: H2's
 *     columns with ON UPDATE, PostgreSQL's triggers with WHEN
 * @param stamped the columns that an UPDATE which does not name them sets to the time, when it changes the row
 */
public record RowActs(
        boolean beforeInsert, boolean beforeUpdate, boolean onUpdate, boolean comparing, List<String> stamped) {

    /** The time of an act that takes place when a row is changed by an UPDATE, and not when it stays as it is. */
    static final String WHEN_CHANGED = "CHANGED";

    public RowActs {
        stamped = List.copyOf(stamped);
    }

    /** Whether something sees if an UPDATE changes what is stored: then a cell that keeps its value must keep its bytes. */
    public boolean seesChanges() {
        return onUpdate || !stamped.isEmpty();
    }

    /** Whether the catalogue says that something compares a row before and after an UPDATE. */
    public boolean comparesRows() {
        return comparing || !stamped.isEmpty();
    }

    /** What acts on the rows of a table without stamped columns. */
    public RowActs(boolean beforeInsert, boolean beforeUpdate, boolean onUpdate) {
        this(beforeInsert, beforeUpdate, onUpdate, false, List.of());
    }

    /** Nothing. */
    public static final RowActs NONE = new RowActs(false, false, false);

    /** From the triggers, each as its event and its time: {@code UPDATE AFTER}. */
    static RowActs of(List<String> acts) {
        return new RowActs(
                acts.stream().anyMatch(act -> act.startsWith("INSERT") && !act.endsWith("AFTER")),
                acts.stream()
                        .anyMatch(act ->
                                act.startsWith("UPDATE") && !act.endsWith("AFTER") && !act.endsWith(WHEN_CHANGED)),
                acts.stream().anyMatch(act -> act.startsWith("UPDATE")),
                acts.stream().anyMatch(act -> act.endsWith(WHEN_CHANGED)),
                List.of());
    }

    /** The same with stamped columns. */
    RowActs stamping(List<String> columns) {
        return new RowActs(beforeInsert, beforeUpdate, onUpdate, comparing, columns);
    }

    /** The same of a table that keeps each row that is no more: it sees every UPDATE that changes one. */
    RowActs keepingHistory() {
        return new RowActs(beforeInsert, beforeUpdate, true, true, stamped);
    }

    /** Everything or nothing, where no more is known. */
    public static RowActs all(boolean any) {
        return new RowActs(any, any, any);
    }
}
