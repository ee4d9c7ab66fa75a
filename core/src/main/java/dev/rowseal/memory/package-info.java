/**
 * Key bytes outside the Java heap, and the only arithmetic that is done on them: HMAC-SHA-256 and HKDF-Expand. No
 * garbage collector copies what lives here and no JCE object sees it.
 */
@NullMarked
package dev.rowseal.memory;

import org.jspecify.annotations.NullMarked;
