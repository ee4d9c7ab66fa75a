package dev.rowseal.plan;

import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.TableDesign;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import dev.rowseal.catalog.TiedRelation;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The REFERENCES clause of a foreign key.
 *
 * @param table the other table as written
 * @param other what it is
 * @param columns the columns named there; none when its primary key is meant
 * @param actions what follows, as written
 * @param changes whether an ON UPDATE would change the referencing columns
 * @param clears whether an ON DELETE would set them to NULL or their default
 */
record DdlReference(
        String table, Relation other, List<DdlCursor.Name> columns, String actions, boolean changes, boolean clears) {

    private static final String CLAUSE = "foreign key";

    /** Reads what comes behind the word REFERENCES. */
    static DdlReference read(DdlCursor cursor, DdlTarget target) throws Refusal {
        DdlCursor.Name name = cursor.qualified(CLAUSE);
        // A table may name itself before it is there.
        boolean self = name.stored().equals(target.name());
        Relation other = target.catalogue().declared(name.schema(), name.stored());
        if (other instanceof TiedRelation tied && !(self && target.design() == null && target.isAbsent())) {
            throw Refusal.of("\"" + tied.name() + "\" leads to a sealed table", tied.reason());
        }
        List<DdlCursor.Name> columns = cursor.isAt("(") ? cursor.names(CLAUSE) : List.of();
        int from = cursor.position();
        boolean changes = false;
        boolean clears = false;
        while (true) {
            boolean update = cursor.isAt("ON", "UPDATE");
            if (cursor.take("ON", "UPDATE") || cursor.take("ON", "DELETE")) {
                boolean sets = cursor.take("SET", "NULL") || cursor.take("SET", "DEFAULT");
                boolean cascades = !sets && cursor.take("CASCADE");
                if (!sets && !cascades && !cursor.take("NO", "ACTION")) {
                    cursor.require(CLAUSE, "RESTRICT");
                }
                changes |= update && (sets || cascades);
                clears |= !update && sets;
            } else if (cursor.take("MATCH")) {
                if (!cursor.take("SIMPLE")) {
                    cursor.require(CLAUSE, "FULL");
                }
            } else {
                break;
            }
        }
        return new DdlReference(name.written(), other, columns, cursor.since(from), changes, clears);
    }

    /**
     * The clause with index columns in place of sealed ones.
     *
     * @param local the referencing columns
     */
    String rewritten(DdlTarget target, List<DdlCursor.Name> local) throws Refusal {
        TableDesign sealedOther = other instanceof TableDesign design ? design : null;
        List<String> there = new ArrayList<>();
        boolean sealed = false;
        for (int i = 0; i < local.size(); i++) {
            DdlCursor.Name column = local.get(i);
            ColumnDesign here = target.sealed(column);
            ColumnDesign far = sealedOther == null || i >= columns.size()
                    ? null
                    : sealedOther.sealed().get(columns.get(i).stored());
            if (here == null && target.isRowId(column) && changes) {
                throw Refusal.of(
                        "its foreign key would change row-id column " + target.display(column.stored()),
                        "declare it ON UPDATE NO ACTION");
            }
            if ((here != null || far != null) && !joins(here, far)) {
                throw Refusal.of(
                        "a foreign key on \"" + target.display(column.stored())
                                + "\" has a sealed column on one side, or sealed columns of different lookup groups",
                        "give both columns a lookup of the same group in the policy");
            }
            sealed |= here != null;
            if (i < columns.size()) {
                there.add(far == null ? columns.get(i).written() : indexOf(target, far));
            }
        }
        if (sealed && (changes || clears)) {
            throw Refusal.of(
                    "a foreign key on a sealed column would change its blind index without its value",
                    "declare it ON UPDATE NO ACTION, and ON DELETE NO ACTION or CASCADE");
        }
        requireVisible(sealedOther);
        String list = there.isEmpty() ? "" : " (" + String.join(", ", there) + ")";
        return "REFERENCES " + table + list + (actions.isEmpty() ? "" : " " + actions);
    }

    private void requireVisible(@Nullable TableDesign sealedOther) throws Refusal {
        for (DdlCursor.Name column : columns) {
            if (sealedOther != null && sealedOther.indexed(column.stored()) != null) {
                throw Refusal.of(
                        "\"" + sealedOther.name() + "." + column.stored() + "\" holds blind indexes",
                        "name the sealed column");
            }
        }
    }

    private static boolean joins(@Nullable ColumnDesign here, @Nullable ColumnDesign far) {
        return here != null
                && far != null
                && here.indexColumn() != null
                && far.indexColumn() != null
                && here.group().equals(far.group());
    }

    private static String indexOf(DdlTarget target, ColumnDesign column) {
        return target.quote(java.util.Objects.requireNonNull(column.indexColumn()));
    }
}
