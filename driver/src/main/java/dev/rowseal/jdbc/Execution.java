package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import dev.rowseal.plan.Slot;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One execution of a rewritten statement: its slots filled with the parameters of this time. One thread's. */
final class Execution {

    private final SealedDatabase database;
    private final Plan.Rewritten plan;
    private final Values values;
    private final Filling filling;

    private Execution(SealedDatabase database, Underway underway, Plan.Rewritten plan, Values values) {
        this.database = database;
        this.plan = plan;
        this.values = values;
        this.filling = new Filling(database, underway, values);
    }

    /**
     * Executions of one plan, with the row ids that are evaluated before them. PostgreSQL converts parameters before it
     * draws an id, so that a value which cannot be stored draws none; H2 draws first.
     */
    static List<Execution> of(
            RowsealConnection connection, Underway underway, Plan.Rewritten plan, List<@Nullable Bound[]> entries)
            throws SQLException {
        // Not so REPLACE and MERGE, which drivers do not send together.
        boolean isBatch = plan.kind() == Plan.Kind.INSERT
                && entries.size() > 1
                && plan.sql().beginsWith("INSERT");
        return of(connection.delegate(), connection.database(), underway, plan, entries, isBatch);
    }

    /** The same on a wrapped connection, of rows that the application does not send as a batch. */
    static List<Execution> of(
            Connection connection,
            SealedDatabase database,
            Underway underway,
            Plan.Rewritten plan,
            List<@Nullable Bound[]> entries)
            throws SQLException {
        return of(connection, database, underway, plan, entries, false);
    }

    private static List<Execution> of(
            Connection connection,
            SealedDatabase database,
            Underway underway,
            Plan.Rewritten plan,
            List<@Nullable Bound[]> entries,
            boolean isBatch)
            throws SQLException {
        List<Execution> executions = new ArrayList<>(entries.size());
        for (@Nullable Bound[] entry : entries) {
            Values values = isBatch ? Values.ofBatch(database.dialect(), entry) : new Values(database.dialect(), entry);
            executions.add(new Execution(database, underway, plan, values));
        }
        if (plan.generation() != null) {
            if (plan.generation().alone() && entries.size() > 1) {
                throw Failures.refused(
                        "to draw the row ids of a batch first whose INSERT asks a sequence for more",
                        "run it entry by entry, or draw the values first and give them as parameters");
            }
            for (Execution execution : database.vendor().convertsFirst() ? executions : List.<Execution>of()) {
                execution.convert();
            }
            GeneratedIds ids = GeneratedIds.of(connection, database, plan, entries.size());
            for (int i = 0; i < executions.size(); i++) {
                executions.get(i).filling.take(ids.of(plan, i));
            }
        }
        return executions;
    }

    /** One execution without parameters, of which only is asked how its rows are read. */
    static Execution toRead(SealedDatabase database, Plan.Rewritten plan) {
        return new Execution(database, Underway.ofNothing(), plan, new Values(database.dialect(), new Bound[0]));
    }

    /** The values of one execution, with the row ids that are evaluated before it. */
    static Values values(RowsealConnection connection, Plan.Rewritten plan, @Nullable Bound[] parameters)
            throws SQLException {
        return of(connection, Underway.ofNothing(), plan, List.<@Nullable Bound[]>of(parameters))
                .get(0)
                .filling
                .values();
    }

    private void convert() throws SQLException {
        try {
            filling.convert(plan.sql().slots());
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /** Sets all parameters of the wrapped statement. */
    void bindTo(PreparedStatement target) throws SQLException {
        bindTo(target, 0);
    }

    /**
     * Sets all parameters behind a position.
     *
     * @return the position of the last
     */
    int bindTo(PreparedStatement target, int behind) throws SQLException {
        int position = behind;
        try {
            for (Slot slot : plan.sql().slots()) {
                filling.bind(slot, null, target, ++position);
            }
            return position;
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }

    /** The statement with a literal in each slot, for a statement that takes no parameters. */
    String text() throws SQLException {
        List<Slot> slots = plan.sql().slots();
        String[] literals = new String[slots.size()];
        try {
            for (int i = 0; i < literals.length; i++) {
                literals[i] = filling.literal(slots.get(i));
            }
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
        return plan.sql().filled(i -> literals[i]);
    }

    /** How the rows of this execution are read; null when it gives none. */
    @Nullable
    Reading reading() {
        return plan.result() == null ? null : new Reading(database, plan.result(), values);
    }
}
