/** The leased, zeroised cache of unwrapped keys. */
module dev.rowseal.keycache {
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires com.github.benmanes.caffeine;

    exports dev.rowseal.keycache;
}
