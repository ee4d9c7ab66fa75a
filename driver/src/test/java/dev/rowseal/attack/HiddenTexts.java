package dev.rowseal.attack;

import dev.rowseal.testdb.Engine;
import java.util.ArrayList;
import java.util.List;

/** Texts whose words are there for the database and for nobody who looks for them, or that a driver takes apart otherwise. */
final class HiddenTexts {

    private static final List<String> ANYWHERE = List.of(
            // More behind the end of a transaction, in a comment's disguise.
            "ROLLBACK; -- x\rINSERT INTO patient (id, ssn) VALUES (1, '%s')",
            "COMMIT -- x\r; INSERT INTO patient (id, ssn) VALUES (2, '%s')",
            "-- x\rINSERT INTO patient (id, ssn) VALUES (3, '%s'); --\nROLLBACK",
            "/* /* */ */ INSERT INTO patient (id, ssn) VALUES (4, '%s'); /* */ ROLLBACK",
            "/*! INSERT INTO patient (id, ssn) VALUES (5, '%s'); */ ROLLBACK",
            "ROLLBACK /*M! ; INSERT INTO patient (id, ssn) VALUES (6, '%s') */",
            "ROLLBACK /* a */ ; INSERT INTO patient (id, ssn) VALUES (7, '%s')",
            "SET a.b = 1; -- x\rINSERT INTO patient (id, ssn) VALUES (8, '%s')",
            // A driver ends a comment there, and undoes escapes behind.
            "ROLLBACK /*/ ; INSERT INTO patient (id, ssn) VALUES (9, '%s') */",
            "ROLLBACK /*/ {oj a*}/; INSERT INTO patient (id, ssn) VALUES (10, '%s') --*/",
            "ROLLBACK /*/ *{oj /; INSERT INTO patient (id, ssn) VALUES (11, '%s')}#*/",
            "ROLLBACK -- {oj x\n}\r; INSERT INTO patient (id, ssn) VALUES (12, '%s')",
            // Drivers leave nothing of an escape but what is in it.
            "INSERT INTO pa{oj tient} (id, ssn) VALUES (13, '%s')",
            "INSERT INTO pa{OJ   tient} (id, ssn) VALUES (14, '%s')",
            "INSERT INTO {oj pa}tient (id, ssn) VALUES (15, '%s')",
            "INSERT INTO pa{fn tient} (id, ssn) VALUES (16, '%s')",
            "UPDATE pa{oj tient} SET ssn = '%s' WHERE id = 1",
            "INSERT INTO pa{ojtient} (id, ssn) VALUES (22, '%s')",
            "INSERT INTO {ojpatient} (id, ssn) VALUES (23, '%s')",
            "INSERT INTO {oj pa}{oj tient} (id, ssn) VALUES (24, '%s')",
            "UPDATE {fn xpatient} SET ssn = '%s' WHERE id = 1",
            "UPDATE {fnxpatient} SET ssn = '%s' WHERE id = 1",
            "UPDATE {fn xpa}{fn xtient} SET ssn = '%s' WHERE id = 1",
            "DELETE FROM {fn xpatient} WHERE ssn = '%s'",
            "INSERT INTO U&{oj \"p\\0061tient\"} (id, ssn) VALUES (25, '%s')",
            "UPDATE U&{fn x\"p\\0061tient\"} SET ssn = '%s' WHERE id = 1",
            "INSERT INTO {paramspatient} (id, ssn) VALUES (26, '%s')",
            "INSERT INTO {param\u017fpatient} (id, ssn) VALUES (27, '%s')",
            "{fnDELETE} FROM {ojpatient} WHERE ssn = '%s'",
            "UPDATE visit v JOIN (SELECT {fn convert(1, CHAR) AS c) x, SQL_PATIENT p SET p.ssn = '%s' WHERE p.id = 1}",
            "SELECT {fn convert(1, CHAR) FROM visit v, SQL_PATIENT WHERE ssn = '%s'}",
            "SELECT query_to_xml(('SELECT 1 FROM patient WHERE ssn = ''%s'''), true, false, '')",
            "SELECT query_to_xml('/* a */ SELECT 1 FROM patient WHERE ssn = ''%s''', true, false, '')",
            "SELECT dblink_exec('c', 'BEGIN; UPDATE patient SET ssn = ''%s''')",
            "SELECT query_to_xml(U&'SELECT 1 FROM p\\0061tient WHERE ssn = ''%s''', true, false, '')",
            "DO U&'BEGIN UPDATE p\\0061tient SET ssn = ''%s''; END'",
            "INSERT INTO `pa{oj tient}` (id, ssn) VALUES (17, '%s')",
            "INSERT INTO \"pa{oj tient}\" (id, ssn) VALUES (18, '%s')");

