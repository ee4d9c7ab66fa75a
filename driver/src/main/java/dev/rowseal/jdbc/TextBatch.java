package dev.rowseal.jdbc;

import dev.rowseal.plan.Plan;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The texts of a batch, planned when they were added. One thread's. */
final class TextBatch {

    private record Entry(String sql, Planned planned) {}

    private final List<Entry> entries = new ArrayList<>();

    void add(String sql, Planned planned) throws SQLException {
        if (isDdl(planned.plan())) {
            // It may be several statements, which PostgreSQL's driver takes in no batch, and have several counts.
            throw Failures.refused("to make or change a sealed table in a batch", "run the statement by itself");
        }
        entries.add(new Entry(sql, planned));
    }

    static boolean isDdl(Plan plan) {
        return plan instanceof Plan.Rewritten rewritten && rewritten.kind() == Plan.Kind.DDL;
    }

    void clear() {
        entries.clear();
    }

    /** Whether a text in it takes several steps. */
    boolean isStepped() {
        return entries.stream().anyMatch(entry -> entry.planned().plan() instanceof Plan.Stepped);
    }

    /** Something that runs one text; says how many rows it changed. */
    interface Run {
        long run(String sql, Planned planned) throws SQLException;
    }

    /** Takes all texts, to be run one by one. */
    List<SteppedBatch.Entry> take(Run run) {
        List<SteppedBatch.Entry> taken = new ArrayList<>();
        for (Entry entry : entries) {
            taken.add(() -> run.run(entry.sql(), entry.planned()));
        }
        entries.clear();
        return taken;
    }

    /** Something that runs a wrapped statement's batch. */
    interface Use<T> {
        T with(Planned last) throws SQLException;
    }

    /** Takes all texts into a wrapped statement's batch and has it run, under the plan that failures and keys are read by. */
    <T> T run(Statement target, RowsealConnection connection, Use<T> use) throws SQLException {
        List<Entry> taken = List.copyOf(entries);
        entries.clear();
        Planned last = Planned.passing(Planned.Effects.NONE);
        List<Underway> underway = new ArrayList<>();
        try {
            for (Entry entry : taken) {
                underway.add(Underway.of(entry.planned().plan(), connection.database()));
                target.addBatch(entry.planned().text(connection, entry.sql()));
                if (entry.planned().plan().whole() != null) {
                    last = entry.planned();
                }
            }
            Planned reading = last;
            return Underway.together(underway).send(connection, () -> use.with(reading));
        } finally {
            target.clearBatch();
            taken.forEach(entry -> connection.planning().ran(entry.planned()));
        }
    }
}
