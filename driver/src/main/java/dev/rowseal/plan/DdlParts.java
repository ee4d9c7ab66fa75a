package dev.rowseal.plan;

import dev.rowseal.catalog.Ddl;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.TableDesign;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What becomes of the columns and constraints that a statement gives a table. One statement's, one thread's. */
final class DdlParts {

    private final DdlTarget target;
    /** The application's own, in its order. */
    private final List<String> written = new ArrayList<>();
    /** What comes with sealed columns. */
    private final List<String> added = new ArrayList<>();

    private final List<String> lookups = new ArrayList<>();
    private final List<Set<String>> uniques = new ArrayList<>();
    private @Nullable Set<String> primaryKey;

    private final boolean inPlace;

    DdlParts(DdlTarget target) {
        this(target, false);
    }

    /** @param inPlace whether keys keep their place among what is written, where the database allows it */
    DdlParts(DdlTarget target, boolean inPlace) {
        this.target = target;
        this.inPlace = inPlace;
    }

    void element(String text) {
        written.add(text);
    }

    void constraint(String text) {
        added.add(text);
    }

    /**
     * A UNIQUE over an index column. MariaDB's upserts change the row of the first key that conflicts, in the order in which
     * the table was given them; and it takes a key that stands before its column.
     */
    void key(String text) {
        (inPlace && target.dialect() == Dialect.MARIADB ? written : added).add(text);
    }

    void unique(List<String> columns) {
        uniques.add(Set.copyOf(columns));
    }

    void primaryKey(List<DdlCursor.Name> columns) throws Refusal {
        for (DdlCursor.Name column : columns) {
            if (target.sealed(column) != null) {
                throw Refusal.of(
                        "the primary key holds sealed column \"" + target.display(column.stored()) + "\"",
                        "key the table by columns that are not sealed: a value is bound to them");
            }
            target.requireFree(column);
        }
        primaryKey = columns.stream().map(DdlCursor.Name::stored).collect(Collectors.toSet());
    }

    /** Adds what a sealed column needs beside it: the column of its index, and the CHECK. */
    void companions(TableDesign design, ColumnDesign column, boolean notNull) {
        String index = column.indexColumn();
        if (index != null) {
            String type = Ddl.indexType(dev.rowseal.catalog.Storage.BINARY, target.dialect());
            added.add(target.quote(index) + " " + type + (notNull ? " NOT NULL" : ""));
            lookups.add(index);
        }
        added.add(Ddl.envelopeCheck(design, column, target.folding(), target.dialect()));
    }

    /** The elements, in an order in which a constraint comes behind the columns that it names. */
    List<String> elements() {
        List<String> all = new ArrayList<>(written);
        all.addAll(added);
        if (target.dialect() == Dialect.MARIADB) {
            // It takes one statement at a time, and indexes within it.
            unindexed()
                    .forEach(column -> all.add("INDEX "
                            + target.quote(Ddl.checkName(target.name(), column, target.folding())) + " ("
                            + target.quote(column)
                            + ")"));
        }
        return all;
    }

    List<String> written() {
        return written;
    }

    List<String> added() {
        return added;
    }

    /** The statements that make the indexes over index columns that no unique constraint has an index over. */
    List<String> indexes(boolean ifNotExists) {
        return target.dialect() == Dialect.MARIADB
                ? List.of()
                : unindexed().stream()
                        .map(column -> lookupIndex(column, ifNotExists))
                        .toList();
    }

    private List<String> unindexed() {
        return lookups.stream()
                .filter(column -> !uniques.contains(Set.of(column)))
                .toList();
    }

    private String lookupIndex(String column, boolean ifNotExists) {
        Folding folding = target.folding();
        String name = folding.quote(Ddl.checkName(target.name(), column, folding));
        boolean schema = target.dialect() == Dialect.H2 && target.written().contains(".");
        String qualifier = schema && target.design() != null
                ? folding.quote(target.design().schema()) + "."
                : "";
        return "CREATE INDEX " + (ifNotExists ? "IF NOT EXISTS " : "") + qualifier + name + " ON " + target.written()
                + " (" + folding.quote(column) + ")";
    }

    /** The keys of a new table must be what the policy takes them for. */
    void requireRowIdIsKey(TableDesign design) throws Refusal {
        Set<String> rowId = design.rowId().keySet();
        if (primaryKey != null && !primaryKey.equals(rowId) && !uniques.contains(rowId)) {
            throw Refusal.of(
                    "the primary key of \"" + design.name() + "\" is not the row id that the policy names ("
                            + String.join(", ", rowId) + ")",
                    "name the primary key as row-id in the policy, or add a unique constraint on the row id");
        }
    }
}
