package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;

/** The databases whose catalogue and DDL are known. */
public enum Dialect {
    H2("H2"),
    POSTGRESQL("PostgreSQL"),
    MARIADB("MariaDB");

    private final String productName;

    Dialect(String productName) {
        this.productName = productName;
    }

    /**
     * The dialect of the database behind a connection.
     *
     * @throws Misconfigured when it is none of these
     */
    public static Dialect of(DatabaseMetaData metaData) throws SQLException {
        String product = metaData.getDatabaseProductName();
        for (Dialect dialect : values()) {
            if (dialect.productName.equals(product)) {
                return dialect;
            }
        }
        throw new Misconfigured(
                "Rowseal does not know the database '" + product + "'; it knows H2, PostgreSQL and MariaDB");
    }
}
