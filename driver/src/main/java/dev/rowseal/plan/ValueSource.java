package dev.rowseal.plan;

import dev.rowseal.convert.Literal;

/** Where a value comes from when the plan is executed. */
public sealed interface ValueSource {

    /** The application's parameter, counted from 1. */
    record Parameter(int index) implements ValueSource {}

    /** A literal in the statement's text. */
    record Constant(Literal literal) implements ValueSource {}

    /** {@code NULL}. */
    record Null() implements ValueSource {}
}
