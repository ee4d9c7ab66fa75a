package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the key table leaves in a server's session, which a pooler may give to another client next. */
@OnEveryDatabase(Engine.POSTGRESQL)
class KeyTableSessionTest {

    private final TestDatabase database;

    KeyTableSessionTest(TestDatabase database) {
        this.database = database;
    }

    private static String shown(Connection connection, String setting) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("show " + setting)) {
            row.next();
            return row.getString(1);
        }
    }

    /** A connection that tells how a transaction runs when a statement is prepared in it, and is not closed. */
    private static Connection watched(Connection real, List<String> levels) {
        return (Connection) Proxy.newProxyInstance(
                KeyTableSessionTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        return null;
                    }
                    if (method.getName().equals("prepareStatement") && !real.getAutoCommit()) {
                        levels.add(shown(real, "transaction_isolation"));
                    }
                    try {
                        return method.invoke(real, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                });
    }

    @Test
    void itsTransactionsAreReadCommittedAndNobodyElsesAre() throws SQLException {
        TableName usual = new TableName(null, new Name("rowseal_keys", false));
        new JdbcKeyTable(database::plain, usual).create();
        List<String> levels = new ArrayList<>();
        try (Connection session = database.plain()) {
            try (Statement statement = session.createStatement()) {
                statement.execute("set session characteristics as transaction isolation level serializable");
            }
            assertThat(new JdbcKeyTable(() -> watched(session, levels), usual).byId(1))
                    .isEmpty();
            session.rollback();
            session.setAutoCommit(true);
            assertThat(shown(session, "transaction_isolation")).isEqualTo("serializable");
        }
        assertThat(levels).isNotEmpty().containsOnly("read committed");
    }
}
