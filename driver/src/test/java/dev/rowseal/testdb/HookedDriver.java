package dev.rowseal.testdb;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.DriverPropertyInfo;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The driver for {@code jdbc:hooked:<rest>}: opens {@code jdbc:<rest>} and tells a hook of each call on its connections,
 * statements and result sets before it is made. The hook may throw instead. Safe for use by many threads.
 */
public final class HookedDriver implements Driver {

    private static final String PREFIX = "jdbc:hooked:";
    private static final Map<String, Hook> HOOKS = new ConcurrentHashMap<>();

    static {
        try {
            DriverManager.registerDriver(new HookedDriver());
        } catch (SQLException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    private HookedDriver() {}

    /** What is told of each call. */
    public interface Hook {

        /**
         * A call that is about to be made.
         *
         * @param method its name; behind {@code ResultSet.} when it is one of a result set
         * @param sql the text that it has for an argument, or that its statement had before; empty when there is none
         */
        void called(String method, String sql) throws SQLException;
    }

    /** A new connection through Rowseal whose wrapped driver tells a hook of each call; the caller closes it. */
    public static Connection connect(TestDatabase database, Sealed sealed, Hook hook) throws SQLException {
        String url = hooked(database.url(), hook);
        return DriverManager.getConnection("jdbc:rowseal:" + url.substring("jdbc:".length()), sealed.properties());
    }

    /** The URL over which calls to a database are told to a hook. */
    public static String hooked(String url, Hook hook) {
        String hooked = PREFIX + url.substring("jdbc:".length());
        HOOKS.put(hooked, hook);
        return hooked;
    }

    @Override
    public @Nullable Connection connect(String url, Properties info) throws SQLException {
        if (!acceptsURL(url)) {
            return null;
        }
        Connection connection = DriverManager.getConnection("jdbc:" + url.substring(PREFIX.length()), info);
        Hook hook = Objects.requireNonNull(HOOKS.get(url), "no hook was given");
        return (Connection) hooked(connection, Connection.class, hook, "");
    }

    private static Object hooked(Object target, Class<?> type, Hook hook, String prepared) {
        String[] last = {prepared};
        return Proxy.newProxyInstance(
                HookedDriver.class.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (!(target instanceof ResultSet) && arguments != null && arguments[0] instanceof String text) {
                        last[0] = text;
                    }
                    hook.called((target instanceof ResultSet ? "ResultSet." : "") + method.getName(), last[0]);
                    try {
                        Object result = method.invoke(target, arguments);
                        Class<?> child = child(method.getReturnType());
                        return result == null || child == null ? result : hooked(result, child, hook, last[0]);
                    } catch (InvocationTargetException e) {
                        throw e.getTargetException();
                    }
                });
    }

    private static @Nullable Class<?> child(Class<?> type) {
        return type == Statement.class || type == PreparedStatement.class || type == ResultSet.class ? type : null;
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
