package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import org.jspecify.annotations.Nullable;

/**
 * Where a packed cell may come from.
 *
 * @param given the row id, when a condition fixes it; null when the packed cell brings it
 */
public record PackedOrigin(SealedTable table, SealedColumn column, RowIdSource.@Nullable Given given) {}
