package dev.rowseal.catalog;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.ColumnPolicy;
import dev.rowseal.policy.Position;
import dev.rowseal.policy.TablePolicy;
import dev.rowseal.seal.ColumnContext;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Checks that a table is what the policy takes it for, and brings the two together. One use, one thread. */
final class SealedTableFit {

    private final String namespace;
    private final TablePolicy policy;
    private final Folding folding;
    private final TableFacts facts;
    private final String id;
    private final Set<String> taken = new HashSet<>();

    SealedTableFit(String namespace, TablePolicy policy, Folding folding, TableFacts facts) {
        this.namespace = namespace;
        this.policy = policy;
        this.folding = folding;
        this.facts = facts;
        this.id = policy.id() == null ? facts.schema() + "." + facts.name() : policy.id();
    }

    /**
     * The table, checked.
     *
     * @throws Misconfigured when it does not fit; the message names the policy's line and the way out
     */
    SealedTable table() {
        if (!facts.isTable()) {
            throw unfit(policy.position(), "is a view; name the table that holds its rows");
        }
        List<RowIdColumn> rowId = policy.rowId().stream().map(this::rowIdColumn).toList();
        key(rowId);
        Map<String, SealedColumn> sealed = new LinkedHashMap<>();
        for (ColumnPolicy column : policy.columns()) {
            SealedColumn fitted = sealedColumn(column);
            sealed.put(fitted.name(), fitted);
        }
        Set<String> indexes = sealed.values().stream()
                .map(SealedColumn::index)
                .flatMap(java.util.stream.Stream::ofNullable)
                .map(Index::column)
                .collect(Collectors.toSet());
        List<String> columns = facts.columns().stream().map(ColumnFacts::name).toList();
        return new SealedTable(facts.schema(), facts.name(), id, rowId, sealed, columns, indexes, facts.acts());
    }

    private RowIdColumn rowIdColumn(TablePolicy.RowIdPolicy part) {
        ColumnFacts column = column(folding.column(part.name()), policy.position(), "row-id column");
        if (!RowIdTypes.fit(part.type(), column.type())) {
            throw unfit(
                    policy.position(),
                    "has its row-id column " + column.name() + " as "
                            + column.type().name() + " where the policy says " + part.type()
                            + "; declare the type that the database has");
        }
        if (facts.acts().stamped().contains(column.name())) {
            throw unfit(
                    policy.position(),
                    "has its row-id column " + column.name()
                            + " with ON UPDATE, which takes the key to its values away");
        }
        for (Obstacle obstacle : facts.obstacles()) {
            boolean changes = obstacle.kind() == Obstacle.Kind.CASCADE
                    || obstacle.kind() == Obstacle.Kind.GENERATED
                    || obstacle.kind() == Obstacle.Kind.ON_UPDATE;
            if (changes && obstacle.column().equals(column.name())) {
                throw unfit(policy.position(), "has on its row-id column " + column.name() + " " + obstacle.sentence());
            }
        }
        return new RowIdColumn(
                column.name(), part.type(), RowIdTypes.storedAsGiven(part.type(), column.type()), column.generated());
    }

    private void key(List<RowIdColumn> rowId) {
        Set<String> wanted = rowId.stream().map(RowIdColumn::name).collect(Collectors.toSet());
        if (!facts.keys().contains(wanted)) {
            String names = rowId.stream().map(RowIdColumn::name).collect(Collectors.joining(", "));
            throw unfit(
                    policy.position(),
                    "has no primary key or immediate unique index over NOT NULL columns that is exactly its row id ("
                            + names + "), inheriting tables included; add one, or name the primary key as row-id");
        }
    }

    private SealedColumn sealedColumn(ColumnPolicy policyColumn) {
        Position position = policyColumn.position();
        ColumnFacts column = column(folding.column(policyColumn.name()), position, "sealed column");
        Storage storage = storage(column, position, false);
        noObstacle(column.name(), position, Set.of());
        room(policyColumn, column, storage);
        String columnId = policyColumn.id() == null ? column.name() : policyColumn.id();
        return new SealedColumn(
                policy.name().toString(),
                column.name(),
                policyColumn.type(),
                storage,
                policyColumn.pad(),
                ColumnContext.of(namespace, id, columnId, policyColumn.type().valueClass()),
                index(policyColumn, column, columnId),
                policyColumn.absent(),
                column.notNull());
    }

