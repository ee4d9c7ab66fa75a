package dev.rowseal.jdbc;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.catalog.DatabaseCatalogue;
import dev.rowseal.catalog.SealedTable;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTransactionRollbackException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * What one session sees of the catalogue, whether others may believe it, and who is asked: what a transaction has
 * changed, and a session's own tables, are of that session alone; and what it sees as it was when it began, of nobody. One
 * connection's.
 */
final class SessionSight implements AskingReader.Asks {

    private final Connection delegate;
    private final SealedDatabase database;
    private final Supplier<Vendor.Transaction> transactions;
    private final SessionQuestions questions;
    private final DatabaseCatalogue catalogue;

    /** Whether the transaction may have changed the catalogue: others see that when it has ended, if it is kept. */
    private boolean changed;
    /** Whether it may have changed the session's own tables. */
    private boolean ownChanged;
    /** Whether the session may have tables of its own, or see what others do not, where nothing tells. */
    private boolean ownTables;
    /** At which version of what is shared the session's own look at the catalogue was taken. */
    private long ownSince;
    /** Whether the session may have set where it looks for names. */
    private boolean ownPath;
    /** Whether any text may have begun a transaction since the last ended, where nothing tells. */
    private boolean open;
    /** Whether nothing was run since the session was without a transaction that has one see the database as it is then. */
    private boolean blank = true;
    /** Whether the transaction is known to see the catalogue as it was when it began. */
    private boolean old;
    /** Whether what is now is asked for, whatever is remembered. */
    private boolean now;
    /** The changes of the schema of this session's own. */
    private final PendingDdl.Own pending;
    /** How the changes of others stood before the session last looked at the catalogue. */
    private long mark;
    /** How many changes of the schema were known when the session was last seen without a transaction. */
    private long changesBefore;
    /** What was shared then: a transaction that began later may add to it what it sees. */
    private long sharedBefore;

    SessionSight(RowsealConnection connection, Connection delegate, SealedDatabase database) {
        this.delegate = delegate;
        this.database = database;
        this.transactions = database.vendor().transactions(delegate);
        CatalogueReader reader = CatalogueReader.of(delegate);
        this.questions = new SessionQuestions(connection, delegate, database, transactions, reader);
        this.pending = database.pendingDdl().new Own();
        this.catalogue = database.catalogue(delegate, new AskingReader(reader, this));
        this.changesBefore = database.schemaChanges();
        this.sharedBefore = database.catalogueVersion();
    }

    DatabaseCatalogue catalogue() {
        return catalogue;
    }

    /** How the session is asked. */
    SessionQuestions questions() {
        return questions;
    }

    /**
     * A transaction that sees the catalogue as it was when it began has its statements run by the schema of now. It adds to
     * what is shared since before that; where that was forgotten meanwhile, others are asked. So they are where the question
     * would be the first that it sees the database by. What it may have changed itself nobody else sees: then both are asked.
     */
    @Override
    public <T> T ofAll(Function<CatalogueReader, T> question) {
        return SessionQuestions.told(() -> {
            if (isBlankTransaction()) {
                return orItself(() -> askedAside(question), question);
            }
            if (!database.vendor().seesOldCatalogue()
                    || transactions.get() == Vendor.Transaction.FAILED
                    || !inTransaction()) {
                return asked(question);
            }
            boolean known = changed ? changesBefore == database.schemaChanges() : sharedBefore == catalogue.version();
            if (known && !now || !isOld()) {
                return asked(question);
            }
            return changed || ownChanged ? askedBoth(question) : askedAside(question);
        });
    }

    @Override
    public <T> T ofSession(Function<CatalogueReader, T> question) {
        return SessionQuestions.told(() -> asked(question));
    }

    @Override
    public boolean isOwn(String schema) {
        return database.vendor().isOwnSchema(List.of(schema));
    }

    @Override
    public List<String> path(Function<CatalogueReader, List<String>> question) {
        return SessionQuestions.told(() -> !ownPath && isBlankTransaction()
                ? orItself(() -> questions.areAnsweredAlike() ? askedAside(question) : asked(question), question)
                : asked(question));
    }

    /**
     * Where no further connection is to be had a transaction that sees what is now may be asked itself, although its level
     * cannot be set any more; one that sees what was would see it as it is too early.
     */
    private <T> T orItself(StatementResults.Work<T> beside, Function<CatalogueReader, T> question) throws SQLException {
        try {
            return beside.run();
        } catch (Aside.NotOpened none) {
            if (isOld()) {
                throw none;
            }
            return asked(question);
        }
    }

    private <T> T asked(Function<CatalogueReader, T> question) throws SQLException {
        blank &= transactions.get() == Vendor.Transaction.NONE;
        return questions.ask(question);
    }

    /** What it is told itself, if that is what all are told: else it or others changed it, and which of them nobody knows. */
    private <T> T askedBoth(Function<CatalogueReader, T> question) throws SQLException {
        T own = asked(question);
        if (own.equals(questions.askLikewise(question).orElseThrow(this::locked))) {
            return own;
        }
        throw again(
                "the catalogue was changed by the transaction, which sees it as it was, and by others since it began");
    }

    private <T> T askedAside(Function<CatalogueReader, T> question) throws SQLException {
        Optional<T> answer = questions.askAside(question);
        if (answer.isPresent()) {
            return answer.get();
        }
        if (!blank) {
            throw locked();
        }
        return asked(question);
    }

    /** By this session, perhaps. */
    private SQLException locked() {
        return again("the catalogue, which the transaction sees as it was, is locked");
    }

