/** The JDBC door, the SQL planner and the JDBC key table. */
module dev.rowseal.driver {
    requires static dev.rowseal.surface;
    requires static org.jspecify;
    requires transitive dev.rowseal.core;
    requires transitive java.sql;
    requires com.github.benmanes.caffeine;
    requires dev.rowseal.keycache;
    requires net.sf.jsqlparser;
    requires org.snakeyaml.engine;

    exports dev.rowseal;

    provides java.sql.Driver with
            dev.rowseal.RowsealDriver;
}
