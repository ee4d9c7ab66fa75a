/** What every adapter of a secrets manager must do, to be inherited by its tests, and a secret in memory. */
@NullMarked
package dev.rowseal.credentials.contract;

import org.jspecify.annotations.NullMarked;
