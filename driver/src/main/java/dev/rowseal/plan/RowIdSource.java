package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import java.util.List;
import java.util.Map;

/**
 * Where a row's id comes from when the plan is executed; one part for each column of the row id, in order.
 */
public sealed interface RowIdSource {

    /**
     * From the statement.
     *
     * @param assigned whether the values are stored, by an INSERT, or compared with what is, by a WHERE
     */
    record Given(List<RowIdColumn> columns, List<ValueSource> values, boolean assigned) implements RowIdSource {
        public Given {
            columns = List.copyOf(columns);
            values = List.copyOf(values);
        }
    }

    /** From the row that was read: physical positions in the wrapped result set, counted from 1. */
    record Fetched(List<RowIdColumn> columns, List<Integer> positions) implements RowIdSource {
        public Fetched {
            columns = List.copyOf(columns);
            positions = List.copyOf(positions);
        }
    }

    /** From the cell itself, which is packed. */
    record Packed(Map<Integer, PackedOrigin> origins) implements RowIdSource {
        public Packed {
            origins = Map.copyOf(origins);
        }
    }

    /** From the row that was locked and is being changed. */
    record Locked(List<RowIdColumn> columns) implements RowIdSource {
        public Locked {
            columns = List.copyOf(columns);
        }
    }
}
