/** The JDBC door, the SQL planner and the JDBC key table. */
module dev.rowseal.driver {
    requires static dev.rowseal.surface;
    requires static transitive org.jspecify;
    requires transitive dev.rowseal.core;
    requires transitive java.sql;
    requires net.sf.jsqlparser;
    requires org.snakeyaml.engine;
}
