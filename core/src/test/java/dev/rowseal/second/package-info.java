/**
 * A second implementation of docs/format, written from the specification with Bouncy Castle and sharing nothing with the
 * first: values are given and taken as text. Not constant-time, not wiped, not fast; only right.
 */
package dev.rowseal.second;
