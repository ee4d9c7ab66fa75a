package dev.rowseal.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The forms of DDL that are MariaDB's own, beside a plaintext twin. */
@OnEveryDatabase(Engine.MARIADB)
class MariaDbDdlTest {

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

    private static final String PATIENT = "CREATE TABLE IF NOT EXISTS `patient` (id BIGINT NOT NULL PRIMARY KEY,"
            + " `Ssn` VARCHAR(11) UNIQUE, salary DECIMAL(12,2) NOT NULL, city varchar(20) DEFAULT 'Bern')"
            + " ENGINE=InnoDB DEFAULT CHARSET=utf8mb4 # a comment\n;";

    private final Twin twin;

    MariaDbDdlTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.twin = new Twin(database, folder, TABLES);
    }

    @AfterEach
    void close() throws SQLException {
        twin.close();
    }

    @Test
    void tablesAreMadeAndChanged() throws SQLException {
        twin.bothTake(PATIENT);
        twin.bothTake("insert into patient (id, ssn, salary) values (1, '078-05-1120', 12.5)");
        assertThat(twin.same("select id, ssn, salary, city from patient where ssn = '078-05-1120'"))
                .hasSize(2);
        twin.keepsOut("update patient set ssn = '078-05-1120'");
        twin.keepsOut("update patient set salary = '10'");
        twin.keepsOut("update patient set ssn_idx = null");
        assertThat(twin.both("insert into patient (id, ssn, salary) values (2, '078-05-1120', 1)"))
                .isEqualTo("23000");
        twin.bothTake(
                "create table relative (id bigint primary key, ssn varchar(11), foreign key (ssn) references patient"
                        + " (ssn))",
                "alter table patient add column more int default 7 after id, drop column city",
                "create index by_more on patient (more, ssn)");
        assertThat(twin.both("insert into relative (id, ssn) values (1, 'nobody')"))
                .isEqualTo("23000");
        assertThat(twin.both("insert into relative (id, ssn) values (1, '078-05-1120')"))
                .isNull();
        assertThat(twin.same("select * from patient")).hasSize(2);
        twin.bothTake("drop table relative", "alter table patient drop column salary");
        twin.bothTake("alter table patient add column salary decimal(12,2)");
        twin.keepsOut("update patient set salary = '10'");
        assertThat(twin.same("select * from patient")).hasSize(2);
        twin.bothTake("truncate table patient", "drop table patient");
        assertThat(String.join("\n", twin.noted())).doesNotContain("078-05-1120");
    }

    @Test
    void openColumnsAreWrittenAnew() throws SQLException {
        twin.bothTake(PATIENT);
        twin.bothTake("insert into patient (id, ssn, salary) values (1, '078-05-1120', 12.5)");
        twin.bothTake(
                "alter table patient modify city varchar(40) not null default 'Ulm' after id",
                "insert into patient (id, ssn, salary) values (2, '078-05-1121', 1)",
                "alter table patient change column `City` town varchar(30) first, add column more int",
                "alter table patient modify column if exists more bigint default 7",
                "alter table patient change more much bigint unsigned",
                "alter table patient modify town varchar(30) character set utf8mb4 collate utf8mb4_bin",
                "alter table patient modify town varchar(30) charset latin1 not null",
                "alter table patient modify town varchar(30)",
                "alter table patient modify column if exists nothing int null default 3");
        assertThat(twin.same("select * from patient where ssn = '078-05-1121'")).hasSize(2);
        // CHANGE says nothing of NOT NULL.
        twin.bothTake("insert into patient (id, salary, town) values (3, 1, null)");
    }

    /** As Liquibase's afterColumn; whoever inserts without a list of columns relies on it. */
    @Test
    void sealedColumnsAreAddedWhereTheyAreWanted() throws SQLException {
        twin.bothTake("create table patient (id bigint primary key, city varchar(20))");
        twin.bothTake(
                "alter table patient add column salary decimal(12,2) after id",
                "alter table patient add column ssn varchar(11) after id");
        twin.bothTake("insert into patient values (1, '078-05-1120', 12.5, 'Bern')");
        assertThat(twin.same("select * from patient")).hasSize(2);
        twin.keepsOut("update patient set ssn = '078-05-1120'");
        assertThat(String.join("\n", twin.noted())).doesNotContain("078-05-1120");
    }

    /** As SHOW CREATE TABLE and people write them. */
    @Test
    void keysHaveNamesAndKinds() throws SQLException {
        twin.bothTake(
                "create table patient (id bigint not null, ssn varchar(11), salary decimal(12,2), city varchar(20),"
                        + " seen datetime(6) null on update current_timestamp(6), primary key (id) using btree, constraint one_ssn"
                        + " unique key (ssn), constraint one_city unique index (city))");
        twin.bothTake("insert into patient (id, ssn, city) values (1, '078-05-1120', 'Bern')");
        assertThat(twin.both("insert into patient (id, ssn) values (2, '078-05-1120')"))
                .isEqualTo("23000");
        twin.bothTake("update patient set city = 'Ulm'");
        assertThat(twin.same("select id, city, seen is null from patient")).hasSize(2);
    }

    /** Keys as mysqldump, Hibernate and Liquibase write them. */
    @Test
    void keysAreWrittenAmongColumns() throws SQLException {
        twin.bothTake(
                "create table patient (id bigint not null auto_increment comment 'a number', ssn varchar(11) comment"
                        + " 'secret', salary decimal(12,2), city varchar(20), a int, b int, primary key (id), key by_city"
                        + " (city(10) desc), index (a), unique key one_ssn (ssn), unique ab (a, b), key mixed using btree (city,"
                        + " ssn), fulltext key words (city)) engine=InnoDB auto_increment=7 comment='people' default"
                        + " charset=utf8mb4");
        twin.looksAlike("keys of a table");
        twin.bothTake("insert into patient (ssn, salary, city, a, b) values ('1', 1, 'Bern', 1, 1)");
        assertThat(twin.both("insert into patient (ssn, a, b) values ('1', 2, 2)"))
                .isEqualTo("23000");
        assertThat(twin.both("insert into patient (ssn, a, b) values ('2', 1, 1)"))
                .isEqualTo("23000");
        for (String sql : new String[] {
            "alter table patient add key more (city)",
            "alter table patient add index if not exists more (city), add unique index both_of (ssn, city)",
            "alter table patient add column x int, add index by_x (x), comment = 'persons'",
            "alter table patient drop index more, drop key by_x",
            "drop index words on patient",
            "alter table patient drop index one_ssn, auto_increment = 20"
        }) {
            twin.bothTake(sql);
            twin.looksAlike(sql);
        }
        twin.bothTake("insert into patient (ssn, a, b) values ('1', 3, 3)");
        assertThat(twin.same("select id, ssn from patient where ssn = '1' order by id"))
                .hasSize(3);
        twin.bothTake(
                "create table kin (id int primary key, patient_id bigint, constraint fk foreign key (patient_id)"
                        + " references patient (id))",
                "alter table kin drop foreign key fk, drop key fk");
        twin.looksAlike("a foreign key is dropped");
        twin.refuses("alter table patient add key part (ssn(5))", "as a whole");
        twin.refuses("alter table patient add fulltext key part (ssn)", "as a whole");
        twin.refuses("alter table patient add key k (salary)", "lookup");
        twin.refuses("alter table patient add key k (ssn_idx)", "blind index");
        twin.refuses("alter table patient add key rowseal_k (city)", "Rowseal's own");
        twin.refuses("alter table patient drop key rowseal_patient_ssn_idx", "Rowseal's own");
        twin.refuses("alter table patient default charset latin1", "not planned");
        twin.refuses("select comment 'x' from patient", "a string beside");
    }

    @Test
    void metadataShowWhatWasWritten() throws SQLException {
        twin.bothTake(PATIENT);
        assertThat(Twin.rows(twin.raw, "show create table patient").toString())
                .contains("rowseal_patient_ssn_idx".substring(0, 8));
        try (var columns = twin.sealed.getMetaData().getColumns(twin.database.defaultSchema(), null, "patient", null)) {
            StringBuilder seen = new StringBuilder();
            while (columns.next()) {
                seen.append(columns.getString("COLUMN_NAME"))
                        .append(' ')
                        .append(columns.getString("TYPE_NAME"))
                        .append(' ')
                        .append(columns.getInt("ORDINAL_POSITION"))
                        .append(", ");
            }
            assertThat(seen.toString()).isEqualTo("id BIGINT 1, Ssn VARCHAR 2, salary DECIMAL 3, city VARCHAR 4, ");
        }
    }

    @Test
    void refuses() throws SQLException {
        twin.bothTake(PATIENT);
        twin.refuses("create table relative (id bigint primary key, ssn varchar(11) collate utf8mb4_bin)", "collation");
        twin.refuses("create table relative (id bigint primary key, ssn varchar(12))", "varchar(11)");
        twin.refuses("create table relative (id bigint primary key, ssn text)", "varchar(11)");
        twin.refuses("alter table patient modify ssn varchar(11)", "written anew");
        twin.refuses("alter table patient change ssn nr varchar(11)", "written anew");
        twin.refuses("alter table patient change column SSN ssn varchar(11) not null", "written anew");
        twin.refuses("alter table patient change city salary decimal(12,2)", "sealed");
        twin.refuses("alter table patient change city ssn_idx varbinary(16)", "ssn_idx");
        twin.refuses("alter table patient modify id int", "written anew");
        twin.refuses("alter table patient modify city varchar(20) as (concat(ssn, 'x'))", "not planned");
        twin.refuses("alter table patient modify city varchar(20) default (ssn)", "ssn");
        twin.refuses("rename table patient to person", "refuses");
        twin.refuses("alter table patient rename to person", "policy");
        twin.refuses("create table copied like patient", "another table");
        twin.refuses("create table copied select * from patient", "refuses");
        twin.refuses("create table copied (x int) select * from patient", "another table");
        twin.refuses("analyze select * from patient where ssn = '1'", "not planned");
    }
}
