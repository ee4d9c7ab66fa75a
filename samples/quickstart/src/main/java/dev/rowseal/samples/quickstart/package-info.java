/**
 * A clinic whose patients are sealed. {@code Patient} says what; {@code Clinic} is the application, which knows nothing of
 * keys; {@code Tour} uses it and shows what that looks like from below.
 */
@NullMarked
package dev.rowseal.samples.quickstart;

import org.jspecify.annotations.NullMarked;
