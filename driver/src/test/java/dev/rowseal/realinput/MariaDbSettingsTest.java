package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Settings of a MariaDB session under which several statements would do less than one, or another thing. */
@OnEveryDatabase(Engine.MARIADB)
class MariaDbSettingsTest {

    private static final List<Request> CHANGES = List.of(
            Request.text("UPDATE person SET notes = 'notes-1-x9' WHERE city = 'city1'"),
            Request.text("UPDATE person SET city = 'x' WHERE ssn = 'ssn-1-x9'"),
            Request.text("INSERT INTO person (id, ssn) SELECT id + 100, ssn FROM person"),
            Request.text("DELETE FROM person WHERE nick = 'nick-1-x9'"),
            Request.text("REPLACE INTO person (id, ssn) VALUES (1, 'ssn-2-x9')"));

    private final TestDatabase database;

    MariaDbSettingsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void changesAreRefusedUnderThem(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 12);
            for (List<String> setting : List.of(
                    List.of("sql_select_limit", "1"),
                    List.of("sql_select_limit", "0"),
                    List.of("sql_safe_updates", "1"),
                    List.of("sql_big_selects", "0"),
                    List.of("sql_auto_is_null", "1"),
                    List.of("system_versioning_asof", "'2020-01-01 00:00:00'"),
                    List.of("character_set_connection", "latin1"))) {
                String name = setting.get(0);
                for (String set : List.of("SET SESSION %s = %s", "/*!50000 SET %s = %s */")) {
                    pair.twins().sealed().run(Request.text(String.format(set, name, setting.get(1))), Reads.FEW);
                    for (Request change : CHANGES) {
                        try {
                            pair.twins().refused(change, name);
                        } catch (AssertionError e) {
                            // Whether the table is as it was cannot be read under the setting.
                            if (!String.valueOf(e.getMessage()).contains(" after the refused ")) {
                                throw e;
                            }
                        }
                    }
                    String usual = name.startsWith("character") ? "utf8mb4" : "DEFAULT";
                    pair.twins().sealed().run(Request.text("SET " + name + " = " + usual), Reads.FEW);
                    pair.twins().compare(People.TABLES, Reads.FEW);
                }
            }
            for (Request change : CHANGES) {
                pair.twins().exact(change, Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }

    /** A backslash is a part of a character there, and a string ends that goes on elsewhere. */
    @Test
    void whatPassesIsReadAsTheCharacterSetHasIt(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            Request text =
                    Request.text("SELECT '\u4e2d\\', (SELECT count(*) FROM person WHERE ssn <> \"x\"), \"x\" -- '");
            pair.twins().exact(text, Reads.FEW);
            pair.twins()
                    .sealed()
                    .run(
                            Request.text("SET session_track_system_variables = '', character_set_client = gbk"),
                            Reads.FEW);
            pair.twins().refused(text, "character_set_client");
        }
    }

    /** Dates and times in JDBC's own form are literals to the server. */
    @Test
    void escapesOfDatesAndTimes(@TempDir Path folder) throws SQLException, IOException {
        String columns = "create table person (id bigint primary key, day varchar(30), ";
        try (Pair pair = new Pair(
                database,
                folder,
                """
                tables:
                  person:
                    row-id: { id: bigint }
                    columns:
                      born: { type: date, lookup: equality }
                      seen: { type: timestamp }
                """,
                List.of(columns + "born date, seen datetime(6))"),
                List.of(columns + "born varbinary(200), born_idx varbinary(16), seen varbinary(200))"))) {
            pair.twins().exact(Request.text("INSERT INTO person (id, born) VALUES (1, DATE '1970-01-02')"), Reads.FEW);
            // Sent as a text it is a date, and a string where it is prepared.
            for (String text : List.of(
                    "INSERT INTO person (id, born) VALUES (2, {d '1970-01-02'})",
                    "INSERT INTO person (id, day) VALUES (2, {t '10:11:12'})",
                    "SELECT born, seen FROM person WHERE born = {d '1970-01-02'} AND day < { D '1970-01-03' }",
                    "UPDATE person SET day = {ts '1970-01-02 10:11:12'} WHERE id = 1")) {
                pair.twins().refused(Request.text(text), "in braces");
            }
            for (String text : List.of(
                    "INSERT INTO person (id, born) VALUES (3, {d '1970-13-02'})",
                    "INSERT INTO person (id, born) VALUES (3, {x '1970-01-02'})",
                    "INSERT INTO person (id, born) VALUES (3, {fn curdate()})",
                    "INSERT INTO person (id, born) VALUES (3, {d '1970-1-2'})")) {
                pair.twins().refused(Request.text(text), "");
            }
            // What MariaDB stores for them depends on sql_mode, and is no date.
            for (String zero : List.of("0000-00-00", "1970-00-02", "1970-01-00")) {
                for (Request insert : List.of(
                        Request.text("INSERT INTO person (id, born) VALUES (4, '" + zero + "')"),
                        Request.prepared("INSERT INTO person (id, born) VALUES (?, ?)", 4L, zero),
                        Request.prepared("INSERT INTO person (id, seen) VALUES (?, ?)", 4L, zero + " 00:00:00"))) {
                    pair.twins().either(insert, Reads.FEW);
                }
            }
            pair.check(List.of("person"));
        }
    }
}
