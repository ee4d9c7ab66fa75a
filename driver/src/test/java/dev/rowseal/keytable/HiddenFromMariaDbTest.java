package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What MariaDB does not show to everybody counts all the same, or ends the count. */
@OnEveryDatabase(Engine.MARIADB)
@Timeout(120)
class HiddenFromMariaDbTest extends CountedPatients {

    HiddenFromMariaDbTest(TestDatabase database, @TempDir Path folder) {
        super(database, folder);
    }

    @Test
    void aPreparedTransactionWhoseSessionIsGoneIsWaitedFor() throws Exception {
        String xid = "'" + UUID.randomUUID() + "'";
        try (Connection writer = database.plain();
                Statement statement = writer.createStatement()) {
            statement.execute("xa start " + xid);
            statement.execute("insert into patient (id, ssn) select 9, ssn from patient where id = 1");
            statement.execute("xa end " + xid);
            statement.execute("xa prepare " + xid);
        }
        CompletableFuture<Long> count = counting();
        Thread.sleep(700);
        boolean waits = !count.isDone();
        database.execute("xa commit " + xid);
        assertThat(waits).isTrue();
        assertThat(count.get(30, TimeUnit.SECONDS)).isEqualTo(6);
    }

    @Test
    void theHistoryOfAVersionedTableCounts() throws SQLException {
        database.execute("alter table patient add system versioning", "delete from patient");
        assertThat(count()).isEqualTo(5);
    }

    @Test
    void whatOtherServersMayWriteEndsTheCount() throws SQLException {
        database.execute("set global read_only = 1");
        try {
            assertThatThrownBy(this::count).isInstanceOf(Misconfigured.class).hasMessageContaining("read_only");
        } finally {
            database.execute("set global read_only = 0");
        }
        SealedValues inACluster = new SealedValues(this::inACluster, policy, table);
        assertThatThrownBy(() -> inACluster.drainedCount(owner(), 1))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("wsrep_on");
    }

    /** A connection to a server that answers as a node of a Galera cluster does. */
    private Connection inACluster() throws SQLException {
        return (Connection) asked(database.plain(), Connection.class);
    }

    private static Object asked(Object real, Class<?> type) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            boolean question = arguments != null && arguments[0] instanceof String sql && sql.contains("'wsrep_on'");
            try {
                Object result = method.invoke(real, question ? new Object[] {"select 'wsrep_on', 'ON'"} : arguments);
                return method.getReturnType() == Statement.class ? asked(result, Statement.class) : result;
            } catch (InvocationTargetException e) {
                throw e.getTargetException();
            }
        });
    }
}
