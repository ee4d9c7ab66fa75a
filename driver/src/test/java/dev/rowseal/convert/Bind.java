package dev.rowseal.convert;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;

/** One way to bind one value: to a plain statement and, by its {@link Binding}, to a dialect. */
record Bind(String label, Supplier<Object> value, Binding how, Setting setting) {

    @FunctionalInterface
    interface Setting {
        void set(PreparedStatement statement, Object value) throws SQLException;
    }

    static Bind of(String setter, Supplier<Object> value, Setting setting) {
        return new Bind(setter + "(" + show(value.get()) + ")", value, Binding.of(setter), setting);
    }

    static Bind as(int targetType, String name, Supplier<Object> value) {
        return new Bind(
                "setObject(" + show(value.get()) + ", " + name + ")",
                value,
                Binding.as(targetType),
                (statement, object) -> statement.setObject(1, object, targetType));
    }

    private static String show(Object value) {
        if (value instanceof byte[] bytes) {
            return "bytes " + java.util.HexFormat.of().formatHex(bytes);
        }
        String text = value.toString();
        boolean opaque = text.startsWith(value.getClass().getName() + "@");
        return value.getClass().getSimpleName() + (opaque ? "" : " " + text.replace("\u0000", "\\0"));
    }
}
