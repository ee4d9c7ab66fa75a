package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code getGeneratedKeys} after an INSERT into a sealed table. Which columns they have is the driver's
 * choice (PostgreSQL gives all, H2 those with defaults), so that their shape is found when they are there.
 */
final class GeneratedKeys {

    private GeneratedKeys() {}

    /** Refuses keys of a change that takes several steps. */
    static void requireOneStep(Plan plan, boolean wanted) throws SQLException {
        if (wanted && plan instanceof Plan.Stepped) {
            throw Failures.refused(
                    "generated keys of a change that takes several steps", "do not ask for keys, or change by row id");
        }
    }

    /** Refuses keys that a plan could not show. */
    static void require(Plan plan, String @Nullable [] names) throws SQLException {
        requireOneStep(plan, names != null && names.length > 0);
        Plan.Rewritten whole = plan.whole();
        if (whole != null && whole.target() != null) {
            require(whole.target(), names);
        }
    }

    /** Refuses keys that could not be shown: index columns, and sealed ones without their row id. */
    private static void require(SealedTable table, String @Nullable [] names) throws SQLException {
        if (names == null) {
            return;
        }
        List<String> folded =
                Stream.of(names).map(name -> name.toLowerCase(Locale.ROOT)).toList();
        boolean sealed =
                table.sealed().keySet().stream().anyMatch(column -> folded.contains(column.toLowerCase(Locale.ROOT)));
        boolean rowId = table.rowId().stream()
                .allMatch(column -> folded.contains(column.name().toLowerCase(Locale.ROOT)));
        if (sealed && !rowId) {
            throw Failures.refused(
                    "a sealed column of " + table.name() + " among generated keys without the row id",
                    "ask for the row id too");
        }
        for (String name : names) {
            for (String index : table.indexColumns()) {
                if (index.equalsIgnoreCase(name)) {
                    throw Failures.refused("to give out the index column " + index, "ask for other columns");
                }
            }
        }
    }

    /** Refuses keys that are asked for by column numbers, which count index columns too. */
    static SQLException byNumber() {
        return Failures.refused(
                "generated keys by column number after a change of a sealed table", "ask for them by column name");
    }

    static ResultShape shape(SealedTable table, ResultSetMetaData metaData) throws SQLException {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            positions.put(metaData.getColumnLabel(i), i);
        }
        List<ResultShape.Visible> visible = new ArrayList<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            String label = metaData.getColumnLabel(i);
            SealedColumn column = table.sealed().get(label);
            if (column != null) {
                visible.add(new ResultShape.SealedCell(i, table, column, rowId(table, positions)));
            } else if (!table.indexColumns().contains(label)) {
                visible.add(new ResultShape.OpenColumn(i));
            }
        }
        return new ResultShape(visible, metaData.getColumnCount(), Map.of(), List.of());
    }

    private static RowIdSource rowId(SealedTable table, Map<String, Integer> positions) throws SQLException {
        List<Integer> found = new ArrayList<>();
        for (RowIdColumn column : table.rowId()) {
            Integer position = positions.get(column.name());
            if (position == null) {
                throw Failures.refused(
                        "a sealed column among generated keys without row-id column " + column.name(),
                        "ask for the row id too");
            }
            found.add(position);
        }
        return new RowIdSource.Fetched(table.rowId(), found);
    }
}
