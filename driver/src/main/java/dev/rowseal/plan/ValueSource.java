package dev.rowseal.plan;

import dev.rowseal.convert.Literal;

/** Where a value comes from when the plan is executed. */
public sealed interface ValueSource {

    /** The application's parameter, counted from 1. */
    record Parameter(int index) implements ValueSource {}

    /** A literal in the statement's text. */
    record Constant(Literal literal) implements ValueSource {}

    /**
     * A parameter or literal that the statement casts before it is assigned to a column or compared with it.
     *
     * @param toText whether to text without a length, which is right for values that are text only; otherwise to the
     *     column's own type
     * @param length how many characters the cast leaves of a text; the value must have no more
     */
    record Cast(ValueSource value, boolean toText, int length) implements ValueSource {

        Cast(ValueSource value, boolean toText) {
            this(value, toText, Integer.MAX_VALUE);
        }
    }

    /**
     * A part of a row id that is evaluated before the statement: see {@link Generation}.
     *
     * @param part which of the generated columns, from 0
     * @param row which of the rows that need one, from 0
     */
    record Generated(int part, int row) implements ValueSource {}

    /** What was read from the row that is being changed: see {@link Steps.RowRead}. */
    record Copied(int copy) implements ValueSource {}

    /** {@code NULL}. */
    record Null() implements ValueSource {}

    /** The parameter that a value comes from, counted from 1; 0 when it comes from none. */
    static int parameter(ValueSource source) {
        if (source instanceof Cast cast) {
            return parameter(cast.value());
        }
        return source instanceof Parameter parameter ? parameter.index() : 0;
    }

    /** Whether a value stands in the statement's text. */
    static boolean isInText(ValueSource source) {
        return source instanceof Cast cast ? isInText(cast.value()) : source instanceof Constant;
    }
}
