package dev.rowseal.jdbc;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.sql.SQLXML;
import javax.xml.transform.Result;
import javax.xml.transform.Source;

/** XML that the application makes, as {@link HeapClob} holds text: as a text or a stream of it. Not for many threads. */
final class HeapXml implements SQLXML {

    private final SQLXML shadow;
    private String text = "";

    HeapXml(SQLXML shadow) {
        this.shadow = shadow;
    }

    @Override
    public String getString() throws SQLException {
        shadow.getString();
        return text;
    }

    @Override
    public Reader getCharacterStream() throws SQLException {
        return new StringReader(getString());
    }

    @Override
    public InputStream getBinaryStream() throws SQLException {
        return new ByteArrayInputStream(getString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void setString(String value) throws SQLException {
        HeapClob.requireValue(value);
        shadow.setString("");
        text = value;
    }

    @Override
    public Writer setCharacterStream() throws SQLException {
        Writer ends = shadow.setCharacterStream();
        return new StringWriter() {
            @Override
            public void close() throws IOException {
                ends.close();
                text = toString();
            }
        };
    }

    @Override
    public OutputStream setBinaryStream() throws SQLException {
        OutputStream ends = shadow.setBinaryStream();
        return new ByteArrayOutputStream() {
            @Override
            public void close() throws IOException {
                ends.close();
                text = toString(StandardCharsets.UTF_8);
            }
        };
    }

    @Override
    public <T extends Source> T getSource(Class<T> type) throws SQLException {
        throw Failures.refused("a Source of XML that the application made", "read it with getString");
    }

    @Override
    public <T extends Result> T setResult(Class<T> type) throws SQLException {
        throw Failures.refused("a Result that XML is written to", "set it with setString or setCharacterStream");
    }

    @Override
    public void free() throws SQLException {
        shadow.free();
        text = "";
    }

    @Override
    public String toString() {
        return "HeapXml[…]";
    }
}
