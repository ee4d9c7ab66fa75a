package dev.rowseal.policy;

import dev.rowseal.policy.TablePolicy.RowIdPolicy;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads the tables of a configuration or of an index of annotated types. */
final class TablesReader {

    private static final int MOST_ROW_ID_COLUMNS = 32;

    private final boolean index;
    private final Complaints complaints;

    /** @param index whether the file is an index of annotated types, which says where each thing was declared */
    TablesReader(boolean index, Complaints complaints) {
        this.index = index;
        this.complaints = complaints;
    }

    List<TablePolicy> read(@Nullable Yaml node) {
        if (node == null) {
            return List.of();
        }
        List<TablePolicy> tables = new ArrayList<>();
        complaints.attempt(() -> {
            Section.fields(node, "tables", "of table names").fields().forEach(field -> {
                TablePolicy table = complaints.attempt(() -> table(field));
                if (table != null) {
                    tables.add(table);
                }
            });
            return tables;
        });
        return tables;
    }

    private TablePolicy table(Yaml.Field field) {
        TableName name = Identifiers.table(field.key(), "table");
        String what = "table " + name;
        Section section = Section.of(field.value(), what, keys("id", "row-id", "columns"));
        Position position = position(section, field.key().position());
        List<RowIdPolicy> rowId =
                rowId(section.need("row-id", "row-id: { id: bigint }, the primary key with its types"), what);
        Yaml columns = section.need("columns", "columns: { name: { type: … } }");
        TablePolicy table = new TablePolicy(name, Ids.read(section, what), rowId, columns(columns, what), position);
        TableChecks.check(table, complaints);
        return table;
    }

    private List<RowIdPolicy> rowId(Yaml node, String what) {
        List<Yaml.Field> fields = Section.fields(node, "row-id of " + what, "of column names and types: { id: bigint }")
                .fields();
        if (fields.isEmpty() || fields.size() > MOST_ROW_ID_COLUMNS) {
            throw new Complaint(
                    node.position(),
                    "row-id of " + what + " has " + fields.size()
                            + " columns; write the columns of the primary key, 1 to " + MOST_ROW_ID_COLUMNS
                            + ": { id: bigint }");
        }
        Map<String, RowIdPolicy> rowId = new LinkedHashMap<>();
        for (Yaml.Field field : fields) {
            Name name = Identifiers.column(field.key(), "row-id column of " + what);
            String column = "row-id column " + name + " of " + what;
            DeclaredType type = Types.rowId(Section.text(field.value(), "the type of " + column), column);
            if (rowId.put(Identifiers.folded(name), new RowIdPolicy(name, type)) != null) {
                throw new Complaint(
                        field.key().position(), column + " is named twice, at most by case apart; remove one");
            }
        }
        return List.copyOf(rowId.values());
    }

    private List<ColumnPolicy> columns(Yaml node, String what) {
        List<Yaml.Field> fields = Section.fields(node, "columns of " + what, "of column names: { name: { type: … } }")
                .fields();
        if (fields.isEmpty()) {
            throw new Complaint(
                    node.position(), "columns of " + what + " is empty; name the columns to seal, or remove the table");
        }
        return fields.stream()
                .map(field -> complaints.attempt(() -> column(field, what)))
                .filter(Objects::nonNull)
                .toList();
    }

    private ColumnPolicy column(Yaml.Field field, String table) {
        Name name = Identifiers.column(field.key(), "column of " + table);
        String what = "column " + name + " of " + table;
        Section section = Section.of(field.value(), what, keys(ColumnReader.KEYS));
        return new ColumnReader(section, name, what)
                .read(position(section, field.key().position()));
    }

    private List<String> keys(String... known) {
        List<String> keys = new ArrayList<>(List.of(known));
        if (index) {
            keys.add("source");
        }
        return keys;
    }

    private static Position position(Section section, Position written) {
        Yaml.Text source = section.text("source");
        return source == null ? written : new Position(Shown.of(source.text()), 0);
    }
}
