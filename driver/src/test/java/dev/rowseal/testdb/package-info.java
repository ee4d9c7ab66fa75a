/** Real databases for tests: every one of them starts by itself, and none is ever skipped. */
@NullMarked
package dev.rowseal.testdb;

import org.jspecify.annotations.NullMarked;
