package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.processor.Table.Column;
import dev.rowseal.annotations.processor.Table.RowIdColumn;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/** What must hold between the members of one type. */
final class TableChecks {

    private static final int MOST_ROW_ID_COLUMNS = 32;

    private final Table table;
    private final Problems problems;
    private final Map<String, String> taken = new HashMap<>();
    private final Map<String, String> ids = new HashMap<>();

    TableChecks(Table table, Problems problems) {
        this.table = table;
        this.problems = problems;
    }

    void check() {
        checkRowId();
        if (table.columns().isEmpty()) {
            problems.error(
                    table.element(),
                    "columns of table " + table.written() + " is empty; put @Encrypted on the members to seal, or"
                            + " remove @EncryptedTable");
        }
        table.columns().forEach(this::takeName);
        table.columns().forEach(this::takeIndexName);
        table.columns().forEach(this::takeId);
    }

    private void checkRowId() {
        if (table.rowId().isEmpty() || table.rowId().size() > MOST_ROW_ID_COLUMNS) {
            problems.error(
                    table.element(),
                    "row-id of table " + table.written() + " has "
                            + table.rowId().size() + " columns; put @RowId on the members of the primary key, 1 to "
                            + MOST_ROW_ID_COLUMNS);
        }
        Set<Integer> orders = new HashSet<>();
        for (RowIdColumn column : table.rowId()) {
            String what = "row-id column " + column.column();
            if (!orders.add(column.order())) {
                problems.error(
                        column.element(),
                        what + " of table " + table.written() + " has the same order as another; write order = 1, 2, …"
                                + " on each @RowId");
            }
            if (taken.put(Names.folded(column.column()), what) != null) {
                problems.error(
                        column.element(),
                        what + " of table " + table.written() + " is named twice, at most by case apart; remove one");
            }
        }
    }

    private void takeName(Column column) {
        String earlier = taken.putIfAbsent(Names.folded(column.column()), "column " + column.column());
        if (earlier == null) {
            return;
        }
        problems.error(
                column.element(),
                earlier.startsWith("row-id")
                        ? what(column) + " is part of the row id, which must stay readable to find the row; seal"
                                + " another column, or use another unique key as row-id"
                        : what(column) + " is declared twice, at most by case apart; remove one");
    }

    private void takeIndexName(Column column) {
        if (!column.lookup()) {
            return;
        }
        String index = column.indexName();
        String earlier = taken.putIfAbsent(Names.folded(index), "the index column of " + column.column());
        if (earlier != null) {
            problems.error(
                    column.element(),
                    "the index column " + index + " of " + what(column) + " is already " + earlier
                            + "; write another name as indexColumn");
        }
    }

    private void takeId(Column column) {
        String id = column.id() == null ? Names.unquoted(column.column()) : column.id();
        String earlier = ids.putIfAbsent(Names.fold(id), column.column());
        if (earlier != null && !Names.folded(earlier).equals(Names.folded(column.column()))) {
            problems.error(
                    column.element(),
                    "the id of " + what(column) + " is that of column " + earlier + " too, and their values would not"
                            + " be kept apart; write another id");
        }
    }

    private String what(Column column) {
        return "column " + column.column() + " of table " + table.written();
    }
}
