package dev.rowseal.catalog;

import dev.rowseal.policy.ColumnPolicy;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.Policy.CachePolicy;
import dev.rowseal.policy.Policy.KmsPolicy;
import dev.rowseal.policy.Position;
import dev.rowseal.policy.TableName;
import dev.rowseal.policy.TablePolicy;
import dev.rowseal.policy.TablePolicy.RowIdPolicy;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Equality;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Policies for tests: {@code patient} with a looked-up {@code ssn} and open-ended {@code notes}, and variations. */
final class Clinic {

    private static final Position POSITION = new Position("rowseal.yaml", 7);

    private String rowIdType = "bigint";
    private List<String> rowId = List.of("id");
    private final List<ColumnPolicy> columns = new ArrayList<>();

    static Clinic rowId(String type, String... columns) {
        Clinic clinic = new Clinic();
        clinic.rowIdType = type;
        clinic.rowId = List.of(columns);
        return clinic;
    }

    Clinic sealed(String name, String type) {
        return sealed(name, type, null, 1);
    }

    Clinic sealed(String name, String type, ColumnPolicy.@Nullable Lookup lookup, int pad) {
        columns.add(new ColumnPolicy(name(name), null, DeclaredType.parse(type), lookup, pad, POSITION));
        return this;
    }

    static ColumnPolicy.Lookup lookup(@Nullable String group, @Nullable String indexColumn) {
        return new ColumnPolicy.Lookup(Equality.EXACT, group, indexColumn == null ? null : name(indexColumn));
    }

    Policy in(String... tables) {
        List<TablePolicy> policies = new ArrayList<>();
        for (String table : tables) {
            List<RowIdPolicy> parts = rowId.stream()
                    .map(column -> new RowIdPolicy(name(column), DeclaredType.parse(rowIdType)))
                    .toList();
            policies.add(new TablePolicy(tableName(table), null, parts, columns, POSITION));
        }
        return new Policy(
                "clinic",
                "local-kms:x.p12",
                List.of(),
                tableName("rowseal_keys"),
                CachePolicy.DEFAULT,
                KmsPolicy.DEFAULT,
                Optional.empty(),
                Optional.empty(),
                policies);
    }

    /** The usual policy: bigint id, ssn with a lookup, notes without. */
    static Policy usual(String... tables) {
        return rowId("bigint", "id")
                .sealed("ssn", "varchar(11)", lookup(null, null), 1)
                .sealed("notes", "text", null, 64)
                .in(tables.length == 0 ? new String[] {"patient"} : tables);
    }

    /** The usual table's DDL. */
    static String table(TestDatabase database, String name) {
        return "create table " + name + " (id bigint primary key, ssn " + database.binaryType(100) + ", ssn_idx "
                + database.binaryType(16) + ", city varchar(50), notes " + database.binaryType() + ")";
    }

    private static TableName tableName(String text) {
        int dot = text.indexOf('.');
        return dot < 0
                ? new TableName(null, name(text))
                : new TableName(name(text.substring(0, dot)), name(text.substring(dot + 1)));
    }

    private static Name name(String text) {
        return text.startsWith("\"") ? new Name(text.substring(1, text.length() - 1), true) : new Name(text, false);
    }

    private Clinic() {}
}
