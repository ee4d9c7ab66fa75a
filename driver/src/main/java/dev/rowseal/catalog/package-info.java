/**
 * What the database says about the policy's tables, resolved against the policy: names as stored, storage, index
 * columns, row ids, and the views and partitions that lead to a sealed table by another name. Sees no value and no key.
 */
@NullMarked
package dev.rowseal.catalog;

import org.jspecify.annotations.NullMarked;
