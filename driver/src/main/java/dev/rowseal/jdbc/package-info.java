/**
 * The JDBC door: what an application holds instead of the wrapped driver's objects. Each Rowseal class extends one that
 * is generated from {@code src/main/jdbc/surface.policy}, where every JDBC method has its reviewed verb.
 */
@NullMarked
@JdbcSurface
package dev.rowseal.jdbc;

import dev.rowseal.surface.JdbcSurface;
import org.jspecify.annotations.NullMarked;
