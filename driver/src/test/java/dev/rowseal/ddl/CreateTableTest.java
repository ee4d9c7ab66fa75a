package dev.rowseal.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** CREATE TABLE of sealed tables, and of tables that refer to them. */
@OnEveryDatabase
class CreateTableTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality, group: ssn }
                  notes: { type: text }
                  salary: { type: "decimal(12,2)" }
              relative:
                row-id: { id: integer }
                columns:
                  ssn: { type: varchar(11), lookup: equality, group: ssn, index-column: ssn_ix }
                  email: { type: varchar(100), lookup: equality, equality: case-insensitive }
              stay:
                row-id: { patient_id: bigint, on_day: date }
                columns:
                  room: { type: varchar(10) }
            """;

    private final Twin twin;

    CreateTableTest(TestDatabase database, @TempDir Path folder) throws SQLException {
        this.twin = new Twin(database, folder, TABLES);
    }

    /** With the columns that the policy names and a test does not write. */
    private String whole(String sql) {
        String text = text();
        String others = (sql.contains("notes") ? "" : ", notes " + text)
                + (sql.contains("salary") ? "" : ", salary numeric(12,2)");
        return sql.replaceFirst("\\)\\z", others + ")").replace("TEXT", text);
    }

    @AfterEach
    void close() throws SQLException {
        twin.close();
    }

    /** MariaDB names a unique key that has no name by its column, which is the index column: the page says so. */
    private void looksAlike(String because) throws SQLException {
        if (twin.database.engine() != Engine.MARIADB || !because.contains("unique") && !because.contains("key")) {
            twin.looksAlike(because);
        }
    }

    private String text() {
        return switch (twin.database.engine()) {
            case H2 -> "clob";
            case POSTGRESQL -> "text";
            case MARIADB -> "longtext";
        };
    }

    private boolean isPostgres() {
        return twin.database.engine() == Engine.POSTGRESQL;
    }

    private static final String PATIENT = "CREATE TABLE patient (id BIGINT PRIMARY KEY, name VARCHAR(50) NOT NULL,"
            + " ssn VARCHAR(11), city varchar(20) DEFAULT 'Bern' CHECK (city <> ''), notes TEXT, salary NUMERIC(12, 2))";

    @Test
    void makesWhatTheCatalogueTakesAndApplicationsDoNotSee() throws SQLException {
        twin.bothTake(whole(PATIENT));
        twin.looksAlike("a new table");
        twin.bothTake(
                "INSERT INTO patient (id, name, ssn, notes, salary) VALUES (1, 'Alice', '078-05-1120', 'well', 12.5)",
                "INSERT INTO patient (id, name, ssn) VALUES (2, 'Bob', NULL)");
        assertThat(twin.same("SELECT * FROM patient ORDER BY id")).hasSize(3);
        assertThat(twin.same("SELECT id FROM patient WHERE ssn = '078-05-1120'"))
                .hasSize(2);
        assertThat(String.join("\n", twin.noted())).doesNotContain("078-05-1120");
    }

    @Test
    void aPlainClientCannotStorePlaintext() throws SQLException {
        twin.bothTake(whole(PATIENT));
        String plaintext = isPostgres() ? "'078-05-1120'" : "X'3037382d30352d31313230'";
        String index = isPostgres()
                ? "decode('00112233445566778899aabbccddeeff', 'hex')"
                : "X'00112233445566778899aabbccddeeff'";
        twin.keepsOut("INSERT INTO patient (id, name, ssn) VALUES (1, 'x', " + plaintext + ")");
        twin.keepsOut("INSERT INTO patient (id, name, notes) VALUES (1, 'x', " + plaintext + ")");
        twin.keepsOut("INSERT INTO patient (id, name, salary) VALUES (1, 'x', " + plaintext + ")");
        twin.keepsOut("INSERT INTO patient (id, name, ssn_idx) VALUES (1, 'x', " + index + ")");
        twin.bothTake("INSERT INTO patient (id, name, ssn) VALUES (1, 'Alice', '078-05-1120')");
        twin.keepsOut("UPDATE patient SET ssn_idx = NULL WHERE id = 1");
    }

    @Test
    void theLookupHasAnIndex() throws SQLException {
        twin.bothTake(whole(PATIENT));
        assertThat(indexed(twin.database.fold("patient"), twin.database.fold("ssn_idx")))
                .isTrue();
    }

    private boolean indexed(String table, String column) throws SQLException {
        try (ResultSet rows =
                twin.raw.getMetaData().getIndexInfo(null, twin.database.defaultSchema(), table, false, true)) {
            while (rows.next()) {
                if (column.equals(rows.getString("COLUMN_NAME"))) {
                    return true;
                }
            }
        }
        return false;
    }

    @Test
    void spellingsOfTheSameTypesAndNames() throws SQLException {
        for (String sql : List.of(
                "create table if not exists PUBLIC.patient (id int8 not null, ssn character varying(11) not null,"
                        + " notes TEXT null, salary numeric(12,2), constraint pk primary key (id))",
                "create table patient (id bigint generated by default as identity primary key, ssn char varying (11))",
                "create table patient (id bigint generated always as identity (start with 5), ssn varchar(11),"
                        + " primary key (id), unique (ssn))",
                "create table patient (id integer primary key, ssn varchar(11) unique, salary numeric(12, 2) not null)",
                "create table patient (id bigint, b bigint, ssn varchar(11), primary key (id), constraint u unique (b,"
                        + " ssn), check (b > 0))",
                "create /* a comment */ table patient -- another\n (id bigint primary key, \"other\" int)",
                "create table patient (id bigint primary key, patient varchar(5), key_ int, \"a b\" int);")) {
            boolean mariaDb = twin.database.engine() == Engine.MARIADB;
            if (mariaDb && sql.contains("identity")) {
                continue; // It has AUTO_INCREMENT.
            }
            String written = sql.replace("TEXT", text());
            // Its schemas have names of their own, and its names other quotes.
            twin.bothTake(mariaDb ? written.replace("PUBLIC.", "").replace('"', '`') : written);
            looksAlike(sql);
            twin.both("create table if not exists patient (id bigint primary key, ssn varchar(11))");
            twin.both("create table patient (id bigint primary key, ssn varchar(11))");
            Twin.execute(twin.raw, "drop table patient");
            Twin.execute(twin.plain, "drop table patient");
        }
    }

    @Test
    void notNullAndUniqueAreTheIndexColumnsToo() throws SQLException {
        twin.bothTake(whole("create table patient (id bigint primary key, ssn varchar(11) not null unique)"));
        twin.bothTake("insert into patient (id, ssn) values (1, '1')");
        assertThat(twin.both("insert into patient (id, ssn) values (2, '1')")).isIn("23505", "23000");
        assertThat(twin.both("insert into patient (id, ssn) values (2, null)")).startsWith("23");
        assertThat(twin.both("insert into patient (id, ssn) values (2, '2')")).isNull();
        assertThat(twin.same("select * from patient order by id")).hasSize(3);
    }

    @Test
    void foreignKeysGoBetweenIndexColumnsOfAGroup() throws SQLException {
        twin.bothTake(
                whole("create table patient (id bigint primary key, ssn varchar(11) not null unique)"),
                "create table relative (id integer primary key, ssn varchar(11) constraint fk references patient (ssn)"
                        + " on delete cascade, email varchar(100))",
                "create table visit (id bigint primary key, patient_id bigint references patient (id) on delete cascade,"
                        + " patient bigint, foreign key (patient) references patient (id))",
                "insert into patient (id, ssn) values (1, '1')",
                "insert into patient (id, ssn) values (2, '2')");
        looksAlike("foreign keys");
        assertThat(twin.both("insert into relative (id, ssn) values (1, '3')")).startsWith("23");
        assertThat(twin.both("insert into relative (id, ssn) values (1, '1')")).isNull();
        assertThat(twin.both("insert into relative (id, ssn) values (2, '2')")).isNull();
        twin.bothTake("delete from patient where id = 1");
        assertThat(twin.same("select id, ssn from relative")).hasSize(2);
    }

    @Test
    void namesTheWayOutOfWhatItRefuses() throws SQLException {
        twin.refuses("create table patient (id bigint primary key, ssn varchar(12))", "varchar(12) where the policy");
        twin.refuses("create table patient (id bigint primary key, ssn bytea)", "varchar(11)");
        twin.refuses("create table patient (id varchar(9) primary key, ssn varchar(11))", "row-id column");
        twin.refuses("create table patient (id bigint, b bigint primary key, ssn varchar(11))", "row id");
        twin.refuses("create table patient (id bigint, ssn varchar(11) primary key)", "primary key");
        twin.refuses("create table patient (id bigint, ssn varchar(11), primary key (id, ssn))", "primary key");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11) default 'SECRET-1')", "default");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11) check (ssn <> ''))", "CHECK");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11), check (ssn <> ''))", "CHECK");
        twin.refuses(
                "create table patient (id bigint primary key, ssn varchar(11), n int check (n > 0 or ssn = ''))",
                "sealed");
        twin.refuses(
                "create table patient (id bigint primary key, ssn varchar(11), x varchar(11) generated always as"
                        + " (upper(ssn)) stored)",
                "sealed");
        twin.refuses(
                "create table patient (id bigint primary key, ssn varchar(11) generated always as ('x') stored)",
                "generated");
        twin.refuses("create table patient (id bigint primary key, salary numeric(12,2) unique)", "lookup");
        twin.refuses(
                "create table patient (id bigint primary key, salary numeric(12,2), unique (id, salary))", "lookup");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11), ssn_idx bytea)", "blind index");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11) references visit (x))", "group");
        twin.refuses("create temporary table patient (id bigint primary key, ssn varchar(11))", "temporary");
        twin.refuses("create table patient as select 1 as id, 'x' as ssn", "another table");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11)) as select 1, 'x'", "another table");
        twin.refuses("create table patient (id bigint primary key, ssn varchar(11)); select 1", "not planned");
        twin.refuses("create view v as select * from patient", "query the table");
        twin.refuses("create table elsewhere (x int default (select count(*) from patient))", "not planned");
    }

    @Test
    void refusesForeignKeysThatWouldChangeWhatIsSealed() throws SQLException {
        twin.bothTake(
                whole("create table patient (id bigint primary key, ssn varchar(11) not null unique)"),
                "create table area (id bigint primary key, code varchar(11) unique)");
        twin.refuses(
                "create table relative (id integer primary key, ssn varchar(11) references patient (ssn) on update"
                        + " cascade)",
                "blind index");
        twin.refuses(
                "create table relative (id integer primary key, ssn varchar(11) references patient (ssn) on delete"
                        + " set null)",
                "blind index");
        twin.refuses("create table relative (id integer primary key, ssn varchar(11) references area (code))", "group");
        twin.refuses("create table x (id integer primary key, ssn varchar(11) references patient (ssn))", "group");
        twin.refuses(
                "create table stay (patient_id bigint references patient (id) on update cascade, on_day date, primary key"
                        + " (patient_id, on_day))",
                "row-id column");
        twin.bothTake(
                "create table stay (patient_id bigint references patient (id) on delete cascade, on_day date, room"
                        + " varchar(10), primary key (patient_id, on_day))");
        looksAlike("a key of two columns");
    }

    @Test
    void worksThroughEveryMethodThatTakesText() throws SQLException {
        try (PreparedStatement create = twin.sealed.prepareStatement(whole(PATIENT))) {
            assertThat(create.execute()).isFalse();
            assertThat(create.getUpdateCount()).isZero();
            assertThat(create.getMoreResults()).isFalse();
            assertThat(create.getUpdateCount()).isEqualTo(-1);
        }
        Twin.execute(twin.plain, whole(PATIENT));
        twin.looksAlike("prepared");
        Twin.execute(twin.raw, "drop table patient");
        try (var statement = twin.sealed.createStatement()) {
            assertThat(statement.executeUpdate(whole(PATIENT))).isZero();
        }
        twin.looksAlike("executeUpdate");
        Twin.execute(twin.raw, "drop table patient");
        try (var statement = twin.sealed.createStatement()) {
            assertThat(statement.execute(whole(PATIENT))).isFalse();
            assertThat(statement.getMoreResults(Statement.CLOSE_CURRENT_RESULT)).isFalse();
            assertThat(statement.getUpdateCount()).isEqualTo(-1);
        }
        Twin.execute(twin.raw, "drop table patient");
        try (var statement = twin.sealed.createStatement()) {
            String sql = whole(PATIENT);
            assertThatThrownBy(() -> statement.addBatch(sql)).hasMessageContaining("batch");
        }
    }

    @Test
    void aFailureLeavesNothingBehind() throws SQLException {
        twin.bothTake("create table taken (id bigint)");
        String name = twin.database.fold("rowseal_patient_ssn_idx");
        Twin.execute(twin.raw, "create index " + twin.database.quote(name) + " on taken (id)");
        boolean failed = false;
        try {
            Twin.execute(twin.sealed, whole(PATIENT));
        } catch (SQLException e) {
            failed = true;
        }
        // MariaDB's indexes have names of their own in each table.
        assertThat(failed).isEqualTo(twin.database.engine() != Engine.MARIADB);
        if (isPostgres()) {
            assertThat(Twin.rows(twin.raw, "select count(*) from pg_class where relname = 'patient'"))
                    .contains("0|");
        }
    }

    /** The oracle must be able to fail. */
    @Test
    void theOracleSeesADifference() throws SQLException {
        Twin.execute(twin.sealed, whole(PATIENT));
        Twin.execute(twin.plain, whole(PATIENT).replace("VARCHAR(11)", "VARCHAR(12)"));
        assertThat(Metadata.of(twin.sealed, twin.database.defaultSchema()))
                .isNotEqualTo(Metadata.of(twin.plain, twin.database.defaultSchema()));
    }
}
