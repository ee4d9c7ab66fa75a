/**
 * Real input: the same statements run on plaintext tables through the plain driver and on sealed tables through Rowseal,
 * and must give the same, while a recording driver and a scan of what is stored look for plaintext.
 */
@NullMarked
package dev.rowseal.realinput;

import org.jspecify.annotations.NullMarked;
