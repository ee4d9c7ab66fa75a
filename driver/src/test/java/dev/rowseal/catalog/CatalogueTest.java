package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class CatalogueTest {

    private final TestDatabase database;
    private final Connection connection;

    CatalogueTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.connection = database.plain();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
    }

    @Test
    void aSealedTableIsBroughtTogetherWithItsPolicy() throws SQLException {
        database.execute(Clinic.table(database, "patient"));
        SealedTable table = sealed(usual(), "patient");

        assertThat(table.schema()).isEqualTo(database.defaultSchema());
        assertThat(table.name()).isEqualTo(f("patient"));
        assertThat(table.id()).isEqualTo(database.defaultSchema() + "." + f("patient"));
        assertThat(table.rowId()).containsExactly(new RowIdColumn(f("id"), DeclaredType.parse("bigint"), true));
        assertThat(table.sealed().keySet()).containsExactly(f("ssn"), f("notes"));
        assertThat(table.columns()).containsExactly(f("id"), f("ssn"), f("ssn_idx"), f("city"), f("notes"));
        assertThat(table.visibleColumns()).containsExactly(f("id"), f("ssn"), f("city"), f("notes"));
        assertThat(table.mayRewriteRows()).isFalse();

        SealedColumn ssn = column(table, "ssn");
        assertThat(ssn.storage()).isEqualTo(Storage.BINARY);
        assertThat(ssn.context().toString()).isEqualTo(table.id() + "." + f("ssn"));
        assertThat(ssn.context().namespace()).isEqualTo("clinic");
        assertThat(index(ssn).group()).isEqualTo(table.id() + "." + f("ssn"));
        assertThat(index(ssn).column()).isEqualTo(f("ssn_idx"));
        assertThat(column(table, "notes").index()).isNull();
        assertThat(column(table, "notes").pad()).isEqualTo(64);
    }

    @Test
    void textStorageIsSeen() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + database.textType(150) + ", ssn_idx "
                + database.textType(22) + ")");
        DatabaseCatalogue catalogue = DatabaseCatalogue.read(
                connection,
                Clinic.rowId("bigint", "id")
                        .sealed("ssn", "varchar(11)", Clinic.lookup("people", null), 1)
                        .in("patient"));
        SealedColumn ssn = column(sealed(catalogue, "patient"), "ssn");
        assertThat(ssn.storage()).isEqualTo(Storage.TEXT);
        assertThat(index(ssn).storage()).isEqualTo(Storage.TEXT);
        assertThat(index(ssn).group()).isEqualTo("people");
    }

    @Test
    void quotedNamesStayAsTheyAre() throws SQLException {
        database.execute("create table " + database.quote("Patient \"x\"") + " (" + database.quote("Id")
                + " bigint primary key, " + database.quote("Ssn") + " " + database.binaryType(100) + ")");
        DatabaseCatalogue catalogue = DatabaseCatalogue.read(
                connection,
                Clinic.rowId("bigint", "\"Id\"")
                        .sealed("\"Ssn\"", "varchar(11)")
                        .in("\"Patient \"x\"\""));
        assertThat(catalogue.guardedNames()).containsExactly("patient \"x\"");
        assertThat(sealed(catalogue, "\"Patient \"x\"").sealed().keySet())
                .containsExactly(database.engine() == Engine.MARIADB ? "ssn" : "Ssn");
    }

    @Test
    void aTableMayComeLater() throws SQLException {
        Catalogue catalogue = usual();
        assertThat(catalogue.guardedNames()).containsExactly("patient");
        assertThatThrownBy(() -> catalogue.resolve(null, f("patient")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("rowseal.yaml:7")
                .hasMessageContaining("patient")
                .hasMessageContaining("does not exist");
        database.execute(Clinic.table(database, "patient"));
        assertThat(sealed(catalogue, "patient").name()).isEqualTo(f("patient"));
    }

    @Test
    void openTablesAreReadWhenTheyAreAskedFor() throws SQLException {
        database.execute(Clinic.table(database, "patient"), "create table visit (id integer, patient_id bigint)");
        Catalogue catalogue = usual();
        OpenTable visit = new OpenTable(database.defaultSchema(), f("visit"), List.of(f("id"), f("patient_id")));
        assertThat(catalogue.resolve(null, f("visit"))).isEqualTo(visit);
        assertThat(catalogue.resolve(database.defaultSchema(), f("visit"))).isEqualTo(visit);
        assertThat(catalogue.resolve(null, f("nowhere"))).isEqualTo(new AbsentRelation(f("nowhere")));
        assertThat(catalogue.guardedNames()).doesNotContain("visit");
    }

    /** Who asks may have seen what was there before. */
    @Test
    void whatIsReadLandsInNothingThatWasForgottenForIt() throws SQLException {
        database.execute(Clinic.table(database, "patient"));
        CatalogueFacts facts = new CatalogueFacts();
        DatabaseCatalogue catalogue = DatabaseCatalogue.read(connection, Clinic.usual(), facts);
        catalogue.look(false);
        long before = catalogue.version();
        facts.invalidate();
        sealed(catalogue, "patient");
        assertThat(catalogue.version()).isEqualTo(before);
        assertThat(facts.memory().sealed).isEmpty();
        assertThat(facts.memory().ties).isEmpty();
        catalogue.look(false);
        sealed(catalogue, "patient");
        assertThat(catalogue.version()).isEqualTo(catalogue.versionNow());
        assertThat(facts.memory().sealed).hasSize(1);
    }

    @Test
    void whatWasReadIsSharedUntilItIsInvalidated() throws SQLException {
        database.execute(Clinic.table(database, "patient"));
        CatalogueFacts facts = new CatalogueFacts();
        DatabaseCatalogue first = DatabaseCatalogue.read(connection, Clinic.usual(), facts);
        SealedTable table = sealed(first, "patient");
        try (Connection other = database.plain()) {
            DatabaseCatalogue second = DatabaseCatalogue.read(other, Clinic.usual(), facts);
            assertThat(sealed(second, "patient")).isSameAs(table);
            database.execute("alter table patient add column born date", "create view v as select ssn from patient");
            assertThat(sealed(second, "patient")).isSameAs(table);
            long before = second.version();
            facts.invalidate();
            assertThat(second.version()).isGreaterThan(before);
            assertThat(sealed(second, "patient").columns()).contains(f("born"));
            assertThat(second.guardedNames()).containsExactlyInAnyOrder("patient", "v");
        }
    }

    @Test
    void viewsAndViewsOfViewsAreTied() throws SQLException {
        String s = database.schema("s");
        String materialized = database.engine() == Engine.MARIADB ? "" : " materialized";
        database.execute(
                Clinic.table(database, "patient"),
                "create table visit (id integer)",
                "create schema " + s,
                "create view v1 as select p.ssn from patient p",
                "create view " + s + ".v2 as select * from " + database.defaultSchema() + ".v1",
                "create view v3 as select 1 as one from visit where exists (select 1 from " + s + ".v2)",
                "create" + materialized + " view m as select ssn from " + s + ".v2",
                "create view harmless as select id from visit");
        Catalogue catalogue = usual();
        assertThat(catalogue.guardedNames())
                .contains("patient", "v1", "v2", "v3", "m")
                .doesNotContain("harmless", "visit");
        for (String tied : List.of("v1", "v3", "m")) {
            assertThat(catalogue.resolve(null, f(tied))).as(tied).isInstanceOf(TiedRelation.class);
        }
        assertThat(catalogue.resolve(f(s), f("v2"))).isInstanceOf(TiedRelation.class);
        assertThat(catalogue.resolve(null, f("harmless"))).isInstanceOf(OpenTable.class);
    }

    @Test
    void aSealedTableOfAnotherSchemaIsNotThisOne() throws SQLException {
        String s = database.schema("s");
        database.execute(
                "create schema " + s, Clinic.table(database, s + ".patient"), Clinic.table(database, "patient"));
        DatabaseCatalogue catalogue = DatabaseCatalogue.read(connection, Clinic.usual(s + ".patient"));
        assertThat(catalogue.resolve(f(s), f("patient"))).isInstanceOf(SealedTable.class);
        assertThat(catalogue.resolve(database.defaultSchema(), f("patient"))).isInstanceOf(OpenTable.class);
        // Unqualified it leads to the open one, but a change of search path would make it the sealed one.
        assertThat(catalogue.resolve(null, f("patient"))).isInstanceOf(TiedRelation.class);
    }

    @Test
    void theSearchPathIsFollowed() throws SQLException {
        String s = database.schema("s");
        database.execute("create schema " + s, Clinic.table(database, s + ".patient"));
        DatabaseCatalogue catalogue = DatabaseCatalogue.read(connection, Clinic.usual(s + ".patient"));
        assertThat(catalogue.resolve(null, f("patient"))).isInstanceOf(TiedRelation.class);
        database.use(connection, s);
        catalogue.searchPathChanged();
        assertThat(sealed(catalogue, "patient").schema()).isEqualTo(f(s));
        assertThat(catalogue.searchPath()).contains(f(s));
    }

    @Test
    void oneTableUnderTwoNamesIsRefused() throws SQLException {
        String other = database.engine() == Engine.MARIADB ? "patient" : "PATIENT";
        database.execute(Clinic.table(database, "patient"));
        assertThatThrownBy(() -> DatabaseCatalogue.read(
                        connection, Clinic.usual("patient", database.defaultSchema() + "." + other, "other")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("declare it once");
    }

    @Test
    void twoTablesThatEndUpWithOneIdAreRefused() {
        Policy policy = PolicySource.parse("""
                rowseal: 1
                namespace: clinic
                kek: local-kms:k
                tables:
                  patient: { row-id: { id: bigint }, columns: { ssn: { type: text } } }
                  guest: { id: '%s', row-id: { id: bigint }, columns: { ssn: { type: text } } }
                """.formatted(database.defaultSchema() + "." + f("patient")), "clinic.yaml");

        assertThatThrownBy(() -> DatabaseCatalogue.read(connection, policy))
                .isInstanceOf(Misconfigured.class)
                .hasMessage("clinic.yaml:6: the id of table guest is in this database that of table patient at"
                        + " clinic.yaml:5; write another id");
    }

    @Test
    void synonymsPartitionsAndInheritanceAreTied() throws SQLException {
        if (database.engine() == Engine.H2) {
            database.execute(Clinic.table(database, "patient"), "create synonym sick for patient");
            Catalogue catalogue = usual();
            assertThat(catalogue.guardedNames()).isEqualTo(Set.of("patient", "sick"));
            assertThat(catalogue.resolve(null, f("sick"))).isInstanceOf(TiedRelation.class);
            return;
        }
        if (database.engine() == Engine.MARIADB) {
            return;
        }
        database.execute(
                "create table patient (id bigint primary key, ssn bytea, ssn_idx bytea, notes bytea)"
                        + " partition by range (id)",
                "create table patient_1 partition of patient for values from (1) to (9) partition by range (id)",
                "create table patient_1a partition of patient_1 for values from (1) to (5)",
                "create view through_partition as select * from patient_1a",
                "create table intake (id bigint, ssn bytea)",
                "create rule r as on insert to intake do also insert into patient values (new.id, new.ssn)");
        Catalogue catalogue = usual();
        assertThat(catalogue.guardedNames())
                .isEqualTo(Set.of("patient", "patient_1", "patient_1a", "through_partition", "intake"));
        assertThat(catalogue.resolve(null, "patient_1a"))
                .isInstanceOfSatisfying(
                        TiedRelation.class, tied -> assertThat(tied.reason()).contains("partition"));
        assertThat(catalogue.resolve(null, "intake"))
                .isInstanceOfSatisfying(
                        TiedRelation.class, tied -> assertThat(tied.reason()).contains("rule"));
        assertThat(catalogue.resolve(null, "patient")).isInstanceOf(SealedTable.class);
        Catalogue both = DatabaseCatalogue.read(connection, Clinic.usual("patient", "patient_1"));
        assertThat(both.resolve(null, "patient_1")).isInstanceOf(TiedRelation.class);
    }

    @Test
    void aParentOfASealedTableIsTied() throws SQLException {
        if (database.engine() != Engine.POSTGRESQL) {
            return;
        }
        database.execute(
                "create table person (id bigint, ssn bytea)",
                "create table patient (primary key (id), ssn_idx bytea, notes bytea) inherits (person)",
                "create table employee () inherits (person)");
        Catalogue catalogue = usual();
        assertThat(catalogue.guardedNames()).isEqualTo(Set.of("patient", "person"));
        assertThat(catalogue.resolve(null, "patient")).isInstanceOf(SealedTable.class);
        Catalogue parent = DatabaseCatalogue.read(
                connection,
                Clinic.rowId("bigint", "id").sealed("ssn", "varchar(11)").in("person"));
        assertThat(parent.guardedNames()).isEqualTo(Set.of("person", "patient", "employee"));
    }

    @Test
    void triggersBeforeARowMayRewriteIt() throws SQLException {
        database.execute(Clinic.table(database, "patient"));
        if (database.engine() == Engine.POSTGRESQL) {
            database.execute("create function f() returns trigger language plpgsql as 'begin return new; end'");
        }
        String what = switch (database.engine()) {
            case H2 -> " as 'org.h2.api.Trigger create() { return (connection, before, after) -> {}; }'";
            case POSTGRESQL -> " execute function f()";
            case MARIADB -> " set @seen = new.id";
        };
        database.execute("create trigger after_it after insert on patient for each row" + what);
        assertThat(sealed(usual(), "patient").mayRewriteRows()).isFalse();
        database.execute("create trigger before_it before insert on patient for each row" + what);
        assertThat(sealed(usual(), "patient").mayRewriteRows()).isTrue();
        assertThat(sealed(usual(), "patient").acts()).isEqualTo(new RowActs(true, false, false));
        database.execute("create trigger note_it after update on patient for each row" + what);
        assertThat(sealed(usual(), "patient").acts()).isEqualTo(new RowActs(true, false, true));
        database.execute("drop trigger before_it" + (database.engine() == Engine.POSTGRESQL ? " on patient" : ""));
        database.execute("create trigger before_it before update on patient for each row" + what);
        assertThat(sealed(usual(), "patient").acts()).isEqualTo(new RowActs(false, true, true));
    }

    @Test
    void mariaDbTellsTablesApartByCaseAndColumnsNot() throws SQLException {
        if (database.engine() != Engine.MARIADB) {
            return;
        }
        database.execute(
                "create table patient (ID bigint primary key, `SSN` varbinary(92), Ssn_Idx varbinary(16), notes longblob)",
                "create table Patient (id bigint primary key, other integer)");
        Catalogue catalogue = usual();
        SealedTable table = sealed(catalogue, "patient");
        assertThat(table.columns()).containsExactly("id", "ssn", "ssn_idx", "notes");
        assertThat(table.schema()).isEqualTo(database.defaultSchema());
        assertThat(catalogue.folding().column("SSN", true)).isEqualTo("ssn");
        // Without its schema it could be taken for the other.
        assertThat(catalogue.resolve(null, "Patient")).isInstanceOf(TiedRelation.class);
        assertThat(catalogue.resolve(database.defaultSchema(), "Patient"))
                .isEqualTo(new OpenTable(database.defaultSchema(), "Patient", List.of("id", "other")));
        assertThat(catalogue.resolve(database.defaultSchema(), "PATIENT")).isInstanceOf(AbsentRelation.class);
    }

    private Catalogue usual() {
        return DatabaseCatalogue.read(connection, Clinic.usual());
    }

    private SealedTable sealed(Catalogue catalogue, String name) {
        String stored = name.startsWith("\"") ? name.substring(1) : f(name);
        return (SealedTable) catalogue.resolve(null, stored);
    }

    private SealedColumn column(SealedTable table, String name) {
        return Objects.requireNonNull(table.sealed().get(f(name)));
    }

    private static Index index(SealedColumn column) {
        return Objects.requireNonNull(column.index());
    }

    private String f(String name) {
        return database.fold(name);
    }
}
