/** What every key table must do, and what becomes of keys in it: tests to inherit. For tests only. */
@NullMarked
package dev.rowseal.contract;

import org.jspecify.annotations.NullMarked;
