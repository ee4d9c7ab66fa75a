/**
 * The annotation processor that reads a reviewed policy with one verb per JDBC method and writes the classes that
 * stand between an application and a wrapped driver. It runs in the compiler and is on no one's class path later.
 */
@NullMarked
package dev.rowseal.surface;

import org.jspecify.annotations.NullMarked;
