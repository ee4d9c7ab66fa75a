/**
 * What Rowseal tells of itself: counters in the process, an audit log through the platform's logger, and JFR events. None ever
 * holds a value, a key byte, a wrapping or a statement's text.
 */
@NullMarked
package dev.rowseal.event;

import org.jspecify.annotations.NullMarked;
