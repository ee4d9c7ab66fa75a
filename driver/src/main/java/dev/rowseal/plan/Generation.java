package dev.rowseal.plan;

import dev.rowseal.catalog.RowIdColumn;
import java.util.List;

/**
 * Row ids that are evaluated before an INSERT, so that values can be sealed for them. The sequences that they come from
 * are drawn from by the same session, in the order in which the INSERT would have.
 *
 * @param expressions SQL of each generated row-id column
 * @param columns these columns, in the same order
 * @param rows how many rows of the INSERT need such ids; they are numbered from 0
 */
public record Generation(List<String> expressions, List<RowIdColumn> columns, int rows) {

    public Generation {
        expressions = List.copyOf(expressions);
        columns = List.copyOf(columns);
    }
}
