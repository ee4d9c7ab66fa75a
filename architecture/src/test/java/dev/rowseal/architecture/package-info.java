/** The arrows of the house and the habits of its code, as tests over all modules. */
@NullMarked
package dev.rowseal.architecture;

import org.jspecify.annotations.NullMarked;
