package dev.rowseal.samples.quickstart;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Properties;

/** The database below: as Rowseal's users reach it, and as its administrator does. Whoever opened it closes it. */
interface Database extends AutoCloseable {

    Engine engine();

    /** The URL without Rowseal. */
    String url();

    /** What goes with the URL; user and password. */
    Properties properties();

    /** Whether the tables are there, from an earlier run. */
    boolean isFilled() throws SQLException;

    /** Makes an empty schema where the database needs one of its own. */
    void prepare() throws SQLException;

    /** Brings all that is in memory to the files, and lets go of them where it must. */
    void settle() throws SQLException;

    /** Its files, or none when they are not on this machine. */
    List<Path> files() throws IOException;

    /** Removes what {@link #prepare} made, unless deleting the work folder does. */
    void remove() throws SQLException;

    @Override
    void close() throws IOException;

    /** A connection without Rowseal: what an administrator, or a thief, sees. The caller closes it. */
    default Connection plain() throws SQLException {
        return DriverManager.getConnection(url(), properties());
    }

    /** The URL with Rowseal in it. */
    default String sealedUrl() {
        return "jdbc:rowseal:" + url().substring("jdbc:".length());
    }

    /** Whether the connection's default schema has a table {@code patient}. */
    static boolean hasPatients(Connection connection) throws SQLException {
        String name = connection.getMetaData().storesUpperCaseIdentifiers() ? "PATIENT" : "patient";
        try (ResultSet tables = connection.getMetaData().getTables(null, connection.getSchema(), name, null)) {
            return tables.next();
        }
    }
}
