package dev.rowseal.jdbc;

import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.Plan;
import dev.rowseal.plan.ResultShape;
import dev.rowseal.plan.Slot;
import dev.rowseal.plan.Steps;
import dev.rowseal.plan.Template;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.io.InputStream;
import java.io.Reader;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * INSERT … SELECT into a sealed table: rows are read, opened, sealed for their new place and inserted, so many at a time
 * that memory holds no more of them. The caller sees to it that all count as one.
 */
final class QueryInsert {

    /** Rows that are read before they are inserted, and that one statement inserts. */
    static final int ROWS = 250;

    /** Parameters that every driver takes in one statement. */
    private static final int PARAMETERS = 30_000;

    private static final Bound NULL =
            new Bound(null, BindType.of(Setter.NULL), (target, position) -> target.setNull(position, Types.NULL));

    private final SealedDatabase database;
    private final InnerSession session;
    private final Underway underway;
    private final Steps.InsertQuery steps;
    private final Values values;
    private final Map<String, ValueClass> classes = new HashMap<>();
    /** Columns whose moments were looked at. */
    private final Set<String> moments = new HashSet<>();

    QueryInsert(
            SealedDatabase database,
            InnerSession session,
            Underway underway,
            Steps.InsertQuery steps,
            @Nullable Bound[] parameters) {
        this.database = database;
        this.session = session;
        this.underway = underway;
        this.steps = steps;
        this.values = new Values(database.dialect(), parameters);
    }

    Changed run() throws SQLException {
        requireRepeatable();
        describe();
        long count = session.step(steps.query().prepared(), statement -> {
            statement.setFetchSize(ROWS);
            Filling filling = new Filling(database, underway, values);
            int position = 0;
            for (Slot slot : steps.query().slots()) {
                filling.bind(slot, null, statement, ++position);
            }
            try (ResultSet rows = statement.executeQuery()) {
                return insert(rows);
            }
        });
        return new Changed(count, session.warnings());
    }

    /** Refuses parameters that can be read but once, where every row takes them. */
    private void requireRepeatable() throws SQLException {
        for (Steps.FromQuery value : steps.values()) {
            Object bound = value instanceof Steps.FromQuery.Given given
                    ? values.parameter(given.parameter()).value()
                    : null;
            boolean once = bound instanceof InputStream
                    || bound instanceof Reader
                    || bound instanceof Blob
                    || bound instanceof Clob
                    || bound instanceof SQLXML;
            if (once) {
                throw Failures.refused(
                        "a stream or large object as a parameter of an INSERT … SELECT into a sealed table",
                        "bind a String or bytes");
            }
        }
    }

    /** Learns what the open columns are that values go into. */
    private void describe() throws SQLException {
        List<String> open = new ArrayList<>();
        for (Steps.FromQuery value : steps.values()) {
            if (value instanceof Steps.FromQuery.Read read
                    && !steps.table().sealed().containsKey(read.into())) {
                open.add(read.into());
            }
        }
        if (open.isEmpty()) {
            return;
        }
        Vendor vendor = database.vendor();
        SealedTable table = steps.table();
        String sql = "SELECT " + open.stream().map(vendor::quote).collect(Collectors.joining(", ")) + " FROM "
                + vendor.quote(table.schema()) + "." + vendor.quote(table.name()) + " WHERE 1 = 0";
        session.step(sql, statement -> {
            try (ResultSet none = statement.executeQuery()) {
                for (int i = 0; i < open.size(); i++) {
                    ValueClass found = OpenValue.classOf(none.getMetaData(), i + 1, vendor);
                    if (found != null) {
                        classes.put(open.get(i), found);
                    }
                }
            }
            return open.size();
        });
    }

    /** Behind the first rows MariaDB's driver reads the others before it asks, and it has to be asked before any is inserted. */
    private void requireUnwarned(long inserted) throws SQLException {
        if (inserted == 0) {
            database.vendor().requireUnwarned(session.delegate());
        }
    }

    private long insert(ResultSet rows) throws SQLException {
        Reading reading = new Reading(database, steps.rows(), values);
        reading.verify(rows.getMetaData());
        int most = Math.max(1, Math.min(ROWS, PARAMETERS / Math.max(1, slots())));
        long count = 0;
        List<@Nullable Bound[]> page = new ArrayList<>();
        while (rows.next()) {
            reading.moved();
            reading.arrived(rows);
            page.add(row(rows, reading));
            if (page.size() == most) {
                requireUnwarned(count);
                count += insert(page);
                page.clear();
            }
        }
        requireUnwarned(count);
        return page.isEmpty() ? count : count + insert(page);
    }

