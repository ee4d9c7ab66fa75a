package dev.rowseal.plan;

import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What becomes of a statement. A statement that is refused has no plan: planning it throws {@link Refusal}. */
public sealed interface Plan {

    /** The statement rewritten in one piece; null when it passes. Only a {@link Rewritten} one is run in that piece. */
    @Nullable
    Rewritten whole();

    /** The table that values are sealed for when this is run; null when none are. */
    @Nullable
    SealedTable sealsFor();

    /** The text goes to the wrapped driver byte for byte. */
    record PassThrough() implements Plan {
        @Override
        public @Nullable SealedTable sealsFor() {
            return null;
        }

        @Override
        public @Nullable Rewritten whole() {
            return null;
        }
    }

    /** What a planned statement does. */
    enum Kind {
        SELECT,
        INSERT,
        UPDATE,
        DELETE,
        /** Makes, changes or drops a table; its text may be several statements, and has no slots. */
        DDL
    }

    /**
     * The statement is rewritten.
     *
     * @param kind what it does
     * @param sql the rewritten statement
     * @param parameters what the application's parameters are, in order: the sealed column each is stored in or
     *     compared with, or null for an open one
     * @param target the table that it changes; null for a SELECT
     * @param result how its rows are read; null when it gives none
     * @param generation what is evaluated before it; null when nothing is
     * @param tables the sealed tables that its names stand for, each as its schema and its name
     */
    record Rewritten(
            Kind kind,
            Template sql,
            List<@Nullable SealedColumn> parameters,
            @Nullable SealedTable target,
            @Nullable ResultShape result,
            @Nullable Generation generation,
            Set<List<String>> tables)
            implements Plan {
        public Rewritten {
            parameters = java.util.Collections.unmodifiableList(new java.util.ArrayList<>(parameters));
            tables = Set.copyOf(tables);
        }

        @Override
        public Rewritten whole() {
            return this;
        }

        @Override
        public @Nullable SealedTable sealsFor() {
            return sql.seals() ? target : null;
        }
    }

    /**
     * The statement becomes several, which are run so that they count as one.
     *
     * @param whole the statement in one piece, in which every parameter of the application has its place: the wrapped
     *     statement is prepared for it and describes it, and it is never run
     * @param steps what is run instead
     */
    record Stepped(Rewritten whole, Steps steps) implements Plan {

        @Override
        public @Nullable SealedTable sealsFor() {
            boolean seals = !(steps instanceof Steps.LockedChange change)
                    || change.assignments() != null && change.assignments().seals();
            return seals ? whole.target() : null;
        }
    }
}
