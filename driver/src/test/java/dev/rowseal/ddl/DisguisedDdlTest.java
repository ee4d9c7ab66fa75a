package dev.rowseal.ddl;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a text looks like, no table under a sealed table's name comes of it that would take plaintext. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL})
class DisguisedDdlTest {

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
            """;

    private static final List<String> TEXTS = List.of(
            "create table %s (id bigint primary key, ssn varchar(11))",
            "create table %s(id bigint primary key,ssn varchar(11))",
            "CREATE/**/TABLE/**/%s/**/(id bigint primary key/**/,/**/ssn/**/varchar/**/(11))",
            "create table %s (id bigint primary key, /* /* */ ssn varchar(11) */ ssn varchar(11))",
            "create table %s (id bigint primary key, -- x\n ssn varchar(11))",
            "create table %s (id bigint primary key, // x\n ssn varchar(11))",
            "create table x (a int) // create table %s (\n; create table patient (id bigint primary key, ssn varchar(11))",
            "create table %s (id bigint primary key, # x\n ssn varchar(11))",
            "create table %s (id bigint primary key, \"ssn\" varchar(11))",
            "create table %s (id bigint primary key, `ssn` varchar(11))",
            "create table %s (id bigint primary key, U&\"s\\0073n\" varchar(11))",
            "create table %s (id bigint primary key, SSN varchar(11))",
            "create table %s (id bigint primary key, \u00a0ssn varchar(11))",
            "create table %s (id bigint primary key, ssn\u00a0varchar(11))",
            "create table %s (id bigint primary key, s\u017fn varchar(11))",
            "create table %s (id bigint primary key, x varchar(9) default $$,$$, ssn varchar(11))",
            "create table %s (id bigint primary key, x varchar(9) default '\\', ssn varchar(11), y varchar(9) default '\\')",
            "create table %s (id bigint primary key, x varchar(9) default E'\\', ssn varchar(11))",
            "create table %s (id bigint primary key, x varchar(9) default ',', ssn varchar(11) collate \"C\")",
            "create table %s (id bigint primary key, ssn varchar(11)) with (fillfactor = 70)",
            "create table if not exists %s (id bigint primary key, ssn varchar(11))",
            "create unlogged table %s (id bigint primary key, ssn varchar(11))",
            "create cached table %s (id bigint primary key, ssn varchar(11))",
            "create global temporary table %s (id bigint primary key, ssn varchar(11))",
            "create foreign table %s (id bigint, ssn varchar(11)) server s",
            "create external table %s (id bigint, ssn varchar(11))",
            "create table %s as select 1 as id, 'x' as ssn",
            "create table %s (id, ssn) as values (1, 'x')",
            "create table %s (like visit)",
            "create table %s () inherits (visit)",
            "create table %s partition of visit default",
            "select 1 as id, 'x' as ssn into %s",
            "create schema s create table %s (id bigint primary key, ssn varchar(11))",
            "create schema authorization current_user create table %s (id bigint primary key, ssn varchar(11))",
            "alter table visit rename to %s",
            "alter table if exists visit rename to %s",
            "create view %s as select id, ssn from visit",
            "create synonym %s for visit",
            "create linked table %s ('', '', '', '', 'visit')",
            "explain analyze create table %s as select 1 as id, 'x' as ssn",
            "create table visit2 (id bigint); alter table visit rename to %s",
            "create or replace table %s (id bigint primary key, ssn varchar(11))");

    private static final List<String> NAMES = List.of(
            "patient",
            "PATIENT",
            "\"patient\"",
            "\"PATIENT\"",
            "public.patient",
            "PUBLIC.PATIENT",
            "\"public\".patient",
            "`patient`",
            "U&\"pat\\0069ent\"",
            "\u00a0patient",
            "patient\u00a0",
            "pat\u0131ent",
            "p\u200batient");

    @Test
    void makesNoTableThatTakesPlaintext(TestDatabase database, @TempDir Path folder) throws SQLException {
        int made = 0;
        try (Twin twin = new Twin(database, folder, TABLES)) {
            for (String name : NAMES) {
                for (String text : TEXTS) {
                    Twin.execute(twin.raw, "drop table if exists visit cascade");
                    Twin.execute(twin.raw, "create table visit (id bigint primary key, ssn varchar(11))");
                    String sql = text.formatted(name);
                    try {
                        Twin.execute(twin.sealed, sql);
                    } catch (SQLException e) {
                        assertThat(e.getSQLState()).as(sql + ": " + e).isNotNull();
                    }
                    made += keptOut(twin, sql) ? 1 : 0;
                }
            }
            assertThat(made).as("tables that were made, and keep plaintext out").isGreaterThan(10);
        }
    }

    private static boolean keptOut(Twin twin, String sql) throws SQLException {
        TestDatabase database = twin.database;
        String table = database.quote(database.fold("patient"));
        try (ResultSet rows = twin.raw
                .getMetaData()
                .getColumns(
                        twin.raw.getCatalog(), twin.raw.getSchema(), database.fold("patient"), database.fold("ssn"))) {
            // To MariaDB's listing a long s is an s.
            if (!rows.next() || !rows.getString("COLUMN_NAME").equals(database.fold("ssn"))) {
                if (exists(twin)) {
                    // Its column has another name: then nothing goes in through Rowseal.
                    assertThatThrownBy(() -> Twin.execute(twin.sealed, "insert into patient (id) values (1)"))
                            .as(sql)
                            .isInstanceOfSatisfying(
                                    SQLException.class,
                                    e -> assertThat(e.getSQLState()).isEqualTo("RS004"));
                    Twin.execute(twin.raw, "drop table " + table);
                }
                return false;
            }
            assertThat(rows.getString("TYPE_NAME")).as(sql).isIn("bytea", "BINARY VARYING", "VARBINARY");
        }
        String plaintext = database.engine() == Engine.POSTGRESQL ? "'078-05-1120'" : "X'3037382d30352d31313230'";
        twin.keepsOut("insert into " + table + " (id, ssn) values (1, " + plaintext + ")");
        Twin.execute(twin.raw, "drop table " + table);
        return true;
    }

    private static boolean exists(Twin twin) throws SQLException {
        TestDatabase database = twin.database;
        try (ResultSet rows =
                twin.raw.getMetaData().getTables(null, database.defaultSchema(), database.fold("patient"), null)) {
            return rows.next();
        }
    }
}
