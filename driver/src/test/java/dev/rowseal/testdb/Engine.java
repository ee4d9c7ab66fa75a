package dev.rowseal.testdb;

/** The databases that every test of the driver runs on. */
public enum Engine {
    H2("H2"),
    POSTGRESQL("PostgreSQL"),
    MARIADB("MariaDB");

    private final String productName;

    Engine(String productName) {
        this.productName = productName;
    }

    /** As {@link java.sql.DatabaseMetaData#getDatabaseProductName()} says it. */
    public String productName() {
        return productName;
    }
}