    private boolean isBlankTransaction() throws SQLException {
        return database.vendor().seesOldCatalogue()
                && blank
                && transactions.get() != Vendor.Transaction.FAILED
                && inTransaction();
    }

    /** Asked each time until it is: as long as nothing was read, the level may be set. */
    private boolean isOld() throws SQLException {
        old = old || database.vendor().seesOldCatalogue(delegate);
        return old;
    }

    /** To be told before a text is planned or run: sees that a transaction has ended, without asking the server. */
    void seen() throws SQLException {
        // Elsewhere a transaction makes no difference to the catalogue.
        if (database.vendor().seesOldCatalogue() && !inTransaction()) {
            outside();
        }
    }

    /** To be told before anything is asked for that a plan is made by. */
    void looking() {
        mark = pending.mark();
    }

    /** Has the catalogue look as the session stands now. */
    void look(List<String> path) {
        boolean alone = changed || ownTables || database.vendor().isOwnSchema(path);
        if (alone && ownSince != database.catalogueVersion()) {
            ownSince = database.catalogueVersion();
            catalogue.forgetOwn();
        }
        catalogue.look(alone);
    }

    private SQLException again(String why) {
        SQLException again = new SQLTransactionRollbackException(why + ": roll back and begin again", "40001");
        // Nobody shall commit what came before it, as nobody could behind the database's own.
        database.vendor().end(delegate, true, again);
        return again;
    }

    /** How the schema's changes stood when the catalogue was last looked at: what is planned since then is planned by it. */
    long mark() {
        return mark;
    }

    /**
     * Whether a table is by now as a plan has it: to be asked when a statement has run that may have waited for a change. What it
     * has changed stays so until its transaction ends.
     */
    boolean isStill(SealedTable table) {
        blank = false;
        now = true;
        try {
            return catalogue.isStill(table);
        } finally {
            now = false;
        }
    }

    private boolean inTransaction() throws SQLException {
        return switch (transactions.get()) {
            case NONE -> false;
            case OPEN, FAILED -> true;
            case UNTOLD -> open || !delegate.getAutoCommit();
        };
    }

    /** The session is in no transaction: what one had changed is for all or for nobody now. */
    private void outside() {
        changedAgain();
        changed = false;
        ownChanged = false;
        open = false;
        old = false;
        blank = true;
        changesBefore = database.schemaChanges();
        sharedBefore = database.catalogueVersion();
        pending.settles();
    }

    /** To be told before a text is run; then {@link #ran} is to be told, whatever comes of it. */
    void running(Effects effects) {
        if (effects.onSchema()) {
            pending.begins();
        }
    }

    /** The session has ended, and its own changes with it. By any thread. */
    void settled() {
        pending.ends();
    }

    /** To be told when the session may have been told where to look for names. */
    void pathSet() {
        ownPath = true;
    }

    /**
     * To be told after a text was run, or tried.
     *
     * @param begins whether it may have begun a transaction
     * @param blind whether it is known to look at nothing in the database
     */
    void ran(Effects effects, boolean begins, boolean blind) {
        open |= begins;
        blank &= blind;
        ownPath |= effects != Effects.NONE && effects != Effects.TRANSACTION_END;
        boolean onOwn = effects.onOwnTables()
                || effects == Effects.ROLE && database.vendor().tellsByRole();
        boolean within = effects != Effects.NONE && database.vendor().seesOldCatalogue() && mayBeInTransaction();
        if (effects == Effects.SNAPSHOT) {
            // It may be older than what is shared.
            sharedBefore = -1;
        }
        if (effects.onSchema()) {
            // What is in a transaction nobody else sees until it ends.
            change();
        }
        if (effects.onSchema() || onOwn) {
            catalogue.forgetOwn();
            changed |= within && effects.onSchema();
            ownChanged |= within;
            ownTables |= onOwn && !database.vendor().tellsOwnSchema();
        } else if (effects != Effects.NONE) {
            // It may have ended the transaction, or a part of it, and begun another.
            changedAgain();
        }
        if (effects.onSchema()) {
            pending.ran();
            // Whoever announced it: others may have run meanwhile, and tell of that before.
            if (!changed || isOver()) {
                pending.settles();
            }
        }
    }

    /** Has read anew what the transaction has changed, of which a part may have been taken back. */
    private void changedAgain() {
        if (changed) {
            change();
        }
        if (changed || ownChanged) {
            catalogue.forgetOwn();
        }
    }

    /** Whether the session has ended: then nobody ends what it left. */
    private boolean isOver() {
        try {
            return delegate.isClosed();
        } catch (SQLException unknown) {
            return true;
        }
    }

    /** Has what is shared forgotten for a change of this session's own. */
    private void change() {
        database.catalogueChanged();
        // What another session changed at this moment is told to who reads later, by the version.
        changesBefore++;
    }

    private boolean mayBeInTransaction() {
        try {
            return inTransaction();
        } catch (SQLException broken) {
            // Nothing is planned on it any more.
            return true;
        }
    }

    /**
     * To be told after a transaction has ended, or a part of it was taken back.
     *
     * @param whole whether all of it has ended, as far as whoever tells knows
     * @return whether it has
     */
    boolean ended(boolean whole) {
        boolean over = transactions.get() == Vendor.Transaction.UNTOLD ? whole : !mayBeInTransaction();
        if (over) {
            outside();
        } else {
            // Also where nobody can tell what came of it, as of a commit whose answer was lost.
            changedAgain();
        }
        return over;
    }
}
