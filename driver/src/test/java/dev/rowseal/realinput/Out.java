package dev.rowseal.realinput;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A column that a query can name.
 *
 * @param name as it is named from outside of the query that gives it, without a qualifier
 * @param lookup what it can be compared with, when it is sealed and has a lookup
 */
record Out(
        String qualifier,
        String name,
        String type,
        boolean sealed,
        @Nullable String lookup) {

    @Override
    public String toString() {
        return qualifier.isEmpty() ? name : qualifier + "." + name;
    }

    Out in(String other) {
        return new Out(other, name, type, sealed, lookup);
    }

    Out named(String other) {
        return new Out("", other, type, sealed, lookup);
    }

    /** Whether the database can group by it, and compare it. */
    boolean isEquatable() {
        return (!sealed || lookup != null) && !isFolded();
    }

    /** Whether it equals in any case: which of the texts stands for a group of them is not said. */
    boolean isFolded() {
        return type.equals("folded");
    }

    /** The columns of a table under an alias. */
    static List<Out> columns(GeneratedSchema.Table table, String alias) {
        List<Out> columns = new ArrayList<>();
        columns.add(new Out(alias, "id", "bigint", false, null));
        GeneratedSchema.Col beside = table.beside();
        if (beside != null) {
            columns.add(new Out(alias, beside.name(), beside.type(), false, null));
        }
        for (GeneratedSchema.Col column : table.columns()) {
            columns.add(new Out(
                    alias,
                    column.name(),
                    column.isFolded() ? "folded" : column.type(),
                    column.sealed(),
                    column.isLookup() ? column.comparable(table.name()) : null));
        }
        return columns;
    }
}
