package dev.rowseal.jdbc;

import dev.rowseal.convert.Binding;
import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A parameter as the application set it, kept until the statement is executed.
 *
 * @param value what was set; null for SQL NULL
 * @param type which setter was called
 * @param replay repeats the call on the wrapped statement
 * @param batched whether it is one of a batch that the plain driver sends as one, where it is run entry by entry
 */
record Bound(@Nullable Object value, BindType type, Replay replay, boolean batched) {

    Bound(@Nullable Object value, BindType type, Replay replay) {
        this(value, type, replay, false);
    }

    /** What was set: a stream that was read then begins anew. */
    @Override
    public @Nullable Object value() {
        return value instanceof TakenStream taken ? taken.anew() : value;
    }

    /** The parameters of an entry of a batch that the plain driver sends as one. */
    static @Nullable Bound[] inBatch(@Nullable Bound[] parameters) {
        @Nullable Bound[] batched = parameters.clone();
        for (int i = 0; i < batched.length; i++) {
            Bound bound = batched[i];
            batched[i] = bound == null ? null : new Bound(bound.value, bound.type, bound.replay, true);
        }
        return batched;
    }

    /** The parameters of one run of a change whose text has none. */
    static List<@Nullable Bound[]> none(Plan.Stepped plan) {
        return List.<@Nullable Bound[]>of(new Bound[plan.whole().parameters().size()]);
    }

    /**
     * How the value was bound, as conversions want to know it.
     *
     * @param inBatch whether it is a value of a batch of several INSERTs
     */
    Binding binding(boolean inBatch) {
        long length = type.scale() != null ? type.scale() : type.size();
        return new Binding(method(type.setter()), type.targetType(), length, type.calendar(), inBatch || batched);
    }

    /**
     * What stands for the parameter in MariaDB's text. Its driver sends a floating-point number of a batch as its bits, and
     * otherwise as digits, which are a decimal to the server: there it must be made one.
     */
    String placeholder() throws SQLException {
        if (!batched || !isFloating()) {
            return "?";
        }
        if (value instanceof Number number && !Double.isFinite(number.doubleValue())) {
            throw Failures.refused("NaN or infinity in a batch", "MariaDB stores neither");
        }
        Integer target = type.targetType();
        boolean single = target == null ? value instanceof Float : target == Types.REAL;
        return single ? "CAST(CAST(? AS FLOAT) AS DOUBLE)" : "CAST(? AS DOUBLE)";
    }

    private boolean isFloating() {
        boolean floating = value instanceof Float || value instanceof Double;
        Integer target = type.targetType();
        if (target == null) {
            return floating;
        }
        return switch (target) {
            case Types.FLOAT, Types.DOUBLE, Types.REAL -> value != null;
            case Types.NUMERIC, Types.DECIMAL -> floating;
            default -> false;
        };
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
