package dev.rowseal.jdbc;

import dev.rowseal.catalog.CatalogueReader;
import dev.rowseal.failure.Misconfigured;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** How Rowseal asks for the catalogue: the session itself, or over a connection beside it. One connection's. */
final class SessionQuestions {

    private final RowsealConnection connection;
    private final Connection delegate;
    private final SealedDatabase database;
    private final Supplier<Vendor.Transaction> transactions;
    private final CatalogueReader reader;

    /** For all questions of one planning. */
    private @Nullable Aside aside;

    SessionQuestions(
            RowsealConnection connection,
            Connection delegate,
            SealedDatabase database,
            Supplier<Vendor.Transaction> transactions,
            CatalogueReader reader) {
        this.connection = connection;
        this.delegate = delegate;
        this.database = database;
        this.transactions = transactions;
        this.reader = reader;
    }

    /** What a question gives, where failing to ask it is no answer. */
    static <T> T told(StatementResults.Work<T> question) {
        try {
            return question.run();
        } catch (SQLException broken) {
            throw new Misconfigured("the database's catalogue cannot be read", broken);
        }
    }

    /** Does what asks several questions. */
    <T> T together(StatementResults.Work<T> work) throws SQLException {
        if (aside != null) {
            return work.run();
        }
        try (Aside opened = new Aside(database)) {
            aside = opened;
            return work.run();
        } finally {
            aside = null;
        }
    }

    /** Asks the session. */
    <T> T ask(Function<CatalogueReader, T> question) throws SQLException {
        return asking(() -> question.apply(reader));
    }

    /** Asks beside it; nothing where somebody has locked what is asked for, who may be the session. */
    <T> Optional<T> askAside(Function<CatalogueReader, T> question) throws SQLException {
        return unlessLocked(other -> other.ask(question));
    }

    /** The same, by the session's names: types of schemas that are on its path are written without. */
    <T> Optional<T> askLikewise(Function<CatalogueReader, T> question) throws SQLException {
        return unlessLocked(other -> {
            other.looksAs(delegate);
            return other.ask(question);
        });
    }

    /** Whether a new connection looks where this one does, as it does unless its user's settings were changed meanwhile. */
    boolean areAnsweredAlike() throws SQLException {
        return aside(other -> other.pathSettings().equals(database.vendor().pathSettings(delegate)));
    }

    private interface Asks<T> {
        T of(Aside other) throws SQLException;
    }

    private <T> T aside(Asks<T> asks) throws SQLException {
        return together(() -> asks.of(Objects.requireNonNull(aside)));
    }

    private <T> Optional<T> unlessLocked(Asks<T> asks) throws SQLException {
        try {
            return Optional.of(aside(asks));
        } catch (Misconfigured failure) {
            if (Aside.isLocked(failure)) {
                return Optional.empty();
            }
            throw failure;
        }
    }

    /**
     * Asks the session something. Where no transaction has begun, although autocommit is off, the question begins one and
     * ends it: the application's first statement has to find none, as {@code SET TRANSACTION} needs it.
     */
    <T> T asking(StatementResults.Work<T> question) throws SQLException {
        return connection.inTurn(() -> {
            boolean begins = transactions.get() == Vendor.Transaction.NONE && !delegate.getAutoCommit();
            T answer;
            try {
                answer = question.run();
            } catch (SQLException | RuntimeException failure) {
                try {
                    end(begins);
                } catch (SQLException further) {
                    failure.addSuppressed(Failures.cleaned(further));
                }
                throw failure;
            }
            end(begins);
            return answer;
        });
    }

    private void end(boolean begun) throws SQLException {
        if (begun && transactions.get() != Vendor.Transaction.NONE) {
            // Nothing but the question is in it: nobody else had a turn.
            delegate.rollback();
        }
    }
}
