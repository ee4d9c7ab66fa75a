package dev.rowseal.jdbc;

import dev.rowseal.plan.ResultShape;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The labels of a planned query's visible columns. The first column of a label has it; case counts only where it must. */
final class Labels {

    private final Map<String, Integer> exact;
    private final Map<String, Integer> folded;
    /** The first column whose label is not known; the greatest number when all are. */
    private final int unknown;

    private Labels(Map<String, Integer> exact, Map<String, Integer> folded, int unknown) {
        this.exact = exact;
        this.folded = folded;
        this.unknown = unknown;
    }

    static Labels of(ResultSetMetaData wrapped, ResultShape shape) throws SQLException {
        Map<String, Integer> exact = new HashMap<>();
        Map<String, Integer> folded = new HashMap<>();
        int unknown = Integer.MAX_VALUE;
        for (int i = 1; i <= shape.visible().size(); i++) {
            if (shape.unlabelled().contains(i)) {
                unknown = Math.min(unknown, i);
            } else {
                String label = wrapped.getColumnLabel(shape.visible().get(i - 1).physical());
                exact.putIfAbsent(label, i);
                folded.putIfAbsent(label.toLowerCase(Locale.ROOT), i);
            }
        }
        return new Labels(exact, folded, unknown);
    }

    /**
     * The number of the column of a label; 0 when there is none.
     *
     * @throws SQLException a refusal, when a column before it may have that label too
     */
    int find(@Nullable String label) throws SQLException {
        if (label == null) {
            return 0;
        }
        Integer same = exact.get(label);
        int found = same != null ? same : folded.getOrDefault(label.toLowerCase(Locale.ROOT), 0);
        if (unknown < Integer.MAX_VALUE && (found == 0 || found > unknown)) {
            throw RowsealResultSetMetaData.unlabelled();
        }
        return found;
    }
}
