/** How numbers and names become the bytes that are hashed or authenticated; knows no format. Not exported. */
@NullMarked
package dev.rowseal.fields;

import org.jspecify.annotations.NullMarked;
