package dev.rowseal.realinput;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement to run on both sides.
 *
 * @param sql its text
 * @param parameters null for a {@link java.sql.Statement}, otherwise those of a prepared one
 */
record Request(String sql, @Nullable List<@Nullable Object> parameters) {

    static Request text(String sql) {
        return new Request(sql, null);
    }

    static Request prepared(String sql, @Nullable Object... parameters) {
        return new Request(sql, java.util.Arrays.asList(parameters));
    }

    /** Whether the order of its rows is part of the answer. */
    boolean ordered() {
        return sql.toLowerCase(java.util.Locale.ROOT).contains("order by");
    }

    @Override
    public String toString() {
        return sql
                + (parameters == null
                        ? ""
                        : " " + parameters.stream().map(Rendering::of).toList());
    }
}
