package dev.rowseal.jdbc;

import dev.rowseal.plan.ResultShape;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The labels of a planned query's visible columns. The wrapped driver says which of several a label means, as drivers
 * differ in whether case counts; it knows hidden columns too, which an application never gets.
 */
final class Labels {

    private final Map<Integer, String> labels;
    private final Map<Integer, Integer> positions;
    private final Map<String, Integer> folded;
    /** Whether the wrapped driver knows all columns by the names that they have on plaintext columns. */
    private final boolean named;
    /** The first column whose label is not known; the greatest number when all are. */
    private final int unknown;

    private Labels(
            Map<Integer, String> labels,
            Map<Integer, Integer> positions,
            Map<String, Integer> folded,
            boolean named,
            int unknown) {
        this.labels = labels;
        this.positions = positions;
        this.folded = folded;
        this.named = named;
        this.unknown = unknown;
    }

    static Labels of(ResultSetMetaData wrapped, ResultShape shape) throws SQLException {
        Map<Integer, String> labels = new HashMap<>();
        Map<Integer, Integer> positions = new HashMap<>();
        Map<String, Integer> folded = new HashMap<>();
        boolean named = true;
        int unknown = Integer.MAX_VALUE;
        for (int i = 1; i <= shape.visible().size(); i++) {
            ResultShape.Visible column = shape.visible().get(i - 1);
            named &= column.columnName() == null;
            if (shape.unlabelled().contains(i)) {
                unknown = Math.min(unknown, i);
            } else {
                int physical = column.physical();
                String label = shape.label(i, wrapped.getColumnLabel(physical)).toLowerCase(Locale.ROOT);
                labels.put(i, label);
                positions.putIfAbsent(physical, i);
                folded.putIfAbsent(label, i);
            }
        }
        return new Labels(labels, positions, folded, named, unknown);
    }

    /** Whether no column has a label that would hold a value. */
    boolean areAllKnown() {
        return unknown == Integer.MAX_VALUE;
    }

    /**
     * The number of the column of a label; 0 when there is none.
     *
     * @param physical the column that the wrapped driver finds by it; 0 for none
     * @throws SQLException a refusal, when a column before it may have that label too
     */
    int find(@Nullable String label, int physical) throws SQLException {
        if (label == null) {
            return 0;
        }
        String written = label.toLowerCase(Locale.ROOT);
        Integer there = positions.get(physical);
        String its = there == null ? null : labels.get(there);
        int found = there != null && written.equals(its) ? there : folded.getOrDefault(written, 0);
        if (found == 0 && there != null && named) {
            // H2's driver takes a column's name too, and both it and MariaDB's one behind its table's.
            found = there;
        }
        if (unknown < Integer.MAX_VALUE && (found == 0 || found > unknown)) {
            throw RowsealResultSetMetaData.unlabelled();
        }
        return found;
    }
}
