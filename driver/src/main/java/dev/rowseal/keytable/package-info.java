/** The key table over JDBC: wrapped keys in the application's own database, over connections of its own. */
@NullMarked
package dev.rowseal.keytable;

import org.jspecify.annotations.NullMarked;
