package dev.rowseal.convert;

import java.sql.DataTruncation;

/** What does not fit into a column, as MariaDB's driver has it: with an SQLState and a message that JDBC's own class fixes. */
public class Truncation extends DataTruncation {

    private static final long serialVersionUID = 1;

    private final String message;
    private final String state;
    private final int code;

    /** A failure with the server's SQLState and code. */
    public Truncation(String message, String state, int code) {
        super(0, true, false, 0, 0);
        this.message = message;
        this.state = state;
        this.code = code;
    }

    @Override
    public final String getMessage() {
        return message;
    }

    @Override
    public final String getSQLState() {
        return state;
    }

    @Override
    public final int getErrorCode() {
        return code;
    }
}
