@NullMarked
package dev.rowseal.event;

import org.jspecify.annotations.NullMarked;
