package dev.rowseal.jdbc;

import java.sql.SQLException;
import java.sql.Statement;

/** The {@link java.sql.Connection} that an application holds. */
abstract class RowsealConnection extends DelegatingConnection {

    // JDBC 4.5: no @Override, the JDK that compiles has none of them. Only the wrapped driver knows its rules of
    // quoting.

    public final String enquoteLiteral(String text) throws SQLException {
        try (Statement statement = delegate().createStatement()) {
            return statement.enquoteLiteral(text);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public final String enquoteNCharLiteral(String text) throws SQLException {
        try (Statement statement = delegate().createStatement()) {
            return statement.enquoteNCharLiteral(text);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public final String enquoteIdentifier(String identifier, boolean alwaysDelimit) throws SQLException {
        try (Statement statement = delegate().createStatement()) {
            return statement.enquoteIdentifier(identifier, alwaysDelimit);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    public final boolean isSimpleIdentifier(String identifier) throws SQLException {
        try (Statement statement = delegate().createStatement()) {
            return statement.isSimpleIdentifier(identifier);
        } catch (SQLException e) {
            throw failed(e);
        }
    }
}
