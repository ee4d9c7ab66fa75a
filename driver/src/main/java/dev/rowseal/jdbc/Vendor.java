package dev.rowseal.jdbc;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Storage;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.plan.Plan;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Types;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What the door must know of one database and its driver beyond SQL and values. Implementations hold nothing. */
sealed interface Vendor permits H2Vendor, PostgresVendor, MariaDbVendor {

    static Vendor of(Dialect dialect) {
        return switch (dialect) {
            case H2 -> new H2Vendor();
            case POSTGRESQL -> new PostgresVendor();
            case MARIADB -> new MariaDbVendor();
        };
    }

    /**
     * Checks what the URL and the properties ask of the wrapped driver.
     *
     * @throws Misconfigured when Rowseal cannot keep its promises with one of its options
     */
    default void requireOptions(RowsealUrl url) {}

    /** Refuses a savepoint's name of which its driver would make SQL. */
    default void requireSavepoint(@Nullable String name) throws SQLException {}

    /**
     * Checks that the session reads a text as planning took it to be read. For texts that may name a sealed table only.
     *
     * @param known what was learnt of this session before; null when it may have changed since
     * @param planned whether the text was planned, not passed
     * @return what was learnt, to be given again
     * @throws SQLException a refusal, or what the database says when it is asked
     */
    default @Nullable Judged requireSession(Connection session, @Nullable Judged known, String sql, boolean planned)
            throws SQLException {
        return null;
    }

    /** A text with JDBC's escapes undone, as the driver sends it; as it is where the driver takes it for none. */
    default String sent(Connection session, String sql) {
        try {
            return session.nativeSQL(sql);
        } catch (SQLException wrong) {
            // It is not sent then.
            return sql;
        }
    }

    /** What a driver tells of a session. */
    enum Transaction {
        NONE,
        OPEN,
        /** It takes nothing but its end. */
        FAILED,
        UNTOLD
    }

    /** Tells, without asking the server, whether a transaction has begun in a session, where its driver does. */
    default Supplier<Transaction> transactions(Connection session) {
        return () -> Transaction.UNTOLD;
    }

    /** Whether DDL is a part of a transaction, and questions to the catalogue may be answered as things were when it began. */
    default boolean seesOldCatalogue() {
        return false;
    }

    /** Whether they are answered so in the transaction that runs. */
    default boolean seesOldCatalogue(Connection session) throws SQLException {
        return false;
    }

    /** Refuses a change, a step of which was the session's last query, where the database may have failed with what it warns of. */
    default void requireUnwarned(Connection session) throws SQLException {}

    /** What decides where a session looks for names, asked for without a snapshot, where {@link #seesOldCatalogue()}. */
    default String pathSettings(Connection session) throws SQLException {
        return "";
    }

    /** Whether a session is told of the catalogue what its role may know. */
    default boolean tellsByRole() {
        return false;
    }

    /** Whether rows that are fetched piece by piece end with the transaction. */
    default boolean endsCursors() {
        return false;
    }

    /** Takes back what a transaction holds, as the database does with one of two that wait for each other. */
    default void abandon(Connection session, boolean begun, SQLException why) throws SQLException {
        if (begun || !session.getAutoCommit()) {
            session.rollback();
        }
    }

    /** Has a transaction take and write names as a session does, where they depend on where it looks for them. */
    default void looksAs(Connection transaction, Connection session) throws SQLException {}

    /** Has a transaction, which begins, see what is, and wait no longer than a moment for a lock. */
    default void waitsBriefly(Connection session) throws SQLException {}

    /** Whether a search path tells that a session has tables of its own. */
    default boolean tellsOwnSchema() {
        return false;
    }

    /** Whether a session with this search path has tables of its own, where that is told. */
    default boolean isOwnSchema(List<String> searchPath) {
        return false;
    }

    /** Whether that asks the session something for this text, which may begin a transaction. */
    default boolean asksBeforeTransactions(String sql) {
        return false;
    }

    /** What was learnt of a session, judged once for all texts that run in it. */
    sealed interface Judged permits MariaDbModes, H2Mode {}

    /** Whether results name a column by its label, where it has another one in its table. */
    default boolean namesByLabel(Connection session) throws SQLException {
        return false;
    }

    /** Whether the driver runs no more of a batch when an entry fails, and keeps none of it. */
    default boolean keepsNoFailedBatch() {
        return false;
    }

    /** The same of a planned statement, where an entry fails whose value cannot be stored. */
    default boolean keepsNoFailedBatch(Plan.Rewritten plan) {
        return keepsNoFailedBatch();
    }

    /** Whether a session can be asked what the statement before did ({@link dev.rowseal.plan.LastStatement}). */
    default boolean tellsOfLast() {
        return false;
    }

    /** What tells whether a failed batch's transaction still has what ran in it before, where a driver runs the rest. */
    interface Stands {
        boolean behind(BatchUpdateException failure) throws SQLException;
    }

    /** To be asked before a batch is run in a transaction. */
    default Stands beforeBatch(Connection session) throws SQLException {
        return failure -> true;
    }

    /** Whether the failures of a batch's entries are chained to the batch's own. */
    default boolean chainsFailures() {
        return true;
    }

    /** Whether a large object that is read is what a cell holds, and not an object of its own that the cell names. */
    default boolean keepsLargeObjectsInCells() {
        return true;
    }

    /** The JDBC type that a NULL in a binary column is set with. */
    default int nullBinaryType() {
        return Types.VARBINARY;
    }

    /** Whether values are converted to the types of their columns before any default is evaluated. */
    default boolean convertsFirst() {
        return false;
    }

