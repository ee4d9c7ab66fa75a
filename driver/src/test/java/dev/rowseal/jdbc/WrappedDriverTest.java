package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowseal.credentials.CredentialProviders;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.contract.MemorySecret;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.DriverPropertyInfo;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Properties;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/** How often a database is asked, and after which of its errors a secret is fetched. */
class WrappedDriverTest {

    /** A driver that lets the first few down, and notes who came. */
    private static final class Door implements Driver {

        final List<String> came = new ArrayList<>();
        final Deque<SQLException> refusals = new ArrayDeque<>();
        Runnable atFirst = () -> {};

        @Override
        public Connection connect(String url, Properties info) throws SQLException {
            came.add(info.getProperty("user") + "/" + info.getProperty("password"));
            atFirst.run();
            atFirst = () -> {};
            SQLException refusal = refusals.poll();
            if (refusal != null) {
                throw refusal;
            }
            return (Connection) Proxy.newProxyInstance(
                    Door.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> null);
        }

        @Override
        public boolean acceptsURL(String url) {
            return true;
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

    private final Door door = new Door();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private MemorySecret secret;

    @SuppressWarnings("NullAway.Init")
    private SharedCredentials shared;

    @SuppressWarnings("NullAway.Init")
    private WrappedDriver driver;

    @BeforeEach
    void open(TestInfo test) {
        String uri = "memory-secret:door/" + test.getDisplayName();
        secret = MemorySecret.named(uri);
        secret.set("u", "p1");
        shared = new SharedCredentials(CredentialProviders.open(uri, CredentialSource.Limits.DEFAULT));
        driver = new WrappedDriver(RowsealUrl.of("jdbc:rowseal:x:y", new Properties()), door, shared);
    }

    @AfterEach
    void close() {
        shared.close();
    }

    private @Nullable Throwable refuse(SQLException... refusals) {
        door.refusals.addAll(Arrays.asList(refusals));
        return catchThrowable(driver::connect);
    }

    private static SQLException refusal() {
        return new SQLException("the password is wrong", "28P01");
    }

    @Test
    void whatIsTheSameIsNotTriedAgain() {
        SQLException first = refusal();
        assertThat(refuse(first)).isSameAs(first);
        assertThat(door.came).containsExactly("u/p1");
        assertThat(secret.fetches()).isEqualTo(2);
        secret.set("u", "p1");
        SQLException second = refusal();
        assertThat(refuse(second)).isSameAs(second);
        assertThat(door.came).containsExactly("u/p1", "u/p1");
        assertThat(secret.fetches()).isEqualTo(3);
    }

    @Test
    void whatIsNewIsTriedOnce() {
        assertThat(refuse()).isNull();
        secret.set("u", "p2");
        SQLException last = refusal();
        assertThat(refuse(refusal(), last)).isSameAs(last);
        assertThat(door.came).containsExactly("u/p1", "u/p1", "u/p2");
        assertThat(secret.fetches()).isEqualTo(2);
        assertThat(refuse()).isNull();
        assertThat(door.came).endsWith("u/p2");
        assertThat(secret.fetches()).isEqualTo(2);
    }

    @Test
    void whatOthersFetchedMeanwhileCounts() {
        assertThat(refuse()).isNull();
        door.atFirst = () -> {
            secret.set("u", "p2");
            shared.after(1).close();
        };
        assertThat(refuse(refusal())).isNull();
        assertThat(door.came).containsExactly("u/p1", "u/p1", "u/p2");
        assertThat(secret.fetches()).isEqualTo(2);
    }

    @Test
    void whatOthersFetchedTooEarlyDoesNot() {
        assertThat(refuse()).isNull();
        door.atFirst = () -> {
            shared.after(1).close(); // finds nothing new
            secret.set("u", "p2");
        };
        assertThat(refuse(refusal())).isNull();
        assertThat(door.came).containsExactly("u/p1", "u/p1", "u/p2");
        assertThat(secret.fetches()).isEqualTo(3);
    }

    @Test
    void classTwentyEightIsARefusalAlsoAsACauseAndNothingElseIs() {
        assertThat(refuse()).isNull();
        for (SQLException refused : List.of(
                new SQLException("", "28000"),
                new SQLException("", "28P01"),
                new SQLException("Access denied", "", 1045),
                new SQLException("cannot connect", "08001", new RuntimeException(refusal())))) {
            int before = secret.fetches();
            assertThat(refuse(refused)).isSameAs(refused);
            assertThat(secret.fetches()).as("%s", refused.getSQLState()).isEqualTo(before + 1);
        }
        for (SQLException other : List.of(
                new SQLException("", "08001"),
                new SQLException("", "53300"),
                new SQLException("28P01"),
                new SQLException("", "2"))) {
            int before = secret.fetches();
            assertThat(refuse(other)).isSameAs(other);
            assertThat(secret.fetches()).as("%s", other.getSQLState()).isEqualTo(before);
        }
    }
}
