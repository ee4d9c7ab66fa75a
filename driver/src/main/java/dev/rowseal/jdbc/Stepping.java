package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import dev.rowseal.plan.Steps;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Runs the steps of one execution of a plan. One thread's. */
final class Stepping {

    private final SealedDatabase database;
    private final InnerSession session;

    Stepping(SealedDatabase database, InnerSession session) {
        this.database = database;
        this.session = session;
    }

    /** Runs the steps; the caller sees to it that they count as one. */
    Changed run(Plan.Stepped plan, @Nullable Bound[] parameters) throws SQLException {
        Values values = new Values(database.dialect(), parameters);
        Steps steps = plan.steps();
        try {
            // One case for each of Steps.
            long count = new LockedRows(database, session, (Steps.LockedChange) steps, values).change();
            return new Changed(count, session.warnings());
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }
}
