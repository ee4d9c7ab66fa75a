package dev.rowseal.jdbc;

import java.sql.Statement;

/** A {@link Statement} without parameters. */
final class TextStatement extends RowsealStatement {

    private final Statement delegate;
    private final RowsealConnection connection;

    TextStatement(Statement delegate, RowsealConnection connection) {
        this.delegate = delegate;
        this.connection = connection;
    }

    @Override
    Statement delegate() {
        return delegate;
    }

    @Override
    RowsealConnection connection() {
        return connection;
    }
}
