package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.processor.Table.Column;
import java.util.HashMap;
import java.util.Map;

/** What must hold between the types of one compilation; the driver checks it again between all of them. */
final class IndexChecks {

    private final Problems problems;
    private final Map<String, Table> names = new HashMap<>();
    private final Map<String, Table> ids = new HashMap<>();
    private final Map<String, Grouped> groups = new HashMap<>();

    private record Grouped(Table table, Column column) {

        String what() {
            return "column " + column.column() + " of table " + table.written();
        }
    }

    IndexChecks(Problems problems) {
        this.problems = problems;
    }

    /** Checks a table against all before it. */
    void check(Table table) {
        Table earlier = names.putIfAbsent(table.folded(), table);
        if (earlier != null) {
            problems.error(
                    table.element(),
                    "table " + table.written() + " is declared here and in " + earlier.source()
                            + ", at most by case apart; remove one");
        }
        takeId(table);
        table.columns().forEach(column -> joinGroup(new Grouped(table, column)));
    }

    private void takeId(Table table) {
        Table earlier = table.id() == null ? null : ids.putIfAbsent(Names.fold(table.id()), table);
        if (earlier != null) {
            problems.error(
                    table.element(),
                    "the id of table " + table.written() + " is that of table " + earlier.written() + " ("
                            + earlier.source() + ") too, and their keys would not be kept apart; write another id");
        }
    }

    private void joinGroup(Grouped member) {
        String group = member.column().group();
        Grouped first = group == null ? null : groups.putIfAbsent(group, member);
        if (first == null) {
            return;
        }
        Column one = first.column();
        Column other = member.column();
        String differs = !one.type().comparison().equals(other.type().comparison())
                ? "one is " + one.type().text() + " and the other "
                        + other.type().text()
                : one.caseInsensitive() == other.caseInsensitive() ? "" : "their equality differs";
        if (!differs.isEmpty()) {
            problems.error(
                    other.element(),
                    member.what() + " is in group " + group + " with " + first.what() + " (" + one.source() + "), but "
                            + differs + "; make them alike, or write another group");
        }
    }
}
