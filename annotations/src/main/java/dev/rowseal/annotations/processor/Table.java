package dev.rowseal.annotations.processor;

import java.util.List;
import javax.lang.model.element.Element;
import org.jspecify.annotations.Nullable;

/**
 * One annotated type, checked.
 *
 * @param element the type, for messages
 * @param source its name, for messages of the driver
 * @param schema as written, or null
 * @param name the table without its schema, as written
 * @param id or null
 */
record Table(
        Element element,
        String source,
        @Nullable String schema,
        String name,
        @Nullable String id,
        List<RowIdColumn> rowId,
        List<Column> columns) {

    Table {
        rowId = List.copyOf(rowId);
        columns = List.copyOf(columns);
    }

    /** {@code [schema.]table} as a policy writes it. */
    String written() {
        return schema == null ? name : schema + "." + name;
    }

    /** A key under which tables that may be one fall together. */
    String folded() {
        return (schema == null ? "" : Names.folded(schema)) + '\0' + Names.folded(name);
    }

    /** A column of the row id. */
    record RowIdColumn(Element element, String column, TypeText type, int order) {}

    /** A sealed column; {@code id}, {@code group} and {@code indexColumn} are null where the annotation has none. */
    record Column(
            Element element,
            String source,
            String column,
            TypeText type,
            boolean lookup,
            boolean caseInsensitive,
            @Nullable String group,
            @Nullable String indexColumn,
            int pad,
            @Nullable String id) {

        String indexName() {
            return indexColumn == null ? Names.indexColumn(column) : indexColumn;
        }
    }
}
