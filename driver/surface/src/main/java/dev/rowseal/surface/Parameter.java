package dev.rowseal.surface;

/**
 * A parameter of a JDBC method. The JDK's class files keep no parameter names, so the generator gives them.
 *
 * @param type the type as source text, with qualified names
 * @param erased the erased type by its simple name, as policies write it
 * @param name a name unique in its method
 */
record Parameter(String type, String erased, String name) {}
