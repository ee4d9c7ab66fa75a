package dev.rowseal.catalog;

import dev.rowseal.policy.ColumnPolicy;
import dev.rowseal.policy.TablePolicy;
import dev.rowseal.value.DeclaredType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the policy wants a table to be, whether or not the database has it, and what the database has under its name, fit
 * or not: DDL makes the one of the other. Immutable; names are as the database stores them.
 *
 * @param schema its schema
 * @param name its name
 * @param rowId its row-id columns with their declared types, in the policy's order
 * @param sealed its sealed columns by name, in the policy's order
 * @param facts what is there now, or null when there is no such table
 */
public record TableDesign(
        String schema,
        String name,
        Map<String, DeclaredType> rowId,
        Map<String, ColumnDesign> sealed,
        @Nullable TableFacts facts)
        implements Relation {

    public TableDesign {
        rowId = Collections.unmodifiableMap(new LinkedHashMap<>(rowId));
        sealed = Collections.unmodifiableMap(new LinkedHashMap<>(sealed));
    }

    /**
     * A sealed column as the policy wants it.
     *
     * @param name as the database stores it
     * @param type what the application believes it to be
     * @param pad as in {@link SealedColumn#pad}
     * @param indexColumn the column for its blind index, or null when it has no lookup
     * @param group as in {@link Index#group}; empty without a lookup
     * @param absent as in {@link SealedColumn#absent}
     */
    public record ColumnDesign(
            String name,
            DeclaredType type,
            int pad,
            @Nullable String indexColumn,
            String group,
            @Nullable String absent) {}

    static TableDesign of(TablePolicy policy, StoredName name, Folding folding, Optional<TableFacts> facts) {
        String id = policy.id() == null ? name.toString() : policy.id();
        Map<String, DeclaredType> rowId = new LinkedHashMap<>();
        policy.rowId().forEach(part -> rowId.put(folding.column(part.name()), part.type()));
        Map<String, ColumnDesign> sealed = new LinkedHashMap<>();
        for (ColumnPolicy column : policy.columns()) {
            ColumnDesign design = column(column, id, folding);
            sealed.put(design.name(), design);
        }
        return new TableDesign(name.schema(), name.name(), rowId, sealed, facts.orElse(null));
    }

    private static ColumnDesign column(ColumnPolicy policy, String table, Folding folding) {
        String name = folding.column(policy.name());
        ColumnPolicy.Lookup lookup = policy.lookup();
        if (lookup == null) {
            return new ColumnDesign(name, policy.type(), policy.pad(), null, "", policy.absent());
        }
        String columnId = policy.id() == null ? name : policy.id();
        return new ColumnDesign(
                name,
                policy.type(),
                policy.pad(),
                SealedTableFit.indexName(lookup, name, folding),
                SealedTableFit.group(lookup, table, columnId),
                policy.absent());
    }

    /** The names of the columns that the database has now, in its order. */
    public List<String> columns() {
        return facts == null
                ? List.of()
                : facts.columns().stream().map(ColumnFacts::name).toList();
    }

    /** The sealed column whose blind index this column holds, or null. */
    public @Nullable ColumnDesign indexed(String column) {
        return sealed.values().stream()
                .filter(design -> column.equals(design.indexColumn()))
                .findFirst()
                .orElse(null);
    }
}
