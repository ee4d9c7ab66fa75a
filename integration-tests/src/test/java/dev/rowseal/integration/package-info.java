/** Tools that make and change schemas, as they are released, through {@code jdbc:rowseal:} and beside the plain drivers. */
@NullMarked
package dev.rowseal.integration;

import org.jspecify.annotations.NullMarked;
