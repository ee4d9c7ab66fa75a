package dev.rowseal.attack;

/** The texts of {@link TextAttacksTest} in forms of MariaDB's own, one a line. */
final class MariaDbTexts {

    static final String ALL = """
            INSERT INTO `patient` (`id`, `SSN`) VALUES (1, "%s")
            INSERT INTO `patient`(`id`,`ssn`)VALUES(1,'%s')#'
            INSERT `patient` (id, ssn) VALUES (1, '%s')
            INSERT INTO patient VALUE (1, 'x', '%s', NULL)
            INSERT INTO patient (id, ssn) VALUE (1, '%s')
            INSERT INTO patient () VALUES (1, 'x', '%s', NULL)
            INSERT LOW_PRIORITY IGNORE INTO patient (id, ssn) VALUES (1, '%s')
            INSERT IGNORE INTO patient (id, ssn) VALUES (1, '%s')
            INSERT DELAYED INTO patient (id, ssn) VALUES (1, '%s')
            INSERT INTO patient PARTITION (p0) (id, ssn) VALUES (1, '%s')
            INSERT INTO patient SET id = 1, ssn = '%s'
            INSERT INTO patient SET `ssn` := '%s', id := 1
            INSERT INTO patient (id, ssn) VALUES (1, '%s') ON DUPLICATE KEY UPDATE ssn = VALUES(ssn)
            INSERT INTO patient (id, name) VALUES (1, 'x') ON DUPLICATE KEY UPDATE ssn = '%s'
            REPLACE patient (id, ssn) VALUES (1, '%s')
            REPLACE INTO patient SET id = 1, ssn = '%s'
            INSERT INTO patient (id, ssn) VALUES (1, '\\\\\\\\%s')
            INSERT INTO patient (id, ssn) VALUES (1, '\\\\'%s')
            INSERT INTO patient (id, ssn) VALUES (1, "\\\\"%s")
            INSERT INTO patient (id, ssn) VALUES (1, "'%s'")
            INSERT INTO patient (id, ssn) VALUES (1, '"%s')
            INSERT INTO patient (id, ssn) VALUES (1, 'x\\\\', '), (2, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, 'x\\\\''), (2, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, 'M\\\\ARK7Q4Z')
            INSERT INTO patient (id, ssn) VALUES (1, 'MARK' '7Q4Z')
            INSERT INTO patient (id, ssn) VALUES (1, 'MARK'  /* c */ '7Q4Z')
            INSERT INTO patient (id, ssn) VALUES (1, "MARK" '7Q4Z')
            INSERT INTO patient (id, ssn) VALUES (1, _utf8mb4'%s')
            INSERT INTO patient (id, ssn) VALUES (1, _utf8mb4 '%s')
            INSERT INTO patient (id, ssn) VALUES (1, _latin1"%s")
            INSERT INTO patient (id, ssn) VALUES (1, _binary X'4d41524b3751345a')
            INSERT INTO patient (id, ssn) VALUES (1, _utf8mb4 0x4d41524b3751345a)
            INSERT INTO patient (id, ssn) VALUES (1, x'4d41524b3751345a')
            INSERT INTO patient (id, ssn) VALUES (1, 0b0100110101000001)
            INSERT INTO patient (id, ssn) VALUES (1, b'0100110101000001')
            INSERT INTO patient (id, ssn) VALUES (1, N'%s')
            INSERT INTO patient (id, ssn) VALUES (1, n'%s')
            INSERT INTO patient (id, ssn) VALUES (1, CONVERT('%s' USING utf8mb4))
            INSERT INTO patient (id, ssn) VALUES (1, BINARY '%s')
            INSERT INTO patient (id, ssn) VALUES (1, @a := '%s')
            INSERT INTO patient (id, ssn) VALUES (1, '%s' COLLATE utf8mb4_bin)
            INSERT INTO patient (id, ssn) VALUES (1, '%s') RETURNING id, ssn
            INSERT INTO patient (id, ssn) VALUES (1, IF(1, '%s', NULL))
            INSERT /*! INTO patient */ (id, ssn) VALUES (1, '%s')
            INSERT INTO patient (id, ssn) /*!50000 VALUES (1, '%s') */
            INSERT INTO patient (id /*!, ssn*/) VALUES (1 /*!, '%s'*/)
            INSERT INTO patient (id /*M!, ssn*/) VALUES (1 /*M!100100 , '%s'*/)
            INSERT INTO patient (id /*!99999999, ssn*/) VALUES (1, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, 'x') /*!, (2, '%s') */
            /*! INSERT INTO patient (id, ssn) VALUES (1, '%s') */
            /*! INSERT INTO patient (id, ssn) VALUES (1, '%s'); */ COMMIT
            INSERT INTO patient (id, ssn) VALUES (1, 'x') -- ', '
            INSERT INTO patient (id, ssn) VALUES (1, 'x'--'
            INSERT INTO patient (id, ssn) VALUES (1--1, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, /* /* */ '%s')
            INSERT INTO patient (id, ssn) VALUES (1, '%s' || '')
            UPDATE patient SET ssn = '%s' WHERE id = 9 || id = 9
            UPDATE patient SET ssn = '%s' WHERE id = 9 AND name = 'x' || 'y'
            UPDATE patient SET ssn = '%s' WHERE id = 9 XOR id = 8
            UPDATE patient SET ssn = '%s' WHERE id = 9 && id = 9
            UPDATE patient SET ssn = '%s' WHERE ! id = 9
            UPDATE patient SET ssn = '%s' WHERE id <=> 9
            UPDATE patient SET ssn = '%s' ORDER BY id LIMIT 1
            UPDATE patient SET ssn = '%s' WHERE id = 9 LIMIT 1
            UPDATE LOW_PRIORITY IGNORE patient SET ssn = '%s' WHERE id = 9
            UPDATE patient, visit SET patient.ssn = '%s' WHERE patient.id = visit.id
            UPDATE patient USE INDEX (PRIMARY) SET ssn = '%s' WHERE id = 9
            UPDATE (SELECT * FROM patient) p SET ssn = '%s'
            UPDATE patient SET name = (@a := '%s'), ssn = @a WHERE id = 9
            SELECT * FROM patient WHERE ssn = "%s"
            SELECT * FROM patient WHERE ssn <=> '%s'
            SELECT * FROM patient WHERE ssn SOUNDS LIKE '%s'
            SELECT * FROM patient WHERE ssn REGEXP '%s'
            SELECT * FROM patient WHERE ssn RLIKE BINARY '%s'
            SELECT * FROM patient WHERE BINARY ssn = '%s'
            SELECT * FROM patient WHERE MATCH (ssn) AGAINST ('%s')
            SELECT * FROM patient WHERE FIELD('%s', ssn)
            SELECT * FROM patient WHERE '%s' IN (ssn)
            SELECT * FROM patient PROCEDURE ANALYSE('%s')
            SELECT SQL_CALC_FOUND_ROWS * FROM patient WHERE ssn = '%s'
            SELECT STRAIGHT_JOIN * FROM patient WHERE ssn = '%s'
            SELECT * FROM patient FORCE INDEX (PRIMARY) WHERE ssn = '%s'
            SELECT * FROM visit STRAIGHT_JOIN patient ON ssn = '%s'
            SELECT * FROM patient WHERE ssn = '%s' INTO OUTFILE '/dev/null'
            SELECT * FROM patient WHERE ssn = '%s' INTO @a, @b, @c, @d
            SELECT * FROM patient WHERE ssn = '%s' LOCK IN SHARE MODE
            SELECT GROUP_CONCAT(ssn SEPARATOR '%s') FROM patient
            SELECT * FROM patient FOR SYSTEM_TIME ALL WHERE ssn = '%s'
            DELETE patient FROM patient WHERE ssn = '%s'
            DELETE FROM patient WHERE ssn = '%s' LIMIT 1
            DELETE FROM patient USING patient, visit WHERE ssn = '%s'
            DO (SELECT id FROM patient WHERE ssn = '%s')
            SET @a = (SELECT id FROM patient WHERE ssn = '%s')
            SET STATEMENT sql_mode = 'ANSI_QUOTES' FOR INSERT INTO patient (id, ssn) VALUES (1, '%s')
            SET STATEMENT max_statement_time = 1 FOR SELECT * FROM patient WHERE ssn = '%s'
            HANDLER patient READ FIRST WHERE ssn = '%s'
            LOAD DATA LOCAL INFILE '%s' INTO TABLE patient
            LOAD XML LOCAL INFILE '%s' INTO TABLE patient
            PREPARE s FROM 'INSERT INTO patient (id, ssn) VALUES (1, ''%s'')'
            PREPARE s FROM "UPDATE patient SET ssn = '%s'"
            EXECUTE IMMEDIATE "UPDATE patient SET ssn = '%s'"
            EXECUTE IMMEDIATE CONCAT('UPDATE pat', 'ient SET ssn = ''%s''')
            EXECUTE IMMEDIATE 'UPDATE pat\\\\\\\\ient SET ssn = ''%s'''
            EXECUTE IMMEDIATE 'UPDATE pat\\\\ient SET ssn = ''%s'''
            BEGIN NOT ATOMIC UPDATE patient SET ssn = '%s'; END
            BEGIN NOT ATOMIC EXECUTE IMMEDIATE CONCAT('UPDATE pat', 'ient SET ssn = ''%s'''); END
            CREATE TABLE copy LIKE patient /* '%s' */
            CREATE OR REPLACE TABLE patient (id int comment '%s')
            ALTER TABLE patient MODIFY ssn varchar(10) DEFAULT '%s'
            ALTER TABLE patient ADD CHECK (ssn <> '%s')
            CREATE TRIGGER t BEFORE INSERT ON patient FOR EACH ROW SET NEW.ssn = '%s'
            CREATE EVENT e ON SCHEDULE EVERY 1 DAY DO UPDATE patient SET ssn = '%s'
            WITH x AS (SELECT * FROM patient WHERE ssn = '%s') SELECT * FROM X
            WITH Visit AS (SELECT ssn AS id FROM patient) SELECT id FROM visit WHERE id = '%s'
            VALUES (1, '%s'), ((SELECT ssn FROM patient LIMIT 1), 2)
            """;

    private MariaDbTexts() {}
}
