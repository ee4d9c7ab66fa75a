package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.contract.LogListener;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What the audit log says of an attack and of a refusal, and what it never says. */
@OnEveryDatabase(Engine.H2)
class AuditTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
            """;

    private static final Logger AUDIT = Logger.getLogger("dev.rowseal.audit");

    private final TestDatabase database;
    private final Sealed sealed;
    private final List<String> lines = new CopyOnWriteArrayList<>();

    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLevel() + " " + record.getMessage());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    AuditTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(database, folder, TABLES);
    }

    @BeforeEach
    void listen() throws SQLException {
        AUDIT.setLevel(Level.ALL);
        AUDIT.addHandler(handler);
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                + database.binaryType(16) + ")");
    }

    @AfterEach
    void stop() {
        AUDIT.removeHandler(handler);
        AUDIT.setLevel(null);
    }

    @Test
    void keysAttacksAndRefusalsAreToldAndNoValue() throws SQLException {
        try (Connection connection = sealed.connect();
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (1, 'secret-1'), (2, 'secret-2')");
            assertThat(lines)
                    .anyMatch(line -> line.matches("FINE event=key.wrapped .*purpose=\"data\" .*micros=\\d+"))
                    .anyMatch(line -> line.matches("INFO event=key.made .* about=\"generation 1\""))
                    .anyMatch(line -> line.matches("FINE event=key.unwrapped .*purpose=\"index\" .*"));

            database.execute("update patient set ssn = (select ssn from patient where id = 1) where id = 2");
            try (ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id = 2")) {
                rows.next();
                assertThatThrownBy(() -> rows.getString(1)).isInstanceOf(SQLException.class);
            }
            assertThat(lines).anyMatch(line -> line.startsWith("WARNING event=value.not-authentic about="));

            assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM patient WHERE ssn > 'secret-1'"))
                    .isInstanceOf(SQLException.class);
            assertThat(lines).anyMatch(line -> line.startsWith("INFO event=statement.refused about="));
        }
        assertThat(lines).noneMatch(line -> line.contains("secret-"));
    }

    /** A handler that writes each line to a sealed table, with the keys that the lines are about. */
    @Test
    @Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void theLogMayBeWrittenThroughRowsealItself() throws SQLException {
        AtomicLong written = new AtomicLong(100);
        try (Connection log = sealed.connect();
                Connection connection = sealed.connect();
                LogListener writer = new LogListener(line -> write(log, written.incrementAndGet(), line));
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("INSERT INTO patient (id, ssn) VALUES (1, 'secret-1')");
            assertThatThrownBy(() -> statement.executeQuery("SELECT id FROM patient WHERE ssn > 'x'"))
                    .isInstanceOf(SQLException.class);
            List<String> stored = new ArrayList<>();
            try (ResultSet rows = statement.executeQuery("SELECT ssn FROM patient WHERE id > 100 ORDER BY id")) {
                while (rows.next()) {
                    stored.add(rows.getString(1));
                }
            }
            assertThat(stored).contains("event=key.wrapped", "event=key.made", "event=statement.refu");
        }
    }

    /** As much of a line as the column takes. */
    private static void write(Connection log, long id, String line) {
        try (PreparedStatement insert = log.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)")) {
            insert.setLong(1, id);
            insert.setString(2, line.substring(0, Math.min(20, line.indexOf(' '))));
            insert.executeUpdate();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
