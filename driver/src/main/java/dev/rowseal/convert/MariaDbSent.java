package dev.rowseal.convert;

import dev.rowseal.value.Value;
import java.math.BigDecimal;

/**
 * What MariaDB's driver writes into the statement's text for a bound object: it prepares on the client's side, so a
 * parameter is a literal, and its spelling decides which conversion the server makes.
 */
sealed interface MariaDbSent {

    /** A string in quotes: numbers, dates and UUIDs come in it too. */
    record Text(String text) implements MariaDbSent {}

    /** Digits with or without a point: exact for the server. */
    record Exact(BigDecimal number) implements MariaDbSent {}

    /** Digits with an exponent: a double for the server. */
    record Floating(double number) implements MariaDbSent {}

    /** {@code _binary '…'} and {@code X'…'}. */
    record Bytes(byte[] bytes) implements MariaDbSent {}

    /** {@code DATE '…'}, {@code TIME '…'} and {@code TIMESTAMP '…'}. */
    record Moment(Value value) implements MariaDbSent {}

    /** {@code NaN} and {@code Infinity}, which the server takes for names of columns. */
    record Name() implements MariaDbSent {}
}
