/** What can go wrong below the JDBC door, typed; the door turns each into an SQLException with its SQLState. */
@NullMarked
package dev.rowseal.failure;

import org.jspecify.annotations.NullMarked;