    private int slots() {
        Template row = steps.insertion().row();
        return row == null ? 0 : row.slots().size();
    }

    /** The parameters of the INSERT of the current row. */
    private @Nullable Bound[] row(ResultSet rows, Reading reading) throws SQLException {
        @Nullable Bound[] row = new Bound[steps.values().size()];
        for (int i = 0; i < row.length; i++) {
            Steps.FromQuery value = steps.values().get(i);
            row[i] = value instanceof Steps.FromQuery.Given given
                    ? values.parameter(given.parameter())
                    : read(rows, reading, (Steps.FromQuery.Read) value);
        }
        return row;
    }

    private Bound read(ResultSet rows, Reading reading, Steps.FromQuery.Read from) throws SQLException {
        ResultShape.Visible visible = steps.rows().visible().get(from.column() - 1);
        if (visible instanceof ResultShape.SealedCell cell) {
            Value value = reading.open(rows, cell);
            return value == null
                    ? NULL
                    : copied(new CopiedValue.Opened(value, cell.column().type()));
        }
        String shown = "column " + from.column() + " of the query";
        if (steps.table().sealed().containsKey(from.into())) {
            CopiedValue value =
                    CopiedValue.read(rows, visible.physical(), new Steps.Copy.Open(shown), database.vendor());
            return value == null ? NULL : copied(value);
        }
        ValueClass valueClass = fitting(rows.getMetaData(), visible.physical(), from);
        OpenValue value = OpenValue.read(rows, visible.physical(), valueClass, shown);
        return value == null ? NULL : value.bound();
    }

    private static Bound copied(CopiedValue value) {
        return new Bound(value, BindType.of(Setter.OBJECT), (target, position) -> {
            throw new IllegalStateException("a value of a sealed column is to be bound as it is");
        });
    }

    /** The class of an open value, where the column that it goes into is of the same. */
    private ValueClass fitting(ResultSetMetaData metaData, int position, Steps.FromQuery.Read from)
            throws SQLException {
        ValueClass valueClass = OpenValue.classOf(metaData, position, database.vendor());
        ValueClass into = classes.get(from.into());
        boolean widens = valueClass == ValueClass.INTEGER && into == ValueClass.DECIMAL;
        if (valueClass == null || into == null || valueClass != into && !widens) {
            throw Failures.refused(
                    "an INSERT … SELECT that copies column " + from.column() + " of its query into "
                            + steps.table().name() + "." + from.into() + ", whose types it does not bring together",
                    "cast the column to the type that it is inserted into, or insert what you have read");
        }
        requireOneMoment(metaData.getColumnTypeName(position), from);
        return valueClass;
    }

    private void requireOneMoment(String type, Steps.FromQuery.Read from) throws SQLException {
        if (moments.add(from.into()) && !database.vendor().isOneMoment(session.delegate(), type)) {
            throw Failures.refused(
                    "an INSERT … SELECT that copies column " + from.column() + " of its query, a " + type + ", into "
                            + steps.table().name() + "." + from.into() + " in a zone where an hour may come twice",
                    "set time_zone to '+00:00' for it, or insert what you have read");
        }
    }

    private long insert(List<@Nullable Bound[]> page) throws SQLException {
        Steps.Insertion insertion = steps.insertion();
        if (insertion.plan() instanceof Plan.Stepped stepped) {
            return pending(stepped, page);
        }
        Plan.Rewritten plan = (Plan.Rewritten) insertion.plan();
        Template row = Objects.requireNonNull(insertion.row());
        List<Execution> executions = Execution.of(session.delegate(), database, underway, plan, page);
        String sql = insertion.head() + String.join(", ", Collections.nCopies(page.size(), row.prepared()));
        return session.step(sql, statement -> bound(executions, statement).executeLargeUpdate());
    }

    private static PreparedStatement bound(List<Execution> executions, PreparedStatement statement)
            throws SQLException {
        int position = 0;
        for (Execution execution : executions) {
            position = execution.bindTo(statement, position);
        }
        return statement;
    }

    private long pending(Plan.Stepped plan, List<@Nullable Bound[]> page) throws SQLException {
        Steps.PendingInsert pending = (Steps.PendingInsert) plan.steps();
        long count = 0;
        int most = database.vendor().countsKeys() ? 1 : page.size();
        for (int from = 0; from < page.size(); from += most) {
            Changed done = new PendingInsert(database, session, underway, plan, pending, AskedKeys.NONE)
                    .run(page.subList(from, Math.min(page.size(), from + most)));
            if (done.failure() != null) {
                throw done.failure();
            }
            count += done.count();
        }
        return count;
    }
}
