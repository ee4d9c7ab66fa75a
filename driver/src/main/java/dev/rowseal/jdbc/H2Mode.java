package dev.rowseal.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Locale;

/**
 * H2's compatibility mode, which is the whole database's, as a session last saw it.
 *
 * @param name as H2 spells it
 */
record H2Mode(String name) implements Vendor.Judged {

    private static final String ASK =
            "SELECT SETTING_VALUE FROM INFORMATION_SCHEMA.SETTINGS WHERE SETTING_NAME = 'MODE'";

    /** Asks a session. */
    static H2Mode of(Connection session) throws SQLException {
        return new H2Mode(Planning.ask(session, ASK));
    }

    private String folded() {
        return name.toUpperCase(Locale.ROOT);
    }

    /** Whether columns are named by their labels, and not as their tables name them. */
    boolean namesByLabel() {
        return folded().equals("POSTGRESQL");
    }

    /**
     * Refuses a mode in which values or statements are others: in Oracle's an empty text is NULL, in MySQL's NULL may be
     * inserted as 0, and each reads some SQL in its own way.
     */
    void require() throws SQLException {
        if (!folded().equals("REGULAR") && !namesByLabel()) {
            throw Failures.refused(
                    "a sealed table while H2 is in MODE=" + name,
                    "leave MODE out of the URL, or use MODE=PostgreSQL; or test with the database itself");
        }
    }
}
