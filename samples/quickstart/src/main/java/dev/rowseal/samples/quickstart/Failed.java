package dev.rowseal.samples.quickstart;

import java.sql.SQLException;

/** How a failed statement is shown. */
final class Failed {

    private Failed() {}

    /**
     * SQLState and message.
     *
     * @throws Unexpected when its SQLState begins otherwise: it failed for another reason than it should
     */
    static String shown(SQLException failure, String state) {
        String given = String.valueOf(failure.getSQLState());
        if (!given.startsWith(state)) {
            throw new Unexpected("SQLState " + given + " instead of " + state + ": " + failure.getMessage());
        }
        return given + ": " + failure.getMessage();
    }
}
