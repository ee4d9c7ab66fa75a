package dev.rowseal.plan;

import dev.rowseal.catalog.AbsentRelation;
import dev.rowseal.catalog.Catalogue;
import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.Generated;
import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.OpenTable;
import dev.rowseal.catalog.Relation;
import dev.rowseal.catalog.RowActs;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.catalog.Storage;
import dev.rowseal.catalog.TableDesign;
import dev.rowseal.catalog.TiedRelation;
import dev.rowseal.seal.ColumnContext;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Equality;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The catalogue that the planner's tests plan against: a clinic, as PostgreSQL would fold its names. */
final class Clinic implements Catalogue {

    static final GuardedNames GUARDED = new GuardedNames(
            Set.of("patient", "patient_view", "code", "chart", "slip", "noted"), Set.of("ssn", "notes"));

    private final Map<String, Relation> relations = new LinkedHashMap<>();

    private final Dialect dialect;

    Clinic() {
        this(Dialect.POSTGRESQL);
    }

    Clinic(Dialect dialect) {
        this.dialect = dialect;
        put(table(
                "patient",
                List.of(rowId("id", "bigint", true)),
                List.of("id", "ssn", "name", "notes", "city", "ssn_idx"),
                column("patient", "ssn", "varchar(11)", "ssn_idx"),
                column("patient", "notes", "text", null)));
        put(table(
                "code",
                List.of(rowId("a", "integer", true), rowId("b", "varchar(3)", false)),
                List.of("a", "b", "secret"),
                column("code", "secret", "text", null)));
        put(table(
                "chart",
                List.of(generated("id", Generated.How.DEFAULT, "pg_catalog.nextval(7::regclass)", false)),
                List.of("id", "memo", "ward"),
                column("chart", "memo", "text", null)));
        put(table(
                "slip",
                List.of(generated("id", Generated.How.IDENTITY, "f()", true)),
                List.of("id", "memo"),
                column("slip", "memo", "text", null)));
        SealedTable chart = (SealedTable) java.util.Objects.requireNonNull(relations.get("public.chart"));
        put(new SealedTable(
                "public",
                "noted",
                "public.noted",
                chart.rowId(),
                chart.sealed(),
                chart.columns(),
                Set.of(),
                new RowActs(false, false, true)));
        put(new OpenTable("public", "visit", List.of("id", "patient_id", "city", "patient")));
        put(new TiedRelation("public", "patient_view", "read the table instead"));
        relations.put("other.patient", new OpenTable("other", "patient", List.of("id", "ssn")));
    }

    private void put(Relation relation) {
        relations.put("public." + relation.name(), relation);
    }

    private static SealedTable table(
            String name, List<RowIdColumn> rowId, List<String> columns, SealedColumn... sealed) {
        Map<String, SealedColumn> byName = new LinkedHashMap<>();
        for (SealedColumn column : sealed) {
            byName.put(column.name(), column);
        }
        Set<String> indexes = columns.contains("ssn_idx") ? Set.of("ssn_idx") : Set.of();
        return new SealedTable("public", name, "public." + name, rowId, byName, columns, indexes, false);
    }

    private static RowIdColumn generated(String name, Generated.How how, String expression, boolean always) {
        return new RowIdColumn(name, DeclaredType.parse("bigint"), true, new Generated(how, expression, always, false));
    }

    private static RowIdColumn rowId(String name, String type, boolean storedAsGiven) {
        return new RowIdColumn(name, DeclaredType.parse(type), storedAsGiven);
    }

    private static SealedColumn column(String table, String name, String type, @Nullable String index) {
        DeclaredType declared = DeclaredType.parse(type);
        return new SealedColumn(
                table,
                name,
                declared,
                Storage.BINARY,
                1,
                ColumnContext.of("clinic", "public." + table, name, declared.valueClass()),
                index == null
                        ? null
                        : new Index(index, "public." + table + "." + name, Equality.EXACT, Storage.BINARY));
    }

    @Override
    public Dialect dialect() {
        return dialect;
    }

    @Override
    public Folding folding() {
        return dialect == Dialect.MARIADB
                ? new Folding(Folding.Case.AS_WRITTEN, '`', true)
                : new Folding(Folding.Case.LOWER_ASCII);
    }

    @Override
    public Optional<String> defaultSchema() {
        return Optional.of("public");
    }

    @Override
    public Set<String> guardedNames() {
        return Set.of("patient", "patient_view", "code", "chart", "slip", "noted");
    }

    @Override
    public Set<String> sealedColumns() {
        return Set.of("ssn", "notes");
    }

    @Override
    public List<String> searchPath() {
        return List.of("public");
    }

    @Override
    public Relation resolve(@Nullable String schema, String name) {
        Relation relation = relations.get((schema == null ? "public" : schema) + "." + name);
        return relation == null ? new AbsentRelation(name) : relation;
    }

    @Override
    public Relation declared(@Nullable String schema, String name) {
        return resolve(schema, name) instanceof SealedTable table ? design(table) : resolve(schema, name);
    }

    @Override
    public Set<String> aggregates() {
        return Set.of();
    }

    @Override
    public List<String> labels(String query) {
        return List.of();
    }

    private static TableDesign design(SealedTable table) {
        Map<String, DeclaredType> rowId = new LinkedHashMap<>();
        table.rowId().forEach(part -> rowId.put(part.name(), part.type()));
        Map<String, TableDesign.ColumnDesign> sealed = new LinkedHashMap<>();
        table.sealed().values().forEach(column -> {
            Index index = column.index();
            sealed.put(
                    column.name(),
                    new TableDesign.ColumnDesign(
                            column.name(),
                            column.type(),
                            column.pad(),
                            index == null ? null : index.column(),
                            index == null ? "" : index.group(),
                            column.absent()));
        });
        return new TableDesign(table.schema(), table.name(), rowId, sealed, null);
    }
}
