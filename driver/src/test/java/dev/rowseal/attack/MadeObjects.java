package dev.rowseal.attack;

import java.io.OutputStream;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLXML;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Large objects that an application makes: each way to fill one, and what reading one tells. */
final class MadeObjects {

    static final String MARK = "MADE7Q4Z";
    static final String TEXT = MARK.repeat(2000);

    private MadeObjects() {}

    interface Fill {
        Object with(Connection connection) throws Exception;
    }

    /** Each way to fill one; a database whose driver makes none says so. */
    static List<Fill> fills() {
        return List.of(
                connection -> {
                    Clob clob = connection.createClob();
                    clob.setString(1, TEXT);
                    return clob;
                },
                connection -> {
                    Clob clob = connection.createNClob();
                    clob.setString(1, "x" + TEXT + "y", 1, TEXT.length());
                    return clob;
                },
                connection -> {
                    Clob clob = connection.createClob();
                    try (Writer writer = clob.setCharacterStream(1)) {
                        writer.write(TEXT);
                    }
                    return clob;
                },
                connection -> {
                    Blob blob = connection.createBlob();
                    try (OutputStream stream = blob.setBinaryStream(1)) {
                        stream.write(TEXT.getBytes(StandardCharsets.UTF_8));
                    }
                    return blob;
                },
                connection -> {
                    Blob blob = connection.createBlob();
                    blob.setBytes(1, TEXT.getBytes(StandardCharsets.UTF_8));
                    return blob;
                },
                connection -> {
                    SQLXML xml = connection.createSQLXML();
                    try (Writer writer = xml.setCharacterStream()) {
                        writer.write(TEXT);
                    }
                    return xml;
                },
                connection -> {
                    SQLXML xml = connection.createSQLXML();
                    try (OutputStream stream = xml.setBinaryStream()) {
                        stream.write(TEXT.getBytes(StandardCharsets.UTF_8));
                    }
                    return xml;
                },
                connection -> {
                    SQLXML xml = connection.createSQLXML();
                    xml.setString(TEXT);
                    return xml;
                });
    }

    static @Nullable Object made(Fill fill, Connection connection) throws Exception {
        try {
            return fill.with(connection);
        } catch (SQLFeatureNotSupportedException none) {
            return null;
        }
    }

    static void bind(PreparedStatement statement, int position, Object made) throws SQLException {
        if (made instanceof Clob clob) {
            statement.setClob(position, clob);
        } else if (made instanceof SQLXML xml) {
            statement.setSQLXML(position, xml);
        } else {
            statement.setBlob(position, (Blob) made);
        }
    }

    interface Told {
        Object get() throws Exception;
    }

    static void tell(List<String> story, Told told) throws Exception {
        try {
            story.add(String.valueOf(told.get()));
        } catch (SQLException e) {
            story.add("error " + e.getSQLState());
        }
    }
}
