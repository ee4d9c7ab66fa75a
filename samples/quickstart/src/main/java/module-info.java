/** A clinic whose patients are sealed: one runnable application. */
module dev.rowseal.samples.quickstart {
    requires static org.jspecify;
    requires com.h2database;
    requires dev.rowseal.annotations;
    requires dev.rowseal.driver;
    requires dev.rowseal.kms.local;
    requires embedded.postgres;
    requires info.picocli;
    requires java.logging;
    requires net.datafaker;
    requires org.postgresql.jdbc;

    opens dev.rowseal.samples.quickstart to
            info.picocli;
}
