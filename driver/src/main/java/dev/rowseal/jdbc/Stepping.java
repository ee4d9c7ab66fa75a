package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.Steps;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the steps of one execution of a plan. One thread's. */
final class Stepping {

    private final SealedDatabase database;
    private final InnerSession session;

    private Stepping(SealedDatabase database, InnerSession session) {
        this.database = database;
        this.session = session;
    }

    /** Runs the steps of one execution, or of a batch where it is run as one, so that they count as one. */
    static Changed atomically(
            RowsealConnection connection,
            InnerSession session,
            Plan.Stepped plan,
            List<@Nullable Bound[]> entries,
            Wanted wanted)
            throws SQLException {
        SealedDatabase database = connection.database();
        Stepping stepping = new Stepping(database, session);
        return new Atomically(connection.delegate(), database.vendor())
                .run(connection.planning().mayHaveBegun(), () -> stepping.run(plan, entries, wanted));
    }

    /**
     * Runs the steps of one execution, or of a batch where it is run as one; the caller sees to it that they count as one.
     */
    private Changed run(Plan.Stepped plan, List<@Nullable Bound[]> entries, Wanted wanted) throws SQLException {
        Steps steps = plan.steps();
        try {
            // One case for each of Steps.
            if (steps instanceof Steps.PendingInsert pending) {
                return new PendingInsert(database, session, plan, pending, wanted.keys()).run(entries);
            }
            Values values = new Values(database.dialect(), entries.get(0));
            LockedRows rows = new LockedRows(database, session, (Steps.LockedChange) steps, values);
            ResultShape returned = plan.whole().result();
            boolean gives = returned != null || wanted.keys().any();
            return gives ? rows.change(wanted, returned) : rows.change();
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }
}
