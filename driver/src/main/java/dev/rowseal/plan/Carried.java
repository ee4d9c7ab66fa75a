package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.value.DeclaredType;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a sealed column comes through a query: what is needed to open its cells stands beside it, in other columns of the
 * same source, or in the cell itself.
 */
sealed interface Carried {

    /** The column, or one that stands for several of the same type and lookup. */
    SealedColumn column();

    /** The column of the source that holds its blind indexes; null when none does. */
    @Nullable
    String index();

    /** The same, with its index in another column, or in none. */
    Carried withIndex(@Nullable String name);

    /** A cell as it is stored, its row id in other columns or fixed by a condition. */
    record Cell(
            SealedTable table,
            SealedColumn column,
            RowIdAt rowId,
            @Nullable String index) implements Carried {

        @Override
        public Cell withIndex(@Nullable String name) {
            return new Cell(table, column, rowId, name);
        }

        /** A cell of the table itself. */
        static Cell of(SealedTable table, SealedColumn column) {
            List<String> rowId = table.rowId().stream().map(part -> part.name()).toList();
            return new Cell(
                    table,
                    column,
                    new RowIdAt.Columns(rowId),
                    column.index() == null ? null : column.index().column());
        }
    }

    /**
     * A packed cell: one text that holds which of the origins it comes from, its row id and its envelope.
     *
     * @param origins at least one, by their numbers in the statement, all of one declared type but for
     *     the lengths of texts
     */
    record Packed(
            Map<Integer, PackedOrigin> origins, @Nullable String index) implements Carried {
        public Packed {
            origins = Map.copyOf(origins);
        }

        @Override
        public SealedColumn column() {
            return longest().column();
        }

        /** The origin whose values may be the longest. */
        PackedOrigin longest() {
            return Collections.max(
                    origins.values(),
                    Comparator.comparingInt(origin -> origin.column().type().length()));
        }

        /** The same, each of its origins declared as that type. */
        Packed ofType(DeclaredType type) {
            Map<Integer, PackedOrigin> same = new HashMap<>();
            origins.forEach((number, origin) -> same.put(
                    number, new PackedOrigin(origin.table(), origin.column().ofType(type), origin.given())));
            return new Packed(same, index);
        }

        @Override
        public Packed withIndex(@Nullable String name) {
            return new Packed(origins, name);
        }
    }

    /** Where the row id of a cell is found. */
    sealed interface RowIdAt {

        /** Fixed by a WHERE: the statement's own value, not what the server sends. */
        record Fixed(RowIdSource.Given rowId) implements RowIdAt {}

        /** In columns of the source. */
        record Columns(List<String> names) implements RowIdAt {
            public Columns {
                names = List.copyOf(names);
            }
        }
    }
}
