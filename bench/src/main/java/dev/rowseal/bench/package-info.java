/** How long the hot paths take, each by itself and all of them under a statement. Nothing depends on this. */
@NullMarked
package dev.rowseal.bench;

import org.jspecify.annotations.NullMarked;
