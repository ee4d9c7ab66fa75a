package dev.rowseal.jdbc;

import dev.rowseal.catalog.Storage;
import dev.rowseal.convert.Foreseen;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** PostgreSQL and its JDBC driver. */
record PostgresVendor() implements Vendor {

    @Override
    public SQLException notNull(String message) {
        return new Foreseen.Any(message, "23502", 0);
    }

    /** Its driver's {@code readOnlyMode} is of transactions, unless it is set to be of sessions. */
    @Override
    public boolean writesThoughReadOnly(Connection connection) throws SQLException {
        return connection.isReadOnly()
                && Planning.ask(connection, "SHOW transaction_read_only").equals("off");
    }

    /** What tells of its transaction. */
    private static final String TELLS = "org.postgresql.core.BaseConnection";

    /** What a savepoint that there is not, no transaction, and one that has ended are called. */
    private static final Set<String> ENDED = Set.of("3B001", "25P01", "25P02");

    /** A statement that fails: afterwards a transaction takes nothing but a rollback, to a savepoint or of all. */
    @Override
    public void end(Connection connection, boolean begun, SQLException failure) {
        try {
            if (begun || !connection.getAutoCommit()) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("ROLLBACK TO SAVEPOINT rowseal_no_savepoint");
                }
            }
        } catch (SQLException end) {
            if (!ENDED.contains(String.valueOf(end.getSQLState()))) {
                failure.addSuppressed(Failures.cleaned(end));
            }
        }
    }

    /** Bytes of a given length stay in their stream, and what it has no method for, it does not read. */
    @Override
    public long takes(BindType type) throws SQLException {
        boolean text = type.setter() == Setter.CHARACTER_STREAM || type.setter() == Setter.ASCII_STREAM;
        if (type.isSized() && type.size() < 0 || text && type.wide()) {
            throw Failures.refused(
                    "a stream whose length is " + (type.size() < 0 ? "below zero" : "a long"),
                    "give its length as an int, or none, as PostgreSQL's driver wants it");
        }
        boolean takes = switch (type.setter()) {
            case CHARACTER_STREAM, BLOB -> true;
            case ASCII_STREAM, UNICODE_STREAM -> type.isSized();
            case BINARY_STREAM -> !type.isSized();
            case OBJECT -> type.typeName() == null;
            default -> false;
        };
        return !takes ? -1 : type.isSized() ? type.size() : Long.MAX_VALUE;
    }

    @Override
    public boolean keepsLargeObjectsInCells() {
        return false;
    }

    @Override
    public boolean judgesRowFirst() {
        return true;
    }

    @Override
    public boolean actsOnNoRow() {
        return true;
    }

    @Override
    public boolean judgesConstantsFirst() {
        return true;
    }

    @Override
    public boolean showsWhatWasSet() {
        return true;
    }

    /** A step it refuses there; an end it does not go to where there is no row. */
    @Override
    public boolean leavesInsertRow(Move move, @Nullable Boolean onRow) {
        return onRow != null && (move == Move.PLACE || move == Move.END && onRow);
    }

    @Override
    public boolean ordersKeysByName() {
        return true;
    }

    @Override
    public boolean cancelsNewRow() {
        return false;
    }

    /** It sends an array as a text, which the server reads. */
    @Override
    public boolean keepsElement(int type, Object element) {
        return switch (type) {
            case Types.VARCHAR -> element instanceof String;
            case Types.SMALLINT, Types.INTEGER, Types.BIGINT ->
                element instanceof Short || element instanceof Integer || element instanceof Long;
            case Types.NUMERIC -> element instanceof BigDecimal || element instanceof Long;
            case Types.BIT -> element instanceof Boolean;
            case Types.DATE -> element instanceof LocalDate;
            case Types.OTHER -> element instanceof UUID;
            default -> false;
        };
    }

    /** Its driver's connections tell; what wraps one is asked each time for the one that it stands for now. */
    @Override
    public Supplier<Transaction> transactions(Connection session) {
        try {
            Class<?> type = Class.forName(TELLS, false, session.getClass().getClassLoader());
            Method state = type.getMethod("getTransactionState");
            return () -> transaction(session, type, state);
        } catch (ReflectiveOperationException another) {
            return () -> Transaction.UNTOLD;
        }
    }

    private static Transaction transaction(Connection session, Class<?> type, Method state) {
        try {
            Object telling = type.isInstance(session) ? session : session.unwrap(type);
            return switch (String.valueOf(state.invoke(telling))) {
                case "IDLE" -> Transaction.NONE;
                case "FAILED" -> Transaction.FAILED;
                default -> Transaction.OPEN;
            };
        } catch (ReflectiveOperationException | SQLException untold) {
            return Transaction.UNTOLD;
        }
    }

    /** Its driver's {@code nativeSQL} leaves escapes as they are. */
    @Override
    public String sent(Connection session, String sql) {
        try {
            Object sent = Class.forName(
                            "org.postgresql.core.Parser",
                            false,
                            session.getClass().getClassLoader())
                    .getMethod("replaceProcessing", String.class, boolean.class, boolean.class)
                    .invoke(null, sql, true, true);
            return String.valueOf(sent);
        } catch (InvocationTargetException wrong) {
            // It is not sent then.
            return sql;
        } catch (ReflectiveOperationException another) {
            return Vendor.super.sent(session, sql);
        }
    }

    @Override
    public boolean seesOldCatalogue() {
        return true;
    }

    @Override
    public boolean seesOldCatalogue(Connection session) throws SQLException {
        return !Planning.ask(session, "SHOW transaction_isolation").startsWith("read ");
    }

    @Override
    public boolean mayBeInTransaction(Connection session) {
        return transactions(session).get() != Transaction.NONE;
    }

    @Override
    public String pathSettings(Connection session) throws SQLException {
        return Planning.ask(session, "SHOW search_path") + "\n" + Planning.ask(session, "SHOW role") + "\n"
                + Planning.ask(session, "SHOW session_authorization");
    }

    @Override
    public void abandon(Connection session, boolean begun, SQLException why) {
        end(session, begun, why);
    }

    @Override
    public boolean endsCursors() {
        return true;
    }

    /** Functions of the catalogue lock the tables that they tell of. */
    @Override
    public void waitsBriefly(Connection session) throws SQLException {
        try (Statement statement = session.createStatement()) {
            statement.execute("SET TRANSACTION ISOLATION LEVEL READ COMMITTED; SET LOCAL lock_timeout = 250");
        }
    }

    @Override
    public void looksAs(Connection transaction, Connection session) throws SQLException {
        try (PreparedStatement sets =
                transaction.prepareStatement("SELECT pg_catalog.set_config('search_path', ?, true)")) {
            sets.setString(1, Planning.ask(session, "SHOW search_path"));
            sets.execute();
        }
    }

    @Override
    public boolean tellsOwnSchema() {
        return true;
    }

    @Override
    public boolean isOwnSchema(List<String> searchPath) {
        return searchPath.stream().anyMatch(schema -> schema.startsWith("pg_temp_"));
    }

    /** Where a backslash escapes, strings end elsewhere than planning takes them to. */
    @Override
    public @Nullable Judged requireSession(Connection session, @Nullable Judged known, String sql, boolean planned)
            throws SQLException {
        if (asksBeforeTransactions(sql)
                && !Planning.ask(session, "SHOW standard_conforming_strings").equals("on")) {
            throw Failures.refused(
                    "a text with backslashes while standard_conforming_strings is off",
                    "give it as a parameter, or leave the setting on");
        }
        return null;
    }

    @Override
    public boolean asksBeforeTransactions(String sql) {
        return sql.indexOf('\\') >= 0;
    }

    @Override
    public boolean keepsNoFailedBatch() {
        return true;
    }

    @Override
    public boolean rewindsKeys() {
        return false;
    }

    @Override
    public int nullBinaryType() {
        return Types.BINARY;
    }

    @Override
    public boolean convertsFirst() {
        return true;
    }

    @Override
    public String numbers() {
        return "pg_catalog.generate_series(1, ?)";
    }

    @Override
    public String indexArrayType(Storage storage) {
        return storage == Storage.TEXT ? "varchar" : "bytea";
    }

    @Override
    public String binaryLiteral(String hex) {
        return "pg_catalog.decode('" + hex + "', 'hex')";
    }

    @Override
    public String noSuchColumnState() {
        return "22023";
    }

    @Override
    public String noSuchLabelState() {
        return "42703";
    }
}
