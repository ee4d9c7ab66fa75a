/** Values, their classes, the types a policy declares, and the one canonical encoding of each class. */
@NullMarked
package dev.rowseal.value;

import org.jspecify.annotations.NullMarked;
