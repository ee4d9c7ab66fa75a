package dev.rowseal.policy;

import dev.rowseal.policy.ColumnPolicy.Lookup;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What must hold between the tables of a policy, wherever each was declared. */
final class PolicyChecks {

    private final Complaints complaints;
    private final Map<String, TablePolicy> names = new HashMap<>();
    private final Map<String, TablePolicy> ids = new HashMap<>();
    private final Map<String, Member> groups = new HashMap<>();

    private record Member(TablePolicy table, ColumnPolicy column, Lookup lookup) {

        String what() {
            return "column " + column.name() + " of table " + table.name();
        }
    }

    private PolicyChecks(Complaints complaints) {
        this.complaints = complaints;
    }

    static void check(List<TablePolicy> tables, TableName keyTable, Complaints complaints) {
        PolicyChecks checks = new PolicyChecks(complaints);
        for (TablePolicy table : tables) {
            checks.takeName(table);
            checks.takeId(table);
            checks.refuseKeyTable(table, keyTable);
            table.columns().forEach(column -> checks.joinGroup(table, column));
        }
    }

    private void takeName(TablePolicy table) {
        TablePolicy earlier = names.putIfAbsent(Identifiers.folded(table.name()), table);
        if (earlier != null) {
            complaints.add(
                    table.position(),
                    "table " + table.name() + " is declared here and in " + earlier.position()
                            + ", at most by case apart; remove one");
        }
    }

    private void takeId(TablePolicy table) {
        String id = table.id();
        String key = Identifiers.fold(id == null ? plain(table.name()) : id);
        TablePolicy earlier = ids.putIfAbsent(key, table);
        if (earlier != null && !Identifiers.folded(earlier.name()).equals(Identifiers.folded(table.name()))) {
            complaints.add(
                    table.position(),
                    "the id of table " + table.name() + " is that of table " + earlier.name() + " ("
                            + earlier.position() + ") too, and their keys would not be kept apart; write another id");
        }
    }

    private static String plain(TableName name) {
        Name schema = name.schema();
        return schema == null
                ? name.table().text()
                : schema.text() + "." + name.table().text();
    }

    private void refuseKeyTable(TablePolicy table, TableName keyTable) {
        String own = Identifiers.folded(table.name().table());
        String keys = Identifiers.folded(keyTable.table());
        if (own.equals(keys)) {
            complaints.add(
                    table.position(),
                    "table " + table.name() + " is named as the key table " + keyTable
                            + " is; write another key-table, or do not seal this one");
        }
    }

    private void joinGroup(TablePolicy table, ColumnPolicy column) {
        Lookup lookup = column.lookup();
        if (lookup == null || lookup.group() == null) {
            return;
        }
        Member member = new Member(table, column, lookup);
        Member first = groups.putIfAbsent(lookup.group(), member);
        if (first == null) {
            return;
        }
        String differs = difference(first, member);
        if (!differs.isEmpty()) {
            complaints.add(
                    column.position(),
                    member.what() + " is in group " + lookup.group() + " with " + first.what() + " ("
                            + first.column().position() + "), but " + differs
                            + "; make them alike, or write another group");
        }
    }

    private static String difference(Member first, Member member) {
        DeclaredType one = first.column().type();
        DeclaredType other = member.column().type();
        // char compares without its trailing blanks and the other texts with them: one index cannot serve both.
        // And each column has it in its own index padded to its own length.
        boolean blanks = (one.kind() == Kind.CHAR || other.kind() == Kind.CHAR) && !one.equals(other);
        if (one.valueClass() != other.valueClass() || blanks) {
            return "one is " + one + " and the other " + other;
        }
        return first.lookup().equality() == member.lookup().equality() ? "" : "their equality differs";
    }
}
