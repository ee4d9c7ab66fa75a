/** Processes that are killed, and processes that race, over one PostgreSQL: nothing that was acknowledged is lost. */
@NullMarked
package dev.rowseal.crash;

import org.jspecify.annotations.NullMarked;
