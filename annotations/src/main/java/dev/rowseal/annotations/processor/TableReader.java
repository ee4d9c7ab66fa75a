package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.Encrypted;
import dev.rowseal.annotations.EncryptedTable;
import dev.rowseal.annotations.RowId;
import dev.rowseal.annotations.processor.Table.Column;
import dev.rowseal.annotations.processor.Table.RowIdColumn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.lang.model.element.TypeElement;
import org.jspecify.annotations.Nullable;

/** Reads and checks one type with {@link EncryptedTable}. */
final class TableReader {

    private static final int MOST_ID_BYTES = 255;

    private final Members members;
    private final Problems problems;

    TableReader(Members members, Problems problems) {
        this.members = members;
        this.problems = problems;
    }

    /** The table, or null when something was wrong and has been reported. */
    @Nullable
    Table read(TypeElement type, EncryptedTable annotation) {
        try {
            return table(type, annotation);
        } catch (IllegalArgumentException e) {
            problems.error(type, String.valueOf(e.getMessage()));
            return null;
        }
    }

    private Table table(TypeElement type, EncryptedTable annotation) {
        if (!type.getKind().isClass() || type.getKind().name().equals("ENUM")) {
            throw new IllegalArgumentException("@EncryptedTable on what is neither a class nor a record; annotate one");
        }
        String simple = Names.snakeCase(type.getSimpleName().toString());
        String name = Names.check(annotation.name().isEmpty() ? simple : annotation.name(), "table");
        String schema = annotation.schema().isEmpty() ? null : Names.check(annotation.schema(), "schema");
        String what = "table " + (schema == null ? name : schema + "." + name);
        List<RowIdColumn> rowId = new ArrayList<>();
        List<Column> columns = new ArrayList<>();
        for (Member member : members.of(type)) {
            read(member, what, rowId, columns);
        }
        String source = type.getQualifiedName().toString();
        Table table = new Table(type, source, schema, name, id(annotation.id(), what), ordered(rowId), columns);
        if (!problems.found()) {
            new TableChecks(table, problems).check();
        }
        return table;
    }

    private void read(Member member, String table, List<RowIdColumn> rowId, List<Column> columns) {
        try {
            RowId id = member.element().getAnnotation(RowId.class);
            if (id != null) {
                rowId.add(rowId(member, id, table));
            }
            Encrypted encrypted = member.element().getAnnotation(Encrypted.class);
            if (encrypted != null) {
                columns.add(new ColumnReader(member, encrypted, table).read());
            }
        } catch (IllegalArgumentException e) {
            problems.error(member.place(), String.valueOf(e.getMessage()));
        }
    }

    private static RowIdColumn rowId(Member member, RowId annotation, String table) {
        String name = annotation.column().isEmpty() ? Names.snakeCase(member.property()) : annotation.column();
        String what = "row-id column " + Names.check(name, "row-id column of " + table) + " of " + table;
        TypeText type = ColumnReader.type(annotation.type(), member, what);
        String why = switch (type.kind()) {
            case "real", "double" -> "floating-point numbers do not compare exactly";
            case "boolean" -> "a boolean does not name a row";
            case "json" -> "json has no equality of its own";
            default -> null;
        };
        if (why != null) {
            throw new IllegalArgumentException(what + " is " + type.text() + ", and " + why
                    + "; write a unique key of another type: an integer, decimal, text, uuid, binary, date or time");
        }
        return new RowIdColumn(member.place(), name, type, annotation.order());
    }

    private static List<RowIdColumn> ordered(List<RowIdColumn> rowId) {
        return rowId.stream()
                .sorted(Comparator.comparingInt(RowIdColumn::order))
                .toList();
    }

    /** The id, or null when the annotation has none. */
    static @Nullable String id(String id, String what) {
        if (id.isEmpty()) {
            return null;
        }
        boolean odd = !id.equals(id.strip()) || !Names.isPrintable(id) || id.contains("${");
        if (odd || id.getBytes(StandardCharsets.UTF_8).length > MOST_ID_BYTES) {
            throw new IllegalArgumentException("id of " + what + " does not fit; write 1 to " + MOST_ID_BYTES
                    + " bytes of text without control characters and without blanks at its ends");
        }
        return id;
    }
}
