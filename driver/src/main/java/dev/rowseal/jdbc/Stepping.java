package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.Steps;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs the steps of one execution of a plan. One thread's. */
final class Stepping {

    private final RowsealConnection connection;
    private final SealedDatabase database;
    private final InnerSession session;

    private Stepping(RowsealConnection connection, InnerSession session) {
        this.connection = connection;
        this.database = connection.database();
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
        for (@Nullable Bound[] entry : entries) {
            Values.requireAllSet(connection.database().dialect(), entry);
        }
        Stepping stepping = new Stepping(connection, session);
        Underway underway = Underway.of(plan, connection);
        return new Atomically(connection).run(connection.planning().mayHaveBegun(), () -> {
            Changed[] changed = new Changed[1];
            boolean arrived = false;
            try {
                underway.sendWithin(connection, () -> {
                    changed[0] = stepping.run(underway, plan, entries, wanted);
                    return true;
                });
                arrived = true;
                return changed[0];
            } finally {
                if (!arrived && changed[0] != null) {
                    changed[0].close();
                }
            }
        });
    }

    /**
     * Runs the steps of one execution, or of a batch where it is run as one; the caller sees to it that they count as one.
     */
    private Changed run(Underway underway, Plan.Stepped plan, List<@Nullable Bound[]> entries, Wanted wanted)
            throws SQLException {
        Steps steps = plan.steps();
        try {
            // One case for each of Steps.
            if (steps instanceof Steps.PendingInsert pending) {
                return new PendingInsert(database, session, underway, plan, pending, wanted.keys()).run(entries);
            }
            if (steps instanceof Steps.InsertQuery query) {
                return new QueryInsert(database, session, underway, query, entries.get(0)).run();
            }
            ResultShape returned = plan.whole().result();
            boolean gives = returned != null || wanted.keys().any();
            if (steps instanceof Steps.Upsert upsert) {
                Values values = Execution.values(connection, plan.whole(), entries.get(0));
                Upserting rows = new Upserting(database, session, underway, upsert, values);
                return gives ? rows.run(wanted, returned) : rows.run();
            }
            Values values = new Values(database.dialect(), entries.get(0));
            LockedRows rows = new LockedRows(database, session, underway, (Steps.LockedChange) steps, values);
            return gives ? rows.change(wanted, returned) : rows.change();
        } catch (RuntimeException failure) {
            throw Failures.unforeseen(failure);
        }
    }
}
