/** Bounded, lock-free reuse of objects that one thread at a time may use; not exported. */
@NullMarked
package dev.rowseal.pool;

import org.jspecify.annotations.NullMarked;
