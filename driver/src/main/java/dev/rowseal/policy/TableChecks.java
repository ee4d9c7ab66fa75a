package dev.rowseal.policy;

import dev.rowseal.policy.TablePolicy.RowIdPolicy;
import java.util.HashMap;
import java.util.Map;

/** What must hold between the columns of one table. */
final class TableChecks {

    private final TablePolicy table;
    private final Complaints complaints;

    /** What each name stands for already: row id, sealed columns, then index columns. */
    private final Map<String, String> taken = new HashMap<>();

    /** The ids of columns that have one, and the names of those that have none. */
    private final Map<String, Name> ids = new HashMap<>();

    private TableChecks(TablePolicy table, Complaints complaints) {
        this.table = table;
        this.complaints = complaints;
    }

    static void check(TablePolicy table, Complaints complaints) {
        new TableChecks(table, complaints).check();
    }

    private void check() {
        for (RowIdPolicy rowId : table.rowId()) {
            taken.put(Identifiers.folded(rowId.name()), "row-id column " + rowId.name());
        }
        table.columns().forEach(this::takeName);
        table.columns().forEach(this::takeIndexName);
        table.columns().forEach(this::takeId);
    }

    private void takeName(ColumnPolicy column) {
        String key = Identifiers.folded(column.name());
        String earlier = taken.putIfAbsent(key, "column " + column.name());
        if (earlier == null) {
            return;
        }
        complaints.add(
                column.position(),
                earlier.startsWith("row-id")
                        ? what(column) + " is part of the row id, which must stay readable to find the row; seal"
                                + " another column, or use another unique key as row-id"
                        : what(column) + " is declared twice, at most by case apart; remove one");
    }

    private void takeIndexName(ColumnPolicy column) {
        Name index = column.indexName();
        if (index == null) {
            return;
        }
        String earlier = taken.putIfAbsent(Identifiers.folded(index), "the index column of " + column.name());
        if (earlier != null) {
            complaints.add(
                    column.position(),
                    "the index column " + index + " of " + what(column) + " is already " + earlier
                            + "; write another name as index-column");
        }
    }

    private void takeId(ColumnPolicy column) {
        String id = column.id();
        Name earlier =
                ids.putIfAbsent(Identifiers.fold(id == null ? column.name().text() : id), column.name());
        if (earlier != null && !Identifiers.mayBeOne(earlier, column.name())) {
            complaints.add(
                    column.position(),
                    "the id of " + what(column) + " is that of column " + earlier + " too, and their values would not"
                            + " be kept apart; write another id");
        }
    }

    private String what(ColumnPolicy column) {
        return "column " + column.name() + " of table " + table.name();
    }
}
