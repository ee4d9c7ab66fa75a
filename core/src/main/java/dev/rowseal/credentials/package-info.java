/**
 * How the credentials of a database are fetched from a secrets manager: a provider found by URI scheme, an open source, what it
 * gives, and the registry that finds one. Apart from keys: nothing here knows {@code dev.rowseal.kms}, and nothing there this.
 */
@NullMarked
package dev.rowseal.credentials;

import org.jspecify.annotations.NullMarked;
