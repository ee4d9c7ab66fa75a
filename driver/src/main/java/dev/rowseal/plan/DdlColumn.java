package dev.rowseal.plan;

import dev.rowseal.catalog.Ddl;
import dev.rowseal.catalog.TableDesign;
import dev.rowseal.catalog.TableDesign.ColumnDesign;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/**
 * A column's definition as a statement writes it.
 *
 * @param name the column
 * @param type its type
 * @param options what follows
 */
record DdlColumn(DdlCursor.Name name, WrittenType type, List<DdlOption> options) {

    /** Reads the definition that comes next. */
    static DdlColumn read(DdlCursor cursor, DdlTarget target) throws Refusal {
        DdlCursor.Name name = cursor.name("column definition");
        target.requireFree(name);
        WrittenType type = WrittenType.read(cursor, target.dialect());
        return new DdlColumn(name, type, DdlOption.read(cursor, target));
    }

    /** Hands over what becomes of it. */
    void into(DdlParts parts, DdlTarget target) throws Refusal {
        TableDesign design = target.design();
        ColumnDesign sealed = target.sealed(name);
        if (design == null || sealed == null) {
            open(parts, target);
        } else {
            sealed(parts, target, design, sealed);
        }
    }

    private void open(DdlParts parts, DdlTarget target) throws Refusal {
        TableDesign design = target.design();
        DeclaredType rowId = design == null ? null : design.rowId().get(name.stored());
        if (rowId != null && !type.fits(rowId)) {
            throw Refusal.of(
                    "row-id column \"" + target.display(name.stored()) + "\" is written as " + type.text()
                            + " where the policy says " + rowId,
                    "write the policy's type, or change the policy");
        }
        StringBuilder text = new StringBuilder(name.written() + " " + type.text());
        for (DdlOption option : options) {
            text.append(option.name().isEmpty() ? "" : " " + option.name()).append(' ');
            DdlReference reference = option.reference();
            if (reference != null) {
                text.append(reference.rewritten(target, List.of(name)));
                continue;
            }
            if (option.kind() == DdlOption.Kind.PRIMARY_KEY) {
                parts.primaryKey(List.of(name));
            } else if (option.kind() == DdlOption.Kind.UNIQUE) {
                parts.unique(List.of(name.stored()));
            }
            if (isExpression(option.kind())) {
                target.requireOpen(option.tokens(), "definition of column " + name.stored());
            }
            text.append(option.text());
        }
        parts.element(text.toString());
    }

    private static boolean isExpression(DdlOption.Kind kind) {
        return kind == DdlOption.Kind.DEFAULT || kind == DdlOption.Kind.CHECK || kind == DdlOption.Kind.GENERATED;
    }

    private void sealed(DdlParts parts, DdlTarget target, TableDesign design, ColumnDesign column) throws Refusal {
        if (!type.is(column.type()) || type.isSerial()) {
            throw Refusal.of(
                    "sealed column \"" + target.display(column.name()) + "\" is written as " + type.text()
                            + " where the policy says " + WrittenTypes.spelled(column.type(), target.dialect()),
                    "write the policy's type, or change the policy; Rowseal gives the column its storage type itself");
        }
        boolean notNull = false;
        StringBuilder text = new StringBuilder(
                name.written() + " " + Ddl.storageType(column.type(), column.pad(), target.dialect()));
        List<String> moved = new ArrayList<>();
        Set<Integer> keys = new HashSet<>();
        for (DdlOption option : options) {
            switch (option.kind()) {
                case NOT_NULL -> {
                    notNull = true;
                    append(text, option);
                }
                case NULL, COMMENT -> append(text, option);
                case DEFAULT -> requirePolicys(option, target, column);
                case UNIQUE -> {
                    parts.unique(List.of(index(target, column, "UNIQUE")));
                    keys.add(moved.size());
                    moved.add(named(option, target, "key") + option.text() + " ("
                            + target.quote(index(target, column, "UNIQUE")) + ")");
                }
                case REFERENCES -> {
                    String there = Objects.requireNonNull(option.reference()).rewritten(target, List.of(name));
                    moved.add(named(option, target, "fkey") + "FOREIGN KEY ("
                            + target.quote(index(target, column, "a foreign key")) + ") " + there);
                }
                case TIMING -> {
                    if (moved.isEmpty()) {
                        throw DdlCursor.unread("column definition");
                    }
                    moved.set(moved.size() - 1, moved.get(moved.size() - 1) + " " + option.text());
                }
                default -> refuse(option, target, column);
            }
        }
        parts.element(text.toString());
        parts.companions(design, column, notNull);
        for (int i = 0; i < moved.size(); i++) {
            if (keys.contains(i)) {
                parts.key(moved.get(i));
            } else {
                parts.constraint(moved.get(i));
            }
        }
    }

    /** The policy's default may be written too, and the database does not get it. */
    private static void requirePolicys(DdlOption option, DdlTarget target, ColumnDesign column) throws Refusal {
        String written = option.text().replaceFirst("(?i)^default\\s+", "").trim();
        if (column.absent() == null || !AbsentValue.is(written, column.absent(), column.type())) {
            throw Refusal.of(
                    "sealed column \"" + target.display(column.name())
                            + "\" has a default that is not the policy's, which the database would store unsealed",
                    "write it as default: in the policy, or leave it to the application");
        }
    }

    /** Whether it is a sealed column with a default. */
    boolean hasSealedDefault(DdlTarget target) {
        return target.sealed(name) != null
                && options.stream().anyMatch(option -> option.kind() == DdlOption.Kind.DEFAULT);
    }

    private static void append(StringBuilder text, DdlOption option) {
        text.append(option.name().isEmpty() ? "" : " " + option.name())
                .append(' ')
                .append(option.text());
    }

    /** The constraint's name: as written, or what PostgreSQL would call it on the column itself. */
    private String named(DdlOption option, DdlTarget target, String kind) {
        return option.name().isEmpty() ? DdlConstraint.named(target, List.of(name), kind) : option.name() + " ";
    }

    /** The index column, which must be there. */
    static String index(DdlTarget target, ColumnDesign column, String what) throws Refusal {
        if (column.indexColumn() == null) {
            throw Refusal.of(
                    what + " on sealed column \"" + target.display(column.name()) + "\", which has no lookup",
                    "give it lookup: equality in the policy");
        }
        return column.indexColumn();
    }

    private static void refuse(DdlOption option, DdlTarget target, ColumnDesign column) throws Refusal {
        String where = "sealed column \"" + target.display(column.name()) + "\" ";
        throw switch (option.kind()) {
            case CHECK ->
                Refusal.of(where + "has a CHECK, and the database cannot see the value", "check it in the application");
            case GENERATED ->
                Refusal.of(where + "is generated, and the database cannot seal a value", "make it a plain column");
            case COLLATE ->
                Refusal.of(where + "has a collation", "leave it out: what equal means stands in the policy");
            case PRIMARY_KEY ->
                Refusal.of(where + "is the primary key", "key the table by a column that is not sealed");
            default -> DdlCursor.unread("column definition");
        };
    }
}
