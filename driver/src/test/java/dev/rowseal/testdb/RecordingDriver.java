package dev.rowseal.testdb;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.Blob;
import java.sql.CallableStatement;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.NClob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for {@code jdbc:recording:<rest>}: opens {@code jdbc:<rest>} and notes all that is handed to its connections,
 * statements and result sets, by URL. Wrapped by Rowseal, it sees what leaves. Safe for use by many threads.
 */
public final class RecordingDriver implements Driver {

    private static final String PREFIX = "jdbc:recording:";
    private static final Map<String, List<String>> RECORDED = new ConcurrentHashMap<>();

    static {
        try {
            DriverManager.registerDriver(new RecordingDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private RecordingDriver() {}

    /** The URL through which a database is reached with everything noted. */
    public static String url(TestDatabase database) {
        return PREFIX + database.url().substring("jdbc:".length());
    }

    /** Takes all that was noted since the last call, in order: {@code method|argument|…}. */
    public static List<String> take(String url) {
        List<String> notes = notes(url);
        synchronized (notes) {
            List<String> taken = List.copyOf(notes);
            notes.clear();
            return taken;
        }
    }

    private static List<String> notes(String url) {
        return RECORDED.computeIfAbsent(url, any -> new ArrayList<>());
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection connection = DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), info);
        return (Connection) recorded(connection, Connection.class, notes(url));
    }

    private static Object recorded(Object target, Class<?> type, List<String> notes) {
        return Proxy.newProxyInstance(
                RecordingDriver.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object[] seen = arguments == null ? null : arguments.clone();
                    if (seen != null) {
                        StringBuilder note = new StringBuilder(method.getName());
                        for (int i = 0; i < seen.length; i++) {
                            note.append('|');
                            seen[i] = noted(seen[i], note);
                        }
                        synchronized (notes) {
                            notes.add(note.toString());
                        }
                    }
                    try {
                        Object result = method.invoke(target, seen);
                        Class<?> child = child(method.getReturnType());
                        return result == null || child == null ? result : recorded(result, child, notes);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static @Nullable Class<?> child(Class<?> type) {
        return type == Statement.class
                        || type == PreparedStatement.class
                        || type == CallableStatement.class
                        || type == ResultSet.class
                        || type == Clob.class
                        || type == NClob.class
                        || type == Blob.class
                        || type == SQLXML.class
                ? type
                : null;
    }

    /** Notes an argument, and gives it, or a copy where noting used it up. */
    private static @Nullable Object noted(@Nullable Object argument, StringBuilder note) throws SQLException {
        try {
            if (argument instanceof byte[] bytes) {
                note.append(new String(bytes, StandardCharsets.ISO_8859_1));
            } else if (argument instanceof Reader reader) {
                StringBuilder text = new StringBuilder();
                for (int c = reader.read(); c >= 0; c = reader.read()) {
                    text.append((char) c);
                }
                note.append(text);
                return new StringReader(text.toString());
            } else if (argument instanceof InputStream stream) {
                byte[] bytes = stream.readAllBytes();
                note.append(new String(bytes, StandardCharsets.ISO_8859_1));
                return new ByteArrayInputStream(bytes);
            } else if (argument instanceof Clob clob) {
                note.append(clob.getSubString(1, (int) clob.length()));
            } else if (argument instanceof Blob blob) {
                note.append(new String(blob.getBytes(1, (int) blob.length()), StandardCharsets.ISO_8859_1));
            } else if (argument instanceof Array array) {
                note.append(array);
            } else if (argument instanceof Object[] many) {
                for (Object one : many) {
                    note.append(one).append(',');
                }
            } else {
                note.append(argument);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return argument;
    }

    @Override
    public boolean acceptsURL(String url) {
        return url.startsWith(PREFIX);
    }

    @Override
    public DriverPropertyInfo[] getPropertyInfo(String url, Properties info) {
        return new DriverPropertyInfo[0];
    }

    @Override
    public int getMajorVersion() {
        return 1;
    }

    @Override
    public int getMinorVersion() {
        return 0;
    }

    @Override
    public boolean jdbcCompliant() {
        return false;
    }

    @Override
    public @Nullable Logger getParentLogger() {
        return null;
    }
}
