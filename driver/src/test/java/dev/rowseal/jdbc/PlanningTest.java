package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.plan.Plan;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is planned once, and when again. */
@OnEveryDatabase
class PlanningTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private static final String LOOKUP = "SELECT ssn FROM patient WHERE ssn = ?";

    private final TestDatabase database;
    private final Connection wrapped;
    private final SealedDatabase sealed;

    PlanningTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.database = database;
        Sealed configured = new Sealed(database, folder, TABLES);
        RowsealUrl url = RowsealUrl.of(configured.url(), configured.properties());
        this.wrapped = database.plain();
        WrappedDriver driver = new WrappedDriver(url, DriverManager.getDriver(url.wrapped()), null);
        this.sealed = SealedDatabase.open(driver, SealedDatabase.policy(url), wrapped, Clocks.MACHINE);
    }

    @BeforeEach
    void make() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.binaryType() + ", ssn_idx "
                + database.binaryType(16) + ", city varchar(20))");
    }

    @AfterEach
    void close() throws SQLException {
        sealed.close();
        wrapped.close();
    }

    private Planning planning(Connection connection) {
        return new RowsealConnection(connection, sealed, "jdbc:rowseal:").planning();
    }

    /** A plan that is made anew is another object. */
    @Test
    void aKnownTextIsNotPlannedAgain() throws SQLException {
        Planning planning = planning(wrapped);
        Planned first = planning.plan(LOOKUP, false);
        assertThat(planning.plan(String.join("", LOOKUP, ""), false)).isSameAs(first);
        assertThat(planning.replan(LOOKUP, first)).isSameAs(first);
        assertThat(planning.plan(LOOKUP, true)).isNotSameAs(first);
        try (Connection other = sealed.connect()) {
            assertThat(planning(other).plan(LOOKUP, false)).isSameAs(first);
        }
        Planned passes = planning.plan("SELECT 1", false);
        assertThat(passes.plan()).isInstanceOf(Plan.PassThrough.class);
        assertThat(planning.plan("SELECT 1", false)).isSameAs(passes);
    }

    /** It would stay in memory. */
    @Test
    void aTextWithAValueIsPlannedEachTime() throws SQLException {
        Planning planning = planning(wrapped);
        String sql = "UPDATE patient SET ssn = 'secret' WHERE id = 1";
        assertThat(planning.plan(sql, false)).isNotSameAs(planning.plan(sql, false));
    }

    @Test
    void aChangeThroughTheDriverIsNoticedAtOnce() throws SQLException {
        Planning planning = planning(wrapped);
        Planned first = planning.plan(LOOKUP, false);
        sealed.catalogueChanged();
        assertThat(planning.plan(LOOKUP, false)).isNotSameAs(first);
    }

    /** Another client's: a minute after the catalogue was last read, by a connection that has been there all the time. */
    @Test
    void aChangeByAnotherClientIsNoticedWithinAMinute() throws SQLException {
        Planning planning = planning(wrapped);
        Planned before = planning.plan(LOOKUP, false);
        String view = "SELECT id FROM later";
        assertThat(planning.plan(view, false).plan()).isInstanceOf(Plan.PassThrough.class);
        database.execute("create view later as select id, ssn from patient");

        read(30);
        assertThat(planning.plan(LOOKUP, false)).isSameAs(before);
        read(60);
        assertThatThrownBy(() -> planning.plan(view, false))
                .isInstanceOf(SQLFeatureNotSupportedException.class)
                .hasMessageContaining("leads to a sealed table");
        assertThat(planning.plan(LOOKUP, false)).isNotSameAs(before);
    }

    /** Makes it so many seconds since the catalogue was read. */
    private void read(int seconds) {
        try {
            Field field = SealedDatabase.class.getDeclaredField("factsRead");
            field.setAccessible(true);
            ((AtomicLong) field.get(sealed)).set(System.nanoTime() - seconds * 1_000_000_000L - 1);
        } catch (ReflectiveOperationException e) {
            throw new LinkageError("the field is another", e);
        }
    }
}
