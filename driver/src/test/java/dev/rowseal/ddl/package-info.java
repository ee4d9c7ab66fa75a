/** Statements that make, change and drop sealed tables, beside the same ones on plaintext twins. */
@NullMarked
package dev.rowseal.ddl;

import org.jspecify.annotations.NullMarked;
