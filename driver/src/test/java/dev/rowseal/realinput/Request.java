package dev.rowseal.realinput;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A statement to run on both sides.
 *
 * @param sql its text
 * @param parameters null for a {@link java.sql.Statement}, otherwise those of a prepared one
 * @param second those of the second entry of a batch; null when it is no batch
 * @param keys how generated keys are asked for
 */
record Request(
        String sql,
        @Nullable List<@Nullable Object> parameters,
        @Nullable List<@Nullable Object> second,
        Keys.Asked keys) {

    Request(String sql, @Nullable List<@Nullable Object> parameters) {
        this(sql, parameters, null, Keys.none());
    }

    static Request text(String sql) {
        return new Request(sql, null);
    }

    static Request prepared(String sql, @Nullable Object... parameters) {
        return new Request(sql, java.util.Arrays.asList(parameters));
    }

    /** The same, as a batch of two. */
    Request twice(List<@Nullable Object> other) {
        return new Request(sql, parameters, other, keys);
    }

    Request asking(Keys.Asked how) {
        return new Request(sql, parameters, second, how);
    }

    /** Whether the order of its rows is part of the answer. */
    boolean ordered() {
        return sql.toLowerCase(java.util.Locale.ROOT).contains("order by");
    }

    @Override
    public String toString() {
        return sql
                + (parameters == null ? "" : " " + rendered(parameters))
                + (second == null ? "" : " and " + rendered(second))
                + (keys.isNone() ? "" : " " + keys);
    }

    private static List<String> rendered(List<@Nullable Object> values) {
        return values.stream().map(Rendering::of).toList();
    }
}
