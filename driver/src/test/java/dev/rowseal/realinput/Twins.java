package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assertions;

/**
 * A plaintext database and a sealed one with the same content. Each statement runs on the sealed side first: what is
 * refused there is not run on the other, and must have changed nothing.
 */
final class Twins implements AutoCloseable {

    /** What may change something. */
    private static final Pattern CHANGE = Pattern.compile(
            "(?i)\\b(insert|update|delete|merge|replace|truncate|into|copy|call|load|alter|drop|rename)\\b");

    private final Side plain;
    private final Side sealed;
    private final Markers markers;
    private int exact;
    private boolean aliasesHold;
    private int refused;

    /** @param markers the plaintexts that no error message may repeat */
    Twins(Side plain, Side sealed, Markers markers) {
        this.plain = plain;
        this.sealed = sealed;
        this.markers = markers;
    }

    Side plain() {
        return plain;
    }

    Side sealed() {
        return sealed;
    }

    /** Statements that gave the same on both sides so far. */
    int exact() {
        return exact;
    }

    int refused() {
        return refused;
    }

    /** Runs a statement that must give the same on both sides; says what it gave. */
    Outcome exact(Request request, Reads reads) throws SQLException {
        Outcome outcome = either(request, reads);
        if (outcome instanceof Outcome.Refused reason) {
            Assertions.fail("refused, and is to be exact: " + request + "\n" + reason.message());
        }
        return outcome;
    }

    /** Runs a statement that Rowseal must refuse, with a message that holds a fragment. */
    void refused(Request request, String because) throws SQLException {
        Outcome outcome = sealed.run(request, Reads.FEW);
        assertThat(outcome).as(request.toString()).isInstanceOf(Outcome.Refused.class);
        assertThat(((Outcome.Refused) outcome).message())
                .as(request.toString())
                .startsWith("Rowseal refuses")
                .contains(because)
                .satisfies(message -> assertThat(markers.in(message)).isNull());
        refused++;
        unchanged(request.sql());
    }

    /** After a refusal, which the plain side has not seen: tables that the text names must be the same still. */
    void unchanged(String sql) throws SQLException {
        if (!CHANGE.matcher(sql).find()) {
            return;
        }
        for (String table : plain.tables()) {
            if (!Pattern.compile("(?i)\\b" + Pattern.quote(table) + "\\b")
                    .matcher(sql)
                    .find()) {
                continue;
            }
            Request all = Request.text("SELECT * FROM " + plain.quoted(table));
            Outcome ours = sealed.run(all, Reads.FEW);
            assertThat(ours).as(all + " after the refused " + sql).isInstanceOf(Outcome.Rows.class);
            String difference = ours.differenceTo(plain.run(all, Reads.FEW), false);
            if (difference != null) {
                Assertions.fail(sql + "\n was refused, and " + table + " is not as before:\n" + difference);
            }
        }
    }

    /** Runs a statement that is either refused or gives the same on both sides; says which. */
    Outcome either(Request request, Reads reads) throws SQLException {
        Outcome ours = sealed.run(request, reads);
        if (ours instanceof Outcome.Refused) {
            refused++;
            unchanged(request.sql());
            return ours;
        }
        if (ours instanceof Outcome.Failed failed) {
            assertThat(markers.in(failed.message())).as(request.toString()).isNull();
        }
        Outcome theirs = plain.run(request, reads);
        String difference =
                ours.differenceTo(aliasesHold ? aliased(theirs, ours, request.sql()) : theirs, request.ordered());
        if (difference != null) {
            Assertions.fail(request + "\n gave through Rowseal\n" + difference);
        }
        exact++;
        return ours;
    }

    /** Takes a column's alias for its label where MariaDB gives that of what it comes of. */
    void holdAliases() {
        aliasesHold = true;
    }

    private static Outcome aliased(Outcome theirs, Outcome ours, String sql) {
        if (!(theirs instanceof Outcome.Rows rows
                && ours instanceof Outcome.Rows own
                && rows.columns().size() == own.columns().size())) {
            return theirs;
        }
        List<String> columns = new ArrayList<>(rows.columns());
        for (int i = 0; i < columns.size(); i++) {
            String label = own.columns().get(i).replaceFirst(" .*", "");
            boolean sameType = columns.get(i)
                    .replaceFirst("\\S* ", "")
                    .equals(own.columns().get(i).replaceFirst("\\S* ", ""));
            if (sameType && (sql.contains(" " + label + ",") || sql.contains(" " + label + " FROM"))) {
                columns.set(i, own.columns().get(i));
            }
        }
        return new Outcome.Rows(columns, rows.rows());
    }

    /** Compares whole tables, cell by cell. */
    void compare(List<String> tables, Reads reads) throws SQLException {
        for (String table : tables) {
            Outcome rows = exact(Request.text("SELECT * FROM " + table), reads);
            assertThat(rows).isInstanceOf(Outcome.Rows.class);
        }
    }

    /** Runs a batch on both sides; the counts must be the same. */
    void batch(String sql, List<? extends List<?>> rows) throws SQLException {
        List<int[]> counts = new ArrayList<>();
        for (Side side : List.of(sealed, plain)) {
            counts.add(batch(side, sql, rows));
        }
        assertThat(counts.get(0)).as(sql).isEqualTo(counts.get(1));
        exact++;
    }

    static int[] batch(Side side, String sql, List<? extends List<?>> rows) throws SQLException {
        try (java.sql.PreparedStatement statement = side.connection().prepareStatement(sql)) {
            for (List<?> row : rows) {
                for (int i = 0; i < row.size(); i++) {
                    side.set(statement, i + 1, row.get(i));
                }
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    @Override
    public void close() throws SQLException {
        try (Side first = plain;
                Side second = sealed) {
            assertThat(first).isNotSameAs(second);
        }
    }
}
