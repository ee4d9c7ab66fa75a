package dev.rowseal.key;

/**
 * Whose key it is.
 *
 * @param namespace the policy's namespace
 * @param owner the table's stable id for {@link Purpose#DATA}, the lookup group's name for {@link Purpose#INDEX}
 * @param purpose what the key is for
 */
public record KeyOwner(String namespace, String owner, Purpose purpose) {}
