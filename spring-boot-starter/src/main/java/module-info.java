/** Rowseal in a Spring Boot application: its counters as meters. */
module dev.rowseal.spring {
    requires static micrometer.core;
    requires static org.jspecify;
    // whoever has the starter has the driver, as on the class path
    requires transitive dev.rowseal.driver;
    requires spring.boot.autoconfigure;
    requires spring.context;

    exports dev.rowseal.spring;
}
