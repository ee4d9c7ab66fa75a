package dev.rowseal.testdb;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicLong;

/** A named in-memory H2 database that outlives its connections until it is closed. */
final class H2Database implements TestDatabase {

    private static final AtomicLong COUNTER = new AtomicLong();

    private final String url;

    private H2Database(String url) {
        this.url = url;
    }

    static H2Database create() {
        return new H2Database("jdbc:h2:mem:rowseal_" + COUNTER.incrementAndGet() + ";DB_CLOSE_DELAY=-1");
    }

    @Override
    public Engine engine() {
        return Engine.H2;
    }

    @Override
    public String url() {
        return url;
    }

    @Override
    public String user() {
        return "sa";
    }

    @Override
    public String password() {
        return "";
    }

    @Override
    public void close() throws SQLException {
        try (Connection connection = plain();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown immediately");
        }
    }

    @Override
    public String toString() {
        return "H2";
    }
}
