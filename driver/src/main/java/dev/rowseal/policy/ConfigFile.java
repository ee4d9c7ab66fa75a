package dev.rowseal.policy;

/**
 * The text of a configuration.
 *
 * @param name what messages call it
 * @param text all of it
 */
record ConfigFile(String name, String text) {}
