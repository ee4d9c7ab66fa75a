package dev.rowseal.jdbc;

import dev.rowseal.convert.Binding;
import dev.rowseal.plan.Plan;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as the application set it, kept until the statement is executed.
 *
 * @param value what was set; null for SQL NULL
 * @param type which setter was called
 * @param replay repeats the call on the wrapped statement
 */
record Bound(@Nullable Object value, BindType type, Replay replay) {

    /** The parameters of one run of a change whose text has none. */
    static List<@Nullable Bound[]> none(Plan.Stepped plan) {
        return List.<@Nullable Bound[]>of(new Bound[plan.whole().parameters().size()]);
    }

    /**
     * How the value was bound, as conversions want to know it.
     *
     * @param batched whether it is a value of a batch of several INSERTs
     */
    Binding binding(boolean batched) {
        long length = type.scale() != null ? type.scale() : type.size();
        return new Binding(method(type.setter()), type.targetType(), length, type.calendar(), batched);
    }

    /** Whether it was set as a String of no other type. */
    boolean isText() {
        return value instanceof String
                && (type.setter() == Setter.STRING
                        || type.setter() == Setter.NSTRING
                        || type.setter() == Setter.OBJECT && type.targetType() == null);
    }

    private static String method(Setter setter) {
        return switch (setter) {
            case NCHARACTER_STREAM -> "setNCharacterStream";
            case NCLOB -> "setNClob";
            case NSTRING -> "setNString";
            case SQLXML -> "setSQLXML";
            case URL -> "setURL";
            default -> {
                StringBuilder name = new StringBuilder("set");
                for (String word : setter.name().split("_", -1)) {
                    name.append(word.charAt(0)).append(word.substring(1).toLowerCase(Locale.ROOT));
                }
                yield name.toString();
            }
        };
    }

    @Override
    public String toString() {
        return "Bound[" + type.setter() + "]";
    }
}
