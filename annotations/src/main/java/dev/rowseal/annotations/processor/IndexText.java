package dev.rowseal.annotations.processor;

import dev.rowseal.annotations.processor.Table.Column;
import java.util.Collection;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The text of an index: the grammar of {@code rowseal.yaml}, with the {@code source} of each table and column. */
final class IndexText {

    /** Only a table's source stands alone on its line, four blanks in. */
    private static final Pattern SOURCE = Pattern.compile("(?m)^    source: '([^']*)'$");

    private IndexText() {}

    static String write(Collection<Table> tables) {
        return tables.stream()
                .map(IndexText::table)
                .collect(Collectors.joining(
                        "", "# Written by the annotation processor of Rowseal.\nrowseal: 1\ntables:\n", ""));
    }

    /** The types that an index was made from. */
    static List<String> sources(String index) {
        return SOURCE.matcher(index)
                .results()
                .map((MatchResult source) -> source.group(1))
                .toList();
    }

    private static String table(Table table) {
        StringBuilder text = new StringBuilder();
        text.append("  ").append(quoted(table.written())).append(":\n");
        text.append("    source: ").append(quoted(table.source())).append('\n');
        if (table.id() != null) {
            text.append("    id: ").append(quoted(table.id())).append('\n');
        }
        text.append("    row-id:\n");
        table.rowId()
                .forEach(column -> text.append("      ")
                        .append(quoted(column.column()))
                        .append(": ")
                        .append(quoted(column.type().text()))
                        .append('\n'));
        text.append("    columns:\n");
        table.columns().forEach(column -> column(column, text));
        return text.toString();
    }

    private static void column(Column column, StringBuilder text) {
        text.append("      ").append(quoted(column.column())).append(":\n");
        field("source", quoted(column.source()), text);
        field("type", quoted(column.type().text()), text);
        if (column.lookup()) {
            field("lookup", "equality", text);
            field("equality", column.caseInsensitive() ? "case-insensitive" : "exact", text);
        }
        if (column.group() != null) {
            field("group", quoted(column.group()), text);
        }
        if (column.indexColumn() != null) {
            field("index-column", quoted(column.indexColumn()), text);
        }
        if (column.id() != null) {
            field("id", quoted(column.id()), text);
        }
        field("pad", Integer.toString(column.pad()), text);
    }

    private static void field(String key, String value, StringBuilder text) {
        text.append("        ").append(key).append(": ").append(value).append('\n');
    }

    private static String quoted(String text) {
        return '\'' + text.replace("'", "''") + '\'';
    }
}
