/** Attempts to break what Rowseal promises: every one must end exact or refused, with nothing in the clear. */
@NullMarked
package dev.rowseal.attack;

import org.jspecify.annotations.NullMarked;
