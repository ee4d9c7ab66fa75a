/**
 * Values as the wrapped database would have them: what a bound Java object becomes in a column of the declared type, what
 * each getter gives back, and how metadata describes the column. Knows each supported database's rules, no SQL and no key.
 */
@NullMarked
package dev.rowseal.convert;

import org.jspecify.annotations.NullMarked;
