/** The test vectors of docs/format: their file format, their generators, and values as they write them. */
package dev.rowseal.vectors;