    /** A table of so many rows as its one parameter says. */
    String numbers();

    /** The name of the type of which an array of blind indexes is made. */
    default String indexArrayType(Storage storage) {
        return storage == Storage.TEXT ? "varchar" : "varbinary";
    }

    /** Whether the driver stores what the application writes into a large object that it makes, before it is bound. */
    default boolean storesMadeObjects() {
        return false;
    }

    /** Whether the driver takes large objects when they are set, and not when the statement is executed. */
    default boolean takesWhenSet() {
        return true;
    }

    /**
     * How many bytes or characters of a stream the driver takes when it is set, at most; below 0 when it reads it later.
     *
     * @throws SQLException when it does not take it at all
     */
    default long takes(BindType type) throws SQLException {
        return -1;
    }

    /**
     * Whether an element of an array is compared as the value that it is, and not as what its text is in the array's
     * type.
     *
     * @param type the array's elements' type, of {@link Types}
     */
    default boolean keepsElement(int type, Object element) {
        return true;
    }

    /** A literal of bytes, whatever the session's settings are. */
    default String binaryLiteral(String hex) {
        return "X'" + hex + "'";
    }

    /** The failure that the plain driver has for NULL in a column that takes none. */
    SQLException notNull(String message);

    /** The SQLState that the plain driver has for a column number out of range. */
    @Nullable
    String noSuchColumnState();

    /** The SQLState that the plain driver has for a column label that there is not. */
    @Nullable
    String noSuchLabelState();

    /** How labels in the metadata's listings end that say in which schema, as the catalogue means it, something is. */
    default String schemaLabel() {
        return "SCHEM";
    }

    /** Whether a transaction may be running; where a savepoint outside one is no error, the database is asked. */
    default boolean mayBeInTransaction(Connection connection) throws SQLException {
        return true;
    }

    /**
     * Whether a connection is called read-only, and a statement under autocommit writes all the same, while a transaction
     * would not.
     */
    default boolean writesThoughReadOnly(Connection connection) throws SQLException {
        return false;
    }

    /**
     * Ends a transaction that runs, for a failure that was found before the statement was sent, as the database would have
     * for the same failure of its own. What cannot be done is added to the failure.
     *
     * @param begun whether a transaction may be running although autocommit is on, because a text began it
     */
    default void end(Connection connection, boolean begun, SQLException failure) {}

    /** Whether a cast gives NULL for what it cannot cast. */
    default boolean castsToNull() {
        return false;
    }

    /** Whether a label that the database gives is the one that planning took from the catalogue. */
    default boolean isLabel(String planned, String given) {
        return planned.equals(given);
    }

    /** Whether a result set shows a value that was set through it as it was set, until the row is read again. */
    default boolean showsWhatWasSet() {
        return false;
    }

    /**
     * Whether a move leaves the row that is to be inserted.
     *
     * @param onRow whether it came to a row; null when it failed
     */
    boolean leavesInsertRow(Move move, @Nullable Boolean onRow);

    /** Whether what was set in such a row can be cancelled where the cursor has left it. */
    default boolean cancelsNewRow() {
        return true;
    }

    /**
     * Whether the driver finds a row that it changes by the first key over NOT NULL columns in the order of the indexes'
     * names, as columns are labelled; otherwise by the primary key.
     */
    default boolean ordersKeysByName() {
        return false;
    }

    /** Whether what is a schema here is a catalog to JDBC. */
    default boolean schemasAreCatalogs() {
        return false;
    }

    /** What may move a cursor off the row that is to be inserted. */
    enum Move {
        /** From where it is. */
        STEP,
        /** To the first row or the last. */
        END,
        /** To any place, among rows or outside. */
        PLACE,
        /** Nowhere: the row was inserted. */
        INSERT
    }

    /** Whether generated keys can be read twice, and have the columns that were asked for. */
    default boolean rewindsKeys() {
        return true;
    }

    /** Whether inserted rows tell their ids by RETURNING only, and generated keys are one number for each row. */
    default boolean countsKeys() {
        return false;
    }

    /** An identifier, as the database stores it, in quotes. */
    default String quote(String stored) {
        return '"' + stored.replace("\"", "\"\"") + '"';
    }

    /** Whether a result set looks at its row before it looks at the number of a column. */
    default boolean judgesRowFirst() {
        return false;
    }

    /** Whether a change of no row has effects: triggers that fire once for a statement. */
    default boolean actsOnNoRow() {
        return false;
    }

    /** Whether a constant that cannot be stored fails although there is no row to store it in. */
    default boolean judgesConstantsFirst() {
        return false;
    }

    /** Whether unique keys are checked when a statement has changed all of its rows, and not row by row. */
    default boolean checksKeysLast() {
        return false;
    }

    /** Whether a truth value is a number, of which there are more than two. */
    default boolean countsTruth() {
        return false;
    }

    /** Whether a local date and time of a type is one moment only, and can be stored again as the same. */
    default boolean isOneMoment(Connection session, String type) throws SQLException {
        return true;
    }

    /** Whether an integer row id of 0 asks for a generated one, where there is one to be had. */
    default boolean zeroGenerates() {
        return false;
    }

    /** The URL and the properties, in lower case. */
    static String asked(RowsealUrl url) {
        return (url.wrapped() + "&" + url.properties()).toLowerCase(Locale.ROOT);
    }

    /** Refuses an option, however it was given. */
    static void refuseOption(RowsealUrl url, String option, String why) {
        if (asked(url).contains(option.toLowerCase(Locale.ROOT))) {
            throw new Misconfigured(option + " is not supported; " + why);
        }
    }
}
