package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.RowIdSource;
import dev.rowseal.plan.Steps;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@code getGeneratedKeys} after an INSERT into a sealed table. Which columns they have is the driver's
 * choice (PostgreSQL gives all, H2 those with defaults), so that their shape is found when they are there.
 */
final class GeneratedKeys {

    private GeneratedKeys() {}

    /** Refuses keys of a change of several steps that gives rows, and of an INSERT … SELECT. */
    static void requireNoRows(Plan plan, boolean wanted) throws SQLException {
        if (wanted && plan instanceof Plan.Stepped stepped && stepped.steps() instanceof Steps.InsertQuery) {
            throw Failures.refused(
                    "generated keys of an INSERT … SELECT into a sealed table",
                    "do not ask for keys, or insert VALUES");
        }
        if (wanted && plan instanceof Plan.Stepped stepped && stepped.whole().result() != null) {
            throw Failures.refused(
                    "generated keys of a change with RETURNING that takes several steps",
                    "leave one of them out; RETURNING gives any column");
        }
    }

    /** Refuses keys of a batch of changes that take several steps, an INSERT excepted. */
    static void requireNoBatch(Plan.Stepped plan, boolean wanted) throws SQLException {
        if (wanted && !(plan.steps() instanceof Steps.PendingInsert)) {
            throw Failures.refused(
                    "generated keys of a batch of changes that take several steps",
                    "run them one by one, do not ask for keys, or change by row id");
        }
    }

    /**
     * How the keys of an INSERT are read whose rows were sealed after it.
     *
     * @param rowId where the row id is among them
     */
    record View(ResultShape shape, RowIdSource.Fetched rowId) {}

    static View view(SealedTable table, ResultSetMetaData metaData, AskedKeys asked) throws SQLException {
        return new View(shape(table, metaData, asked), (RowIdSource.Fetched) rowId(table, positions(metaData)));
    }

    /** Whether no sealed column is among keys, which were fetched before the rows were sealed. */
    static boolean areOpen(ResultShape shape) {
        return shape.visible().stream().noneMatch(ResultShape.SealedCell.class::isInstance);
    }

    /** How the keys of a change are read; null when they are as the wrapped driver gives them. */
    static @Nullable Reading reading(
            SealedDatabase database, Plan.@Nullable Rewritten whole, ResultSet keys, AskedKeys asked)
            throws SQLException {
        if (whole == null || whole.target() == null) {
            return null;
        }
        ResultShape shape = whole.result() != null ? whole.result() : shape(whole.target(), keys.getMetaData(), asked);
        return new Reading(database, shape, new Values(database.dialect(), new Bound[0]));
    }

    private static Map<String, Integer> positions(ResultSetMetaData metaData) throws SQLException {
        Map<String, Integer> positions = new HashMap<>();
        for (int i = 1; i <= metaData.getColumnCount(); i++) {
            positions.put(metaData.getColumnLabel(i), i);
        }
        return positions;
    }

    /** How the keys of a statement are read that was asked for some. */
    static ResultShape shape(SealedTable table, ResultSetMetaData metaData, AskedKeys asked) throws SQLException {
        Map<String, Integer> positions = positions(metaData);
        int most = asked.visible() == 0 ? metaData.getColumnCount() : asked.visible();
        List<ResultShape.Visible> visible = new ArrayList<>();
        for (int i = 1; i <= Math.min(most, metaData.getColumnCount()); i++) {
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
