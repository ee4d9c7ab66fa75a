/** The annotation processor: checks annotated types and writes their policy to {@code META-INF/rowseal/policy.yaml}. */
@NullMarked
package dev.rowseal.annotations.processor;

import org.jspecify.annotations.NullMarked;