    /** Behind the version of a comment that it executes, or in what its driver makes one word of. */
    private static final List<String> MARIADB = List.of(
            "EXECUTE /*!50003IMMEDIATE*/ CONCAT('INSERT INTO pat', 'ient (id, ssn) VALUES (20, ''%s'')')",
            "INSERT INTO /*!50003patient*/ (id, ssn) VALUES (28, '%s')",
            "UPDATE /*M!100501patient*/ SET ssn = '%s'",
            "PREPARE s FROM 'INSERT INTO /*!50003patient*/ (id, ssn) VALUES (29, ''%s'')'",
            "INSERT INTO /*!50003HTE_patient*/ (id, ssn) VALUES (30, '%s')",
            "INSERT INTO `#mysql50#test`.patient (id, ssn) VALUES (31, '%s')",
            "INSERT INTO `#mysql50#p@0061tient` (id, ssn) VALUES (32, '%s')",
            "/*!50003PREPARE s FROM CONCAT('INSERT INTO pat', 'ient (id, ssn) VALUES (21, ''%s'')')*/",
            "EXECUTE IMM{oj EDIATE} CONCAT('INSERT INTO pat', 'ient (id, ssn) VALUES (19, ''%s'')')");

    /** Its own comments, folding and strings. */
    private static final List<String> H2 = List.of(
            "RUNSCRIPT /* a */ FROM 'memFS:/%s.sql'",
            "SELECT * FROM LINK_SCHEMA('TARGET', '', 'jdbc:h2:mem:%s', 'sa', '', 'PUBLIC')",
            "CREATE FORCE LINKED /* a */ TABLE l('', 'jdbc:h2:mem:%s', 'sa', '', 'PAT' || 'IENT')",
            "EXECUTE {ojIMMEDIATE} 'INSERT INTO pat' || 'ient(id, ssn) VALUES (1, ''%s'')'",
            "EXECUTE // '\nIMMEDIATE 'UPDATE PAT' || 'IENT SET SSN = ''%s''' // '",
            "EXECUTE // '\nIMMEDIATE 'UPDATE pat' || 'ient SET ssn = ''%s''' // '",
            "EXECUTE \u0131mmed\u0131ate 'UPDATE pat' || 'ient SET ssn = ''%s'''",
            "SELECT E'\\'; EXECUTE IMMEDIATE 'UPDATE pat' || 'ient SET ssn = ''%s'''; -- '",
            "/* a */ EXECUTE\u00a0IMMEDIATE 'UPDATE pat' || 'ient SET ssn = ''%s'''");

    /** Blocks and routines whose text is there to be read by nobody but it. */
    private static final List<String> POSTGRESQL = List.of(
            "CREATE FUNCTION f1() RETURNS void LANGUAGE sql AS E'UPDATE p\\x61tient SET ssn = ''%s'''",
            "CREATE PROCEDURE f2() LANGUAGE plpgsql AS 'BEGIN UPDATE pat'\n'ient SET ssn = ''%s''; END'",
            "CREATE /* a */ OR REPLACE\tFUNCTION f3() RETURNS void LANGUAGE sql AS 'UPDATE p\\x61tient SET ssn = ''%s'''",
            "SELECT 'a\\'; CREATE FUNCTION f4() RETURNS int AS E'SELECT 1 FROM p\\x61tient WHERE ssn = ''%s''' LANGUAGE sql --'",
            "CREATE FUNCTION f5() RETURNS void LANGUAGE sql AS U&'UPDATE p!0061tient SET ssn = ''%s''' UESCAPE '!'",
            "DO $$ BEGIN EXECUTE 'UPDATE pat' || 'ient SET ssn = ''%s'''; END $$",
            "DO $$ BEGIN EXECUTE E'UPDATE p\\x61tient SET ssn = ''%s'''; END $$",
            "DO E'BEGIN UPDATE p\\x61tient SET ssn = ''%s''; END'",
            "DO 'BEGIN UPDATE pat'\n'ient SET ssn = ''%s''; END'",
            "SELECT U&'x'; DO E'BEGIN UPDATE p\\x61tient SET ssn = ''%s''; END'",
            "SELECT 1`'`1; DO E'BEGIN UPDATE p\\x61tient SET ssn = ''%s''; END'; SELECT 1`'`1",
            "DO LANGUAGE plpgsql E'BEGIN UPDATE p\\x61tient SET ssn = ''%s''; END'");

    private HiddenTexts() {}

    static List<String> of(Engine engine) {
        List<String> texts = new ArrayList<>(ANYWHERE);
        texts.addAll(
                switch (engine) {
                    case MARIADB -> MARIADB;
                    case H2 -> H2;
                    case POSTGRESQL -> POSTGRESQL;
                });
        return texts;
    }
}
