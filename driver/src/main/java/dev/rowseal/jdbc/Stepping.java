package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
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
            AskedKeys asked)
            throws SQLException {
        SealedDatabase database = connection.database();
        Stepping stepping = new Stepping(database, session);
        return new Atomically(connection.delegate(), database.vendor())
                .run(connection.planning().mayHaveBegun(), () -> stepping.run(plan, entries, asked));
    }

    /**
     * Runs the steps of one execution, or of a batch where it is run as one; the caller sees to it that they count as one.
     */
    private Changed run(Plan.Stepped plan, List<@Nullable Bound[]> entries, AskedKeys asked) throws SQLException {
        Steps steps = plan.steps();
        try {
            // One case for each of Steps.
            if (steps instanceof Steps.PendingInsert pending) {
                return new PendingInsert(database, session, plan, pending, asked).run(entries);
            }
            Values values = new Values(database.dialect(), entries.get(0));
            long count = new LockedRows(database, session, (Steps.LockedChange) steps, values).change();
            return new Changed(count, session.warnings());
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }
}
