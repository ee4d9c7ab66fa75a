package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.Storage;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;

/**
 * The SQL that packs a sealed cell: {@code <origin>:<row id>:<envelope>} as one text, NULL where the cell is NULL. Where
 * only one column fits, or one row must stand for many, the cell so takes along what opens it. Row-id parts are separated
 * by a dot; integers and UUIDs are as the database prints them, text is in hexadecimal UTF-8; an envelope of a binary
 * column is in hexadecimal.
 */
final class Packing {

    private final Dialect dialect;

    Packing(Dialect dialect) {
        this.dialect = dialect;
    }

    /**
     * @param number of the origin, in the statement
     * @param rowId references to the row id's columns; empty when the row id is known otherwise
     * @param cell a reference to the cell
     */
    Expression pack(int number, PackedOrigin origin, List<Expression> rowId, Expression cell) throws Refusal {
        List<String> parts = new ArrayList<>();
        parts.add("'" + number + ":'");
        for (int i = 0; i < rowId.size(); i++) {
            if (i > 0) {
                parts.add("'.'");
            }
            parts.add(part(origin, origin.table().rowId().get(i), rowId.get(i)));
        }
        parts.add("':'");
        parts.add(origin.column().storage() == Storage.TEXT ? cell.toString() : hex(cell.toString()));
        return new RawSql(
                isMariaDb()
                        ? "CONCAT(" + String.join(", ", parts) + ")"
                        : parts.stream().collect(Collectors.joining(" || ", "(", ")")));
    }

    /** A packed cell that is NULL, of the type of packed cells. */
    Expression noCell() {
        return new RawSql(dialect == Dialect.POSTGRESQL ? "CAST(NULL AS text)" : "NULL");
    }

    /** A blind index that is NULL, of the type of its column: two NULLs without a type would be text to PostgreSQL. */
    Expression noIndex(Index index) {
        boolean typed = dialect == Dialect.POSTGRESQL && index.storage() == Storage.BINARY;
        return new RawSql(typed ? "CAST(NULL AS bytea)" : "NULL");
    }

    /** One of many packed cells, whichever. */
    Expression any(Expression packed) {
        return new RawSql("min(" + packed + (dialect == Dialect.POSTGRESQL ? " COLLATE \"C\")" : ")"));
    }

    private String part(PackedOrigin origin, RowIdColumn column, Expression reference) throws Refusal {
        return switch (column.type().valueClass()) {
            case INTEGER, UUID ->
                switch (dialect) {
                    case POSTGRESQL -> "CAST(" + reference + " AS text)";
                    case H2 -> "CAST(" + reference + " AS varchar)";
                    default -> "CAST(" + reference + " AS char)";
                };
            case TEXT -> utf8(reference.toString());
            default ->
                throw Refusal.of(
                        "sealed column " + origin.column().display() + " would have to take along a row id of type "
                                + column.type(),
                        "select it in a query of its own, without DISTINCT, GROUP BY, UNION or a subquery");
        };
    }

    private String utf8(String reference) {
        return switch (dialect) {
            case POSTGRESQL -> "encode(convert_to(" + reference + ", 'UTF8'), 'hex')";
            case H2 -> "RAWTOHEX(STRINGTOUTF8(" + reference + "))";
            default -> "HEX(CONVERT(" + reference + " USING utf8mb4))";
        };
    }

    private String hex(String reference) {
        return switch (dialect) {
            case POSTGRESQL -> "encode(" + reference + ", 'hex')";
            case H2 -> "RAWTOHEX(" + reference + ")";
            default -> "HEX(" + reference + ")";
        };
    }

    private boolean isMariaDb() {
        return dialect != Dialect.POSTGRESQL && dialect != Dialect.H2;
    }
}
