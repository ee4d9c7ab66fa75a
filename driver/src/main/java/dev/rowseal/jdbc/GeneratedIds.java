package dev.rowseal.jdbc;

import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.plan.Generation;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ValueSource;
import dev.rowseal.value.Value;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Row ids that were evaluated before an INSERT, or before a batch of them. Immutable. */
final class GeneratedIds {

    /** Of a statement that needs none. */
    static final GeneratedIds NONE = new GeneratedIds(List.of(), 0);

    private final List<List<Value>> rows;
    private final int first;

    private GeneratedIds(List<List<Value>> rows, int first) {
        this.rows = rows;
        this.first = first;
    }

    /** The ids of some executions of a statement; those of one that needs none are none. */
    static GeneratedIds of(Connection connection, SealedDatabase database, Plan.Rewritten plan, int executions)
            throws SQLException {
        Generation generation = plan.generation();
        if (generation == null || executions == 0) {
            return NONE;
        }
        return Failures.bearing(plan, () -> evaluate(connection, database, generation, executions));
    }

    /**
     * Evaluates the ids of some executions of a statement, on its own connection.
     *
     * @throws SQLException a refusal, when an id cannot be had in advance, because its class is not the row id's
     */
    private static GeneratedIds evaluate(
            Connection connection, SealedDatabase database, Generation generation, int executions) throws SQLException {
        int count = Math.multiplyExact(generation.rows(), executions);
        String sql = "SELECT " + String.join(", ", generation.expressions()) + " FROM "
                + database.vendor().numbers();
        List<List<Value>> rows = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setInt(1, count);
            try (ResultSet results = select.executeQuery()) {
                while (results.next()) {
                    List<Value> row = row(results, generation.columns());
                    if (row == null) {
                        throw Failures.refused(
                                "an INSERT whose row id cannot be had before the row is stored",
                                "grant USAGE on the sequence, or give the row id");
                    }
                    rows.add(row);
                }
            }
        } catch (SQLException e) {
            throw Failures.cleaned(e);
        }
        if (rows.size() != count) {
            throw new IllegalStateException("the database gave another number of row ids than it was asked for");
        }
        return new GeneratedIds(rows, 0);
    }

    private static @Nullable List<Value> row(ResultSet results, List<RowIdColumn> columns) throws SQLException {
        List<Value> row = new ArrayList<>(columns.size());
        for (int i = 0; i < columns.size(); i++) {
            Object value = results.getObject(i + 1);
            Value part = switch (columns.get(i).type().valueClass()) {
                case INTEGER ->
                    value instanceof Long || value instanceof Integer || value instanceof Short
                            ? new Value.Int(((Number) value).longValue())
                            : null;
                case TEXT -> value instanceof String text ? new Value.Text(text) : null;
                case UUID -> value instanceof UUID uuid ? new Value.Uuid(uuid) : null;
                case BINARY -> value instanceof byte[] bytes ? new Value.Binary(bytes) : null;
                default -> null;
            };
            if (part == null) {
                return null;
            }
            row.add(part);
        }
        return row;
    }

    /** The ids of one execution of several that were evaluated together, counted from 0. */
    GeneratedIds of(Plan.Rewritten plan, int execution) {
        Generation generation = plan.generation();
        return generation == null ? this : new GeneratedIds(rows, generation.rows() * execution);
    }

    Value value(ValueSource.Generated source) {
        return rows.get(first + source.row()).get(source.part());
    }
}
