/** Conversions against the real databases: every type, value, setter and getter, plain driver beside ours. */
@NullMarked
package dev.rowseal.convert;

import org.jspecify.annotations.NullMarked;
