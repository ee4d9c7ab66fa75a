package dev.rowseal.crash;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Properties;
import java.util.concurrent.atomic.AtomicLong;

/** A process that seals, opens and looks up all the time in several threads, until its keys are refused. */
final class Revoked {

    private static final int THREADS = 3;
    /** Long after it should have been refused. */
    private static final long MOST_MILLIS = 40_000;

    private static final String URL = "jdbc:h2:mem:revoked;DB_CLOSE_DELAY=-1";

    /** When the last use that went well was begun, in milliseconds since the epoch. */
    private static final AtomicLong LAST = new AtomicLong();

    private static final AtomicLong IDS = new AtomicLong(1);

    private Revoked() {}

    /** Argument: the configuration. */
    public static void main(String[] args) throws Exception {
        try (Connection plain = DriverManager.getConnection(URL);
                Statement statement = plain.createStatement()) {
            statement.execute(
                    "create table patient (id bigint primary key, ssn varbinary(208), ssn_idx varbinary(16))");
        }
        Properties properties = new Properties();
        properties.setProperty("rowseal.config", args[0]);
        properties.setProperty("rowseal.create-key-table", "true");
        Thread[] threads = new Thread[THREADS];
        for (int i = 0; i < THREADS; i++) {
            threads[i] = new Thread(() -> useUntilRefused(properties));
            threads[i].start();
        }
        for (Thread thread : threads) {
            thread.join();
        }
        // Nothing is cached that a second use could find.
        useUntilRefused(properties);
        System.out.println("last " + LAST.get());
    }

    private static void useUntilRefused(Properties properties) {
        try (Connection connection =
                DriverManager.getConnection("jdbc:rowseal:h2:mem:revoked;DB_CLOSE_DELAY=-1", properties)) {
            long end = System.currentTimeMillis() + MOST_MILLIS;
            for (int round = 0; ; round++) {
                long begun = System.currentTimeMillis();
                if (begun > end) {
                    say("never refused");
                    return;
                }
                use(connection, IDS.getAndIncrement());
                LAST.accumulateAndGet(begun, Math::max);
                if (round == 0) {
                    say("used");
                }
                Thread.sleep(5);
            }
        } catch (SQLException refused) {
            say("refused " + refused.getSQLState() + " " + refused.getMessage());
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void use(Connection connection, long id) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO patient (id, ssn) VALUES (?, ?)");
                PreparedStatement find = connection.prepareStatement("SELECT ssn FROM patient WHERE ssn = ?")) {
            insert.setLong(1, id);
            insert.setString(2, "value " + id);
            insert.executeUpdate();
            find.setString(1, "value " + id);
            try (ResultSet rows = find.executeQuery()) {
                if (!rows.next() || !rows.getString(1).equals("value " + id)) {
                    throw new AssertionError("a value is gone");
                }
            }
        }
    }

    private static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }
}
