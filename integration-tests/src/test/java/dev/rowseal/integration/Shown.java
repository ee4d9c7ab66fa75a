package dev.rowseal.integration;

import java.sql.Array;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/** What a library gave, as a text that is the same where it is alike: classes and values, and of errors class and SQLState. */
final class Shown {

    private Shown() {}

    static String of(@Nullable Object value) throws IllegalStateException {
        try {
            return shown(value);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String shown(@Nullable Object value) throws SQLException {
        if (value instanceof Exception failure) {
            return failed(failure);
        }
        if (value instanceof Map<?, ?> map) {
            return map.entrySet().stream()
                    .map(entry -> entry.getKey() + "=" + of(entry.getValue()))
                    .collect(Collectors.joining(", ", "{", "}"));
        }
        if (value instanceof Iterable<?> many && !(value instanceof java.nio.file.Path)) {
            return StreamSupport.stream(many.spliterator(), false)
                    .map(Shown::of)
                    .collect(Collectors.joining(", ", "[", "]"));
        }
        if (value instanceof Array array) {
            return "array of " + array.getBaseTypeName() + shown(array.getArray());
        }
        if (value instanceof Clob clob) {
            return "clob " + clob.getSubString(1, (int) clob.length());
        }
        if (value instanceof Blob blob) {
            return "blob " + shown(blob.getBytes(1, (int) blob.length()));
        }
        if (value instanceof SQLXML xml) {
            return "xml " + xml.getString();
        }
        return value == null ? "null" : simple(value);
    }

    private static String simple(Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + HexFormat.of().formatHex(bytes);
        }
        if (value instanceof int[] ints) {
            return Arrays.toString(ints);
        }
        if (value instanceof long[] longs) {
            return Arrays.toString(longs);
        }
        if (value instanceof Object[] objects) {
            return of(Arrays.asList(objects));
        }
        return value.getClass().getSimpleName() + " " + value;
    }

    private static String failed(Exception failure) {
        StringBuilder shown = new StringBuilder(failure.getClass().getSimpleName());
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                shown.append(' ').append(sql.getSQLState());
                if (Objects.equals(sql.getSQLState(), "0A000")
                        || Objects.toString(sql.getSQLState()).startsWith("RS")) {
                    shown.append(' ').append(failure.getMessage()).append(' ').append(sql.getMessage());
                }
                return shown.toString();
            }
        }
        return shown.append(' ').append(failure.getMessage()).toString();
    }
}
