package dev.rowseal.catalog;

import dev.rowseal.value.Equality;

/**
 * A blind index over a sealed column. Immutable.
 *
 * @param column the column that holds it, as the database stores its name
 * @param group owner of its key: the policy's lookup group, or {@code <table id>.<column id>} for one of its own;
 *     columns can be joined and compared when their groups are equal
 * @param equality what equal means
 * @param storage 16 raw bytes, or their 22 characters of base64url
 */
public record Index(String column, String group, Equality equality, Storage storage) {}
