package dev.rowseal.testdb;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Locale;
import java.util.Properties;

/**
 * A fresh, empty database of a test's own, reached without Rowseal. Closing it removes it. Safe for use by many
 * threads; each connection belongs to who opened it.
 */
public sealed interface TestDatabase extends AutoCloseable permits H2Database, PostgresDatabase, MariaDatabase {

    /** A new database on this engine; starts the engine when it does not run yet. */
    static TestDatabase on(Engine engine) {
        return switch (engine) {
            case H2 -> H2Database.create();
            case POSTGRESQL -> PostgresDatabase.create();
            case MARIADB -> MariaDatabase.create();
        };
    }

    /** Which engine it runs on. */
    Engine engine();

    /** The plain JDBC URL: without user, password or Rowseal's prefix. */
    String url();

    String user();

    String password();

    /** A new connection of the plain driver; the caller closes it. */
    default Connection plain() throws SQLException {
        Properties properties = new Properties();
        properties.setProperty("user", user());
        properties.setProperty("password", password());
        return DriverManager.getConnection(url(), properties);
    }

    /** Runs plain statements, each in its own transaction, on a connection of their own. */
    default void execute(String... statements) throws SQLException {
        try (Connection connection = plain();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The DDL type of binary storage for at most this many bytes: {@code bytea} or {@code varbinary(n)}. */
    default String binaryType(int bytes) {
        return engine() == Engine.POSTGRESQL ? "bytea" : "varbinary(" + bytes + ")";
    }

    /** The DDL type of binary storage without a limit that matters. */
    default String binaryType() {
        return switch (engine()) {
            case H2 -> "varbinary";
            case POSTGRESQL -> "bytea";
            case MARIADB -> "longblob";
        };
    }

    /** The DDL type of text storage with a binary collation; H2 compares by code point unless told otherwise. */
    default String textType(int characters) {
        return "varchar(" + characters + ")"
                + switch (engine()) {
                    case H2 -> "";
                    case POSTGRESQL -> " collate \"C\"";
                    case MARIADB -> " character set utf8mb4 collate utf8mb4_nopad_bin";
                };
    }

    /** The DDL type of text storage with a binary collation, without a limit that matters. */
    default String textType() {
        return switch (engine()) {
            case H2 -> "varchar";
            case POSTGRESQL -> "varchar collate \"C\"";
            case MARIADB -> "longtext character set utf8mb4 collate utf8mb4_nopad_bin";
        };
    }

    /** What the database makes of an unquoted name. */
    default String fold(String name) {
        return switch (engine()) {
            case H2 -> name.toUpperCase(Locale.ROOT);
            case POSTGRESQL -> name.toLowerCase(Locale.ROOT);
            case MARIADB -> name;
        };
    }

    /** The schema that unqualified names are in; on MariaDB it is the database itself. */
    default String defaultSchema() {
        return engine() == Engine.MARIADB ? url().substring(url().lastIndexOf('/') + 1) : fold("public");
    }

    /** A name for a further schema of this test, to be created by it; on MariaDB it is a database beside the others. */
    default String schema(String name) {
        return engine() == Engine.MARIADB ? defaultSchema() + "_" + name : name;
    }

    /** Makes a schema the one that unqualified names are in, on a connection of the plain driver or through Rowseal. */
    default void use(Connection connection, String schema) throws SQLException {
        if (engine() == Engine.MARIADB) {
            connection.setCatalog(schema);
        } else {
            connection.setSchema(fold(schema));
        }
    }

    /** A name in this database's quotes. */
    default String quote(String name) {
        String mark = engine() == Engine.MARIADB ? "`" : "\"";
        return mark + name.replace(mark, mark + mark) + mark;
    }

    /** Removes the database; connections that are still open are cut. */
    @Override
    void close() throws SQLException;
}
