/** What an application names: the driver and the data source. */
@NullMarked
package dev.rowseal;

import org.jspecify.annotations.NullMarked;
