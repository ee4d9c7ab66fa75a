package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The texts of a batch, planned when they were added. One thread's. */
final class TextBatch {

    /** @param mark how the schema's changes stood when it was planned */
    private record Entry(String sql, Planned planned, long mark) {}

    private List<Entry> entries = new ArrayList<>();

    void add(String sql, Planned planned) throws SQLException {
        if (isDdl(planned.plan())) {
            // It may be several statements, which PostgreSQL's driver takes in no batch, and have several counts.
            throw Failures.refused("to make or change a sealed table in a batch", "run the statement by itself");
        }
        // Planned once more before it runs.
        entries.add(new Entry(sql, planned, 0));
    }

    static boolean isDdl(Plan plan) {
        return plan instanceof Plan.Rewritten rewritten && rewritten.kind() == Plan.Kind.DDL;
    }

    void clear() {
        entries.clear();
    }

    /** Plans its entries as things are now: names may stand for other tables than when they were added. */
    void planAnew(Planning planning) throws SQLException {
        List<Entry> then = entries;
        entries = new ArrayList<>();
        List<Entry> now = new ArrayList<>();
        for (Entry entry : then) {
            now.add(asThingsAre(entry, planning));
        }
        entries = now;
    }

    /**
     * Whether its entries are run one by one: where one takes several steps, draws ids that others may ask for, or may change
     * what others are planned by.
     */
    boolean isStepped() {
        boolean planned =
                entries.stream().anyMatch(entry -> entry.planned().plan().whole() != null);
        return planned
                        && entries.size() > 1
                        && entries.stream().map(Entry::planned).anyMatch(TextBatch::isAlone)
                || entries.stream().anyMatch(entry -> entry.planned().plan() instanceof Plan.Stepped);
    }

    private static boolean isAlone(Planned planned) {
        Plan.Rewritten whole = planned.plan().whole();
        return whole == null ? planned.effects() != Effects.NONE : whole.generation() != null;
    }

    /** Something that runs one text; says how many rows it changed. */
    interface Run {
        long run(String sql, Planned planned) throws SQLException;
    }

    /** Takes all texts, to be run one by one. */
    List<SteppedBatch.Entry> take(Planning planning, Run run) {
        List<SteppedBatch.Entry> taken = new ArrayList<>();
        for (Entry entry : entries) {
            taken.add(() -> run.run(entry.sql(), asThingsAre(entry, planning).planned()));
        }
        entries.clear();
        return taken;
    }

    /** Something that runs a wrapped statement's batch; says how many rows each entry changed. */
    interface Use {
        long[] with(Planned last) throws SQLException;
    }

    /** Takes all texts into a wrapped statement's batch and has it run, under the plan that failures and keys are read by. */
    long[] run(StatementResults by, RowsealConnection connection, Use use) throws SQLException {
        Statement target = by.delegate();
        List<Entry> taken = List.copyOf(entries);
        entries.clear();
        Vendor vendor = connection.database().vendor();
        FilledBatch filled = new FilledBatch(vendor, taken.size(), vendor.keepsNoFailedBatch());
        Planned last = Planned.passing(Effects.NONE);
        List<Underway> underway = new ArrayList<>();
        taken.forEach(entry -> connection.planning().running(entry.planned()));
        try {
            for (int i = 0; i < taken.size(); i++) {
                Planned planned = taken.get(i).planned();
                Underway entry = Underway.of(
                        planned.plan(), connection.database(), taken.get(i).mark());
                underway.add(entry);
                if (planned.plan().whole() != null) {
                    last = planned;
                }
                try {
                    target.addBatch(planned.text(connection, entry, taken.get(i).sql()));
                } catch (SQLException failure) {
                    filled.failed(i, failure);
                }
            }
            Planned reading = last;
            return filled.run(() -> Underway.together(underway).send(connection, by, () -> use.with(reading)));
        } catch (SQLException failure) {
            throw connection.ending(last, failure);
        } finally {
            taken.forEach(entry -> connection.planning().ran(entry.planned()));
            if (!connection.delegate().isClosed() && !target.isClosed()) {
                target.clearBatch();
            }
        }
    }

    private static Entry asThingsAre(Entry entry, Planning planning) throws SQLException {
        Planned planned = planning.plan(entry.sql(), entry.planned().forChanges());
        return new Entry(entry.sql(), planned, planning.mark());
    }
}
