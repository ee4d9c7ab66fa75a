package dev.rowseal.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ALTER TABLE and the other statements on tables that there are, beside plaintext twins. */
@OnEveryDatabase
class AlterTableTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality, group: ssn }
                  salary: { type: "decimal(12,2)" }
              relative:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality, group: ssn }
            """;

    private final Twin twin;

    AlterTableTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.twin = new Twin(database, folder, TABLES);
    }

    private boolean isPostgres() {
        return twin.database.engine() == Engine.POSTGRESQL;
    }

    private boolean isMariaDb() {
        return twin.database.engine() == Engine.MARIADB;
    }

    @BeforeEach
    void create() throws SQLException {
        twin.bothTake(
                "create table patient (id bigint primary key, ssn varchar(11), salary numeric(12,2), city varchar(20))",
                "create table visit (id bigint primary key, patient_id bigint, reason varchar(50))",
                "insert into patient (id, ssn, city) values (1, '1', 'Bern')",
                "insert into patient (id, ssn, salary) values (2, '2', 10)",
                "insert into visit values (1, 1, 'cough')");
    }

    @AfterEach
    void close() throws SQLException {
        twin.close();
    }

    private void alike(String... statements) throws SQLException {
        for (String sql : statements) {
            twin.both(sql);
            twin.looksAlike(sql);
            twin.same("select * from patient order by id");
        }
    }

    @Test
    void openColumnsAndConstraints() throws SQLException {
        alike(
                "alter table patient add column more integer default 7 not null",
                "alter table patient add another varchar(5) check (another <> 'x')",
                "alter table patient add column if not exists another varchar(5)",
                "alter table patient alter column city set not null",
                "alter table patient alter column more set default 9",
                "alter table patient alter column more drop default",
                "alter table patient alter column more drop not null",
                "alter table patient alter column another set data type varchar(9)",
                "alter table patient add constraint positive check (more > 0)",
                "alter table patient add constraint unity unique (more, another)",
                "alter table patient drop constraint unity",
                "alter table visit add constraint fk foreign key (patient_id) references patient",
                "alter table visit drop constraint fk",
                "alter table visit add constraint fk foreign key (patient_id) references patient (id) on delete cascade",
                "alter table patient drop constraint positive",
                "alter table patient drop column more cascade",
                "alter table patient drop column if exists more",
                "alter table if exists patient drop column another",
                "alter table visit add column patient bigint references patient (id)",
                "alter table visit drop column patient");
        if (isPostgres()) {
            alike(
                    "alter table patient rename column city to town",
                    "alter table patient rename town to city",
                    "alter table patient add column a integer, add column b integer, drop column city",
                    "alter table patient owner to postgres, set (fillfactor = 70)");
        } else {
            alike(
                    "alter table patient alter column city rename to town",
                    "alter table patient add column first_ integer before id",
                    "alter table patient add (a integer, b integer) after id");
        }
    }

    @Test
    void aSealedColumnIsAddedToATableThatHasRows() throws SQLException {
        Twin.execute(twin.sealed, "alter table patient drop column ssn");
        Twin.execute(twin.plain, "alter table patient drop column ssn");
        twin.looksAlike("a sealed column dropped");
        // Between the two migrations the table is not what the policy says.
        assertThatThrownBy(() -> twin.same("select * from patient"))
                .isInstanceOfSatisfying(
                        SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("RS004"));
        twin.bothTake("alter table patient add column ssn varchar(11)");
        twin.looksAlike("a sealed column added");
        twin.bothTake("update patient set ssn = '078-05-1120' where id = 1");
        assertThat(twin.same("select * from patient where ssn = '078-05-1120'")).hasSize(2);
        assertThat(twin.same("select id, ssn from patient order by id")).hasSize(3);
        String plaintext = isPostgres() ? "'078-05-1120'" : "X'3037382d30352d31313230'";
        twin.keepsOut("update patient set ssn = " + plaintext + " where id = 2");
        assertThat(twin.both("alter table patient add column if not exists ssn varchar(11)"))
                .isNull();
        assertThat(twin.both("alter table patient add column ssn varchar(11)")).isNotNull();
        assertThat(twin.both("alter table patient drop column nothing")).isNotNull();
        twin.looksAlike("added twice");
    }

    @Test
    void notNullAndUniqueOnSealedColumns() throws SQLException {
        if (isMariaDb()) {
            alike("alter table patient add constraint one unique (ssn)");
            assertThat(twin.both("insert into patient (id, ssn) values (3, '2')"))
                    .isEqualTo("23000");
            alike("alter table patient drop constraint one");
            return; // It has no SET NOT NULL.
        }
        alike(
                "alter table patient alter column ssn set not null",
                "alter table patient add constraint one unique (ssn)");
        assertThat(twin.both("insert into patient (id, ssn) values (3, '2')")).isIn("23505", "23000");
        assertThat(twin.both("insert into patient (id, ssn) values (3, null)")).startsWith("23");
        alike("alter table patient alter column ssn drop not null", "alter table patient drop constraint one");
        assertThat(twin.both("insert into patient (id, ssn) values (3, '2')")).isNull();
        assertThat(twin.both("insert into patient (id, ssn) values (4, null)")).isNull();
        assertThat(twin.both("alter table patient alter column ssn set not null"))
                .isNotNull();
        assertThat(twin.both("alter table patient alter column salary set not null"))
                .isNotNull();
        twin.looksAlike("not null");
    }

    @Test
    void foreignKeysBetweenSealedColumns() throws SQLException {
        alike(
                "alter table patient add constraint one unique (ssn)",
                "create table relative (id bigint primary key, ssn varchar(11))");
        String kin = "alter table relative add constraint kin foreign key (ssn) references patient (ssn)";
        if (isMariaDb()) {
            // It makes an index for the key where it finds none, and finds the lookup's own: the page says so.
            twin.bothTake(kin);
        } else {
            alike(kin);
        }
        assertThat(twin.both("insert into relative (id, ssn) values (1, '9')")).startsWith("23");
        assertThat(twin.both("insert into relative (id, ssn) values (1, '2')")).isNull();
        assertThat(twin.both("delete from patient where id = 2")).startsWith("23");
        if (!isMariaDb()) {
            alike("alter table relative drop constraint kin");
        }
    }

    @Test
    void indexes() throws SQLException {
        alike(
                "create index by_city on patient (city)",
                "create index by_ssn on patient (ssn)",
                "create unique index by_both on patient (ssn desc, city)",
                "create index if not exists by_ssn on patient (ssn)",
                "drop index by_ssn");
        if (isPostgres()) {
            alike(
                    "create index on patient (ssn)",
                    "create index on patient (city, ssn)",
                    "create index concurrently upper_city on patient (upper(city)) where city is not null");
        }
        assertThat(twin.both("insert into patient (id, ssn, city) values (3, '1', 'Bern')"))
                .isIn("23505", "23000");
    }

    @Test
    void wholeTables() throws SQLException {
        if (!isMariaDb()) {
            alike("comment on table patient is 'people'", "comment on column patient.ssn is 'a number'");
        }
        alike("truncate table patient");
        if (isPostgres()) {
            alike(
                    "analyze patient",
                    "analyze verbose patient (id, ssn)",
                    "vacuum (analyze) patient",
                    "grant select, insert on patient to public",
                    "grant all privileges on table patient, visit to public",
                    "revoke all on patient from public cascade",
                    "create sequence s owned by patient.id",
                    "alter sequence s owned by public.patient.id",
                    "truncate patient restart identity cascade",
                    "reindex table patient");
            twin.sealed.setAutoCommit(false);
            Twin.execute(twin.sealed, "lock table patient in share row exclusive mode nowait");
            twin.sealed.rollback();
            twin.sealed.setAutoCommit(true);
        } else {
            alike("analyze table patient");
        }
        twin.bothTake("drop table if exists patient, visit" + (isPostgres() ? " cascade" : ""));
        twin.looksAlike("dropped");
        twin.bothTake("create table patient (id bigint primary key, ssn varchar(11), salary numeric(12,2))");
        assertThat(twin.same("select * from patient")).hasSize(1);
        twin.bothTake("drop table patient", "drop table if exists patient");
        assertThat(twin.both("drop table patient")).isNotNull();
    }

    @Test
    void viewsThatAnotherClientMadeCanBeDropped() throws SQLException {
        Twin.execute(twin.raw, "create view seen as select id, ssn from patient");
        Twin.execute(twin.sealed, "create table unrelated (id int)");
        twin.refuses("select * from seen", "leads to");
        Twin.execute(twin.sealed, "drop view seen");
    }

    @Test
    void namesTheWayOutOfWhatItRefuses() throws SQLException {
        for (List<String> row : List.of(
                List.of("alter table patient rename to person", "policy"),
                List.of("alter table visit rename to relative", "sealed table"),
                List.of("alter table patient rename column ssn to nr", "policy"),
                List.of("alter table patient rename column id to nr", "policy"),
                List.of("alter table patient rename column city to ssn", "sealed"),
                List.of("alter table patient rename column ssn_idx to x", "blind index"),
                List.of("alter table patient drop column ssn_idx", "blind index"),
                List.of("alter table patient drop column id", "row id"),
                List.of("alter table patient alter column id set data type integer", "row-id"),
                List.of("alter table patient alter column ssn set data type varchar(20)", "policy"),
                List.of("alter table patient alter column ssn set default 'SECRET-1'", "default"),
                List.of("alter table patient add column x varchar(9) default 'a' check (ssn <> 'SECRET-1')", "sealed"),
                List.of("alter table patient add constraint c check (ssn <> 'SECRET-1')", "sealed"),
                List.of("alter table patient add column ssn varchar(12)", "varchar(11)"),
                List.of("alter table patient add primary key (ssn)", "primary key"),
                List.of("alter table patient add constraint u unique (salary)", "lookup"),
                List.of("alter table patient drop constraint rowseal_patient_ssn", "plaintext"),
                List.of("alter table patient add constraint f foreign key (ssn) references visit (reason)", "group"),
                List.of("create index i on patient (salary)", "lookup"),
                List.of("create index i on patient (upper(ssn))", "sealed"),
                List.of("create index i on patient (city) where ssn = 'SECRET-1'", "sealed"),
                List.of("create index i on patient (ssn_idx)", "blind index"),
                List.of("create view v as select id from patient", "query the table"),
                List.of("create materialized view v as select id from patient", "query the table"),
                List.of("create trigger t before insert on patient for each row call 'x'", "envelopes"),
                List.of("create table copied (like patient)", "not planned"),
                List.of("create table copied as select * from patient", "another table"),
                List.of("comment on column patient.ssn_idx is 'x'", "blind index"),
                List.of("grant select (ssn) on patient to public", "columns"),
                List.of("create function f() returns int as 'select 1 from patient'", "not planned"),
                List.of("alter table patient inherit visit", "not planned"),
                List.of("alter table patient set schema x", "not planned"),
                List.of("alter table patient add column x int; drop table visit", "not planned"))) {
            // A string after a name is a matter of its own there.
            twin.refuses(
                    row.get(0),
                    isMariaDb()
                                    && row.get(0).matches(".*(call|is) '.*")
                                    && !row.get(0).contains("default")
                            ? "a string beside"
                            : row.get(1));
        }
        assertThat(String.join("\n", twin.noted())).doesNotContain("SECRET-1");
    }

    @Test
    void preparedStatementsFollow() throws SQLException {
        try (PreparedStatement sealed = twin.sealed.prepareStatement("select id, ssn from patient where ssn = ?");
                PreparedStatement insert =
                        twin.sealed.prepareStatement("insert into patient (id, ssn) values (?, ?)")) {
            twin.bothTake("alter table patient add column more integer default 7");
            insert.setLong(1, 5);
            insert.setString(2, "5");
            assertThat(insert.executeUpdate()).isEqualTo(1);
            sealed.setString(1, "5");
            try (var rows = sealed.executeQuery()) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getString(2)).isEqualTo("5");
            }
        }
        Twin.execute(twin.plain, "insert into patient (id, ssn) values (5, '5')");
        twin.same("select * from patient order by id");
    }
}
