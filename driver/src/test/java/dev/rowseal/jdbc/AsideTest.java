package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a question beside a transaction leaves in a server's session, which a pooler may give to another client next. */
@OnEveryDatabase(Engine.POSTGRESQL)
class AsideTest {

    private final TestDatabase database;
    private final Deque<Connection> opened = new ArrayDeque<>();
    private final SealedDatabase sealed;

    AsideTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.database = database;
        Sealed configured = new Sealed(
                database,
                folder,
                "tables: { person: { row-id: { id: bigint }, columns: { ssn: { type: varchar(11) } } } }");
        RowsealUrl url = RowsealUrl.of(configured.url(), configured.properties());
        Driver real = DriverManager.getDriver(url.wrapped());
        Driver pooled = (Driver) Proxy.newProxyInstance(
                AsideTest.class.getClassLoader(), new Class<?>[] {Driver.class}, (proxy, method, arguments) -> {
                    Object given = method.invoke(real, arguments);
                    return given instanceof Connection connection ? kept(connection) : given;
                });
        try (Connection first = database.plain()) {
            this.sealed = SealedDatabase.open(
                    new WrappedDriver(url, pooled, null), SealedDatabase.policy(url), first, Clocks.MACHINE);
        }
    }

    /** A connection of which the server's session stays when it is closed. */
    private Connection kept(Connection real) {
        opened.add(real);
        return (Connection) Proxy.newProxyInstance(
                AsideTest.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @AfterEach
    void close() throws SQLException {
        sealed.close();
        for (Connection each : opened) {
            each.close();
        }
    }

    @Test
    void itsSettingsAreOfItsTransaction() throws SQLException {
        opened.clear();
        try (Connection session = database.plain();
                Aside aside = new Aside(sealed)) {
            try (Statement statement = session.createStatement()) {
                statement.execute("set search_path = pg_catalog, pg_temp");
            }
            aside.looksAs(session);
            Connection asked = opened.getLast();
            List<String> path = aside.ask(CatalogueReader::searchPath);
            assertThat(path).contains("pg_catalog").doesNotContain("public");
            assertThat(Planning.ask(asked, "show lock_timeout")).isEqualTo("250ms");
            assertThat(Planning.ask(asked, "show transaction_isolation")).isEqualTo("read committed");
        }
        Connection left = opened.getLast();
        left.setAutoCommit(true);
        assertThat(Planning.ask(left, "show lock_timeout")).isEqualTo("0");
        assertThat(Planning.ask(left, "show search_path")).contains("public");
    }
}
