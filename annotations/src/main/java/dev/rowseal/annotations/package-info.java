/**
 * What an application writes on its types to have columns sealed. The annotations are read when the application is
 * compiled, by {@code dev.rowseal.annotations.processor}; they mean the same as the {@code tables} of {@code
 * rowseal.yaml}.
 */
@NullMarked
package dev.rowseal.annotations;

import org.jspecify.annotations.NullMarked;