    private @Nullable Index index(ColumnPolicy policyColumn, ColumnFacts sealed, String columnId) {
        ColumnPolicy.Lookup lookup = policyColumn.lookup();
        if (lookup == null) {
            return null;
        }
        Position position = policyColumn.position();
        ColumnFacts column = column(indexName(lookup, sealed.name(), folding), position, "index column");
        Storage storage = storage(column, position, true);
        noObstacle(
                column.name(),
                position,
                Set.of(
                        Obstacle.Kind.UNIQUE,
                        Obstacle.Kind.FOREIGN_KEY,
                        Obstacle.Kind.CASCADE,
                        Obstacle.Kind.EXPRESSION_INDEX,
                        Obstacle.Kind.PARTITION_KEY));
        if (column.type().capacity() < EnvelopeWidth.ofIndex(storage)) {
            throw unfit(
                    position,
                    "has its index column " + column.name() + " as "
                            + column.type().name() + ", too narrow: it takes " + EnvelopeWidth.ofIndex(storage)
                            + units(storage));
        }
        if (column.notNull() && !sealed.notNull()) {
            throw unfit(
                    position,
                    "has its index column " + column.name() + " NOT NULL although " + sealed.name()
                            + " may be NULL; they are NULL together, so declare both alike");
        }
        return new Index(column.name(), group(lookup, id, columnId), lookup.equality(), storage);
    }

    /** The owner of the key of a lookup's blind indexes. */
    static String group(ColumnPolicy.Lookup lookup, String table, String column) {
        return lookup.group() == null ? ownGroup(table, column) : lookup.group();
    }

    // The suffix folds as the column does: ssn_idx where names are kept in lower case, SSN_IDX in upper.
    static String indexName(ColumnPolicy.Lookup lookup, String sealed, Folding folding) {
        return lookup.indexColumn() == null
                ? sealed + folding.column("_idx", false)
                : folding.column(lookup.indexColumn());
    }

    private ColumnFacts column(String name, Position position, String what) {
        ColumnFacts column = facts.column(name)
                .orElseThrow(() -> unfit(
                        position,
                        "has no column " + name + " in the database, which the policy names" + " as " + what
                                + "; add it, or correct the policy"));
        if (!taken.add(name)) {
            throw unfit(
                    position,
                    "has its column " + name + " named twice, here as " + what
                            + "; a column is either row id, sealed or one column's index");
        }
        return column;
    }

    private Storage storage(ColumnFacts column, Position position, boolean index) {
        StoredType type = column.type();
        return switch (type.family()) {
            case BINARY -> Storage.BINARY;
            case TEXT, PAD_SPACE_TEXT -> Storage.TEXT;
            case LARGE_BINARY, LARGE_TEXT -> {
                if (index) {
                    throw unfit(
                            position,
                            "has its index column " + column.name() + " as " + type.name()
                                    + ", on which no index can be put; use varbinary(16)");
                }
                yield type.family() == StoredType.Family.LARGE_BINARY ? Storage.BINARY : Storage.TEXT;
            }
            case LOOSE_TEXT ->
                throw unfit(
                        position,
                        "has the column " + column.name() + " as " + type.name() + " with a collation that"
                                + " takes different texts for equal; use a binary type or a binary collation");
            default ->
                throw unfit(
                        position,
                        "has the column " + column.name() + " as " + type.name() + ", which holds neither"
                                + " envelopes nor blind indexes; use bytea, varbinary or longblob, or varchar or text");
        };
    }

    private void room(ColumnPolicy policyColumn, ColumnFacts column, Storage storage) {
        OptionalLong needed = EnvelopeWidth.of(policyColumn.type(), policyColumn.pad(), storage);
        long most = column.type().capacity();
        if (needed.isEmpty() && most == StoredType.UNBOUNDED || needed.isPresent() && needed.getAsLong() <= most) {
            return;
        }
        String wanted = needed.isPresent()
                ? "sealed values of " + policyColumn.type() + " take up to " + needed.getAsLong() + units(storage)
                : policyColumn.type() + " has no limit, so the column must have none";
        throw unfit(
                policyColumn.position(),
                "has the column " + column.name() + " as " + column.type().name() + ", too narrow: " + wanted
                        + "; widen it");
    }

    private static String units(Storage storage) {
        return storage == Storage.BINARY ? " bytes" : " characters";
    }

    private void noObstacle(String column, Position position, Set<Obstacle.Kind> harmless) {
        for (Obstacle obstacle : facts.obstacles()) {
            boolean ours = obstacle.kind() == Obstacle.Kind.CHECK && Ddl.isOwn(obstacle.name());
            if (obstacle.column().equals(column) && !ours && !harmless.contains(obstacle.kind())) {
                throw unfit(position, "has on its column " + column + " " + obstacle.sentence());
            }
        }
    }

    private Misconfigured unfit(Position position, String what) {
        return new Misconfigured(position + ": table " + policy.name() + " " + what);
    }

    /**
     * The owner of the key of a column without a group: the table's and the column's id with a dot between. Dots inside
     * the column's id are escaped, so that no other pair of ids comes to the same owner.
     */
    static String ownGroup(String table, String column) {
        String escaped = column.replace("\\", "\\\\").replace(".", "\\.");
        return table.replace("\\", "\\\\") + "." + escaped;
    }
}
