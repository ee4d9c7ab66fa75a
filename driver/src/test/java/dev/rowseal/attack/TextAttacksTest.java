package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Texts that carry a sealed column's plaintext in every disguise that a database understands. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class TextAttacksTest {

    private static final String MARK = "MARK7Q4Z";

    private static final String TABLES = """
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(20), lookup: equality }
                  notes: { type: text }
            """;

    /** One statement a line; every one names a sealed column, or a way to it, and a value for it. */
    private static final String TEXTS = """
            INSERT INTO patient (id, ssn) VALUES (1, '%s')
            insert into PATIENT (ID, SSN) values (1, '%s');
            INSERT INTO "patient" ("id", "ssn") VALUES (1, '%s')
            INSERT INTO "PATIENT" ("ID", "SSN") VALUES (1, '%s')
            INSERT INTO `patient` (`id`, `ssn`) VALUES (1, '%s')
            INSERT INTO [patient] ([id], [ssn]) VALUES (1, '%s')
            INSERT INTO public.patient (id, ssn) VALUES (1, '%s')
            INSERT INTO "public" . "patient" (id, ssn) VALUES (1, '%s')
            INSERT INTO PUBLIC.PUBLIC.patient (id, ssn) VALUES (1, '%s')
            INSERT INTO patient AS p (id, ssn) VALUES (1, '%s')
            INSERT INTO patient p (id, ssn) VALUES (1, '%s')
            INSERT INTO patient (patient.id, patient.ssn) VALUES (1, '%s')
            INSERT INTO ONLY patient (id, ssn) VALUES (1, '%s')
            INSERT INTO patient (id, (ssn)) VALUES (1, '%s')
            INSERT INTO patient (id, ssn[1]) VALUES (1, '%s')
            INSERT INTO patient (id, ssn, ssn) VALUES (1, 'x', '%s')
            INSERT INTO patient (id, ssn_idx) VALUES (1, '%s')
            INSERT INTO patient VALUES (1, 'x', '%s', NULL, NULL)
            INSERT INTO patient SELECT 1, 'x', '%s', NULL, NULL
            INSERT INTO patient TABLE patient
            INSERT INTO patient (id, ssn) SELECT 1, '%s'
            INSERT INTO patient (id, ssn) (SELECT 1, '%s')
            INSERT INTO patient (id, ssn) VALUES ROW(1, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, ('%s'))
            INSERT INTO patient (id, ssn) VALUES (1, 'x' || '%s')
            INSERT INTO patient (id, ssn) VALUES (1, CONCAT('%s', ''))
            INSERT INTO patient (id, ssn) VALUES (1, UPPER('%s'))
            INSERT INTO patient (id, ssn) VALUES (1, CAST('%s' AS VARCHAR(20)))
            INSERT INTO patient (id, ssn) VALUES (1, '%s'::text)
            INSERT INTO patient (id, ssn) VALUES (1, text '%s')
            INSERT INTO patient (id, ssn) VALUES (1, '%s' COLLATE "C")
            INSERT INTO patient (id, ssn) VALUES (1, E'%s')
            INSERT INTO patient (id, ssn) VALUES (1, N'%s')
            INSERT INTO patient (id, ssn) VALUES (1, _utf8'%s')
            INSERT INTO patient (id, ssn) VALUES (1, R'%s')
            INSERT INTO patient (id, ssn) VALUES (1, q'{%s}')
            INSERT INTO patient (id, ssn) VALUES (1, Q'[%s]')
            INSERT INTO patient (id, ssn) VALUES (1, $$%s$$)
            INSERT INTO patient (id, ssn) VALUES (1, $t$%s$t$)
            INSERT INTO patient (id, ssn) VALUES (1, "%s")
            INSERT INTO patient (id, ssn) VALUES (1, X'4d41524b375134 5a')
            INSERT INTO patient (id, ssn) VALUES (1, X'4d41524b3751345a')
            INSERT INTO patient (id, ssn) VALUES (1, 0x4d41524b3751345a)
            INSERT INTO patient (id, ssn) VALUES (1, '\\x4d41524b3751345a')
            INSERT INTO patient (id, ssn) VALUES (1, decode('4d41524b3751345a', 'hex'))
            INSERT INTO patient (id, ssn) VALUES (1, U&'%s')
            INSERT INTO patient (id, ssn) VALUES (1, U&'\\004dARK7Q4Z')
            INSERT INTO patient (id, ssn) VALUES (1, '%s' 'x')
            INSERT INTO patient (id, ssn) VALUES (1, {d '%s'})
            INSERT INTO patient (id, ssn) VALUES (1, {fn ucase('%s')})
            INSERT INTO patient (id, ssn) VALUES (1, {v '%s'})
            INSERT INTO patient (id, ssn) VALUES (1, DATE '%s')
            INSERT INTO patient (id, ssn) VALUES (1, COALESCE(NULL, '%s'))
            INSERT INTO patient (id, ssn) VALUES (1, CASE WHEN 1 = 1 THEN '%s' END)
            INSERT INTO patient (id, ssn) VALUES (1, (SELECT '%s'))
            INSERT INTO patient (id, ssn) VALUES (1, (VALUES ('%s')))
            INSERT INTO patient (id, ssn) VALUES (1, ARRAY['%s'])
            INSERT INTO patient (id, ssn) VALUES (1, DEFAULT), (2, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, 'x'), (2, '%s' || '')
            INSERT INTO patient (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET ssn = '%s'
            INSERT INTO patient (id, ssn) VALUES (1, '%s') ON CONFLICT DO NOTHING
            INSERT INTO patient (id, ssn) VALUES (1, '%s') ON DUPLICATE KEY UPDATE ssn = '%s'
            INSERT INTO patient (id, ssn) OVERRIDING SYSTEM VALUE VALUES (1, '%s')
            INSERT INTO patient (id, ssn) VALUES (1, '%s') RETURNING ssn
            INSERT INTO patient (id, ssn) DIRECT VALUES (1, '%s')
            INSERT INTO patient SET id = 1, ssn = '%s'
            INSERT INTO visit (id, reason) VALUES (1, 'x'); INSERT INTO patient (id, ssn) VALUES (1, '%s')
            SELECT 1; UPDATE patient SET ssn = '%s'
            SELECT 1 /* ; */ ; UPDATE patient SET ssn = '%s' --
            REPLACE INTO patient (id, ssn) VALUES (1, '%s')
            MERGE INTO patient (id, ssn) KEY (id) VALUES (1, '%s')
            MERGE INTO patient (id, ssn) VALUES (1, '%s')
            MERGE INTO patient USING (SELECT 1 AS i) s ON patient.id = s.i WHEN NOT MATCHED THEN INSERT (id, ssn) VALUES (1, '%s')
            MERGE INTO patient USING (SELECT 9 AS i) s ON patient.id = s.i WHEN MATCHED THEN UPDATE SET ssn = '%s'
            UPDATE patient SET ssn = '%s'
            UPDATE patient SET ssn = '%s' WHERE id = 9
            UPDATE patient SET ssn = '%s' WHERE id = 9 OR id = 9
            UPDATE patient SET patient.ssn = '%s' WHERE id = 9
            UPDATE patient p SET p.ssn = '%s' WHERE id = 9
            UPDATE ONLY patient SET ssn = '%s' WHERE id = 9
            UPDATE patient * SET ssn = '%s' WHERE id = 9
            UPDATE patient SET (ssn) = ROW('%s') WHERE id = 9
            UPDATE patient SET (ssn, name) = ('%s', 'x') WHERE id = 9
            UPDATE patient SET (name, ssn) = (SELECT 'x', '%s') WHERE id = 9
            UPDATE patient SET name = 'x', ssn = '%s' FROM visit WHERE patient.id = 9
            UPDATE visit v, patient p SET p.ssn = '%s' WHERE p.id = 9
            UPDATE visit JOIN patient p ON p.id = visit.id SET p.ssn = '%s' WHERE p.id = 9
            UPDATE patient SET ssn[1] = '%s' WHERE id = 9
            UPDATE patient SET ssn = DEFAULT, ssn = '%s' WHERE id = 9
            UPDATE patient SET notes = '%s' || notes WHERE id = 9
            WITH x AS (UPDATE patient SET ssn = '%s' RETURNING id) SELECT * FROM x
            WITH x AS (SELECT 1 AS id) UPDATE patient SET ssn = '%s' WHERE id = 9
            WITH x (id, s) AS (VALUES (1, '%s')) INSERT INTO patient (id, ssn) SELECT * FROM x
            DELETE FROM patient WHERE ssn = '%s'
            DELETE FROM patient WHERE id = 9 AND ssn = '%s'
            DELETE FROM patient WHERE id = 9 AND notes = '%s'
            SELECT * FROM patient WHERE ssn = '%s'
            SELECT * FROM patient WHERE '%s' = ssn
            SELECT * FROM patient WHERE ssn IN ('x', '%s')
            SELECT * FROM patient WHERE ssn = ANY (ARRAY['%s'])
            SELECT * FROM patient WHERE ssn = ANY ('{%s}')
            SELECT * FROM patient WHERE (ssn) = '%s'
            SELECT * FROM patient WHERE (ssn, id) = ('%s', 9)
            SELECT * FROM patient WHERE ssn IS NOT DISTINCT FROM '%s'
            SELECT * FROM patient WHERE ssn LIKE '%s'
            SELECT * FROM patient WHERE ssn ~ '%s'
            SELECT * FROM patient WHERE ssn = '%s' COLLATE "C"
            SELECT * FROM patient WHERE ssn OPERATOR(pg_catalog.=) '%s'
            SELECT * FROM patient WHERE ssn BETWEEN '%s' AND '%s'
            SELECT * FROM patient WHERE NULLIF(ssn, '%s') IS NULL
            SELECT * FROM patient WHERE CASE ssn WHEN '%s' THEN TRUE END
            SELECT * FROM patient WHERE notes = '%s'
            SELECT * FROM patient WHERE patient.notes = '%s'
            SELECT * FROM patient WHERE public.patient.ssn = '%s'
            SELECT * FROM patient p WHERE p.ssn = '%s'
            SELECT * FROM patient p WHERE patient.ssn = '%s'
            SELECT * FROM patient p (a, b, c, d, e) WHERE c = '%s'
            SELECT * FROM patient AS p (a, b, c) WHERE p.c = '%s'
            SELECT * FROM (SELECT ssn AS s FROM patient) x WHERE s = '%s'
            SELECT * FROM (patient) WHERE ssn = '%s'
            SELECT * FROM (patient p JOIN visit v ON TRUE) WHERE ssn = '%s'
            SELECT * FROM visit NATURAL JOIN patient WHERE ssn = '%s'
            SELECT * FROM visit v JOIN patient p ON p.ssn = '%s'
            SELECT * FROM visit v JOIN patient p USING (id) WHERE ssn = '%s'
            SELECT * FROM visit v LEFT JOIN patient p ON p.id = v.id AND p.notes = '%s'
            SELECT * FROM visit WHERE EXISTS (SELECT 1 FROM patient WHERE ssn = '%s')
            SELECT * FROM visit, LATERAL (SELECT * FROM patient WHERE ssn = '%s') x
            SELECT ssn = '%s' FROM patient
            SELECT ssn || '%s' FROM patient
            SELECT COUNT(*) FILTER (WHERE ssn = '%s') FROM patient
            SELECT name FROM patient GROUP BY name HAVING MAX(ssn) = '%s'
            SELECT name FROM patient ORDER BY ssn = '%s'
            SELECT name FROM patient ORDER BY CASE WHEN notes = '%s' THEN 1 END
            SELECT name, ROW_NUMBER() OVER (PARTITION BY ssn = '%s') FROM patient
            SELECT name FROM patient LIMIT (SELECT COUNT(*) FROM patient WHERE ssn = '%s')
            SELECT * FROM patient QUALIFY ssn = '%s'
            SELECT * FROM patient TABLESAMPLE SYSTEM (10) WHERE ssn = '%s'
            SELECT * FROM patient FOR UPDATE OF patient; SELECT '%s' FROM patient
            SELECT ssn FROM patient WHERE ssn = '%s' UNION SELECT name FROM patient
            TABLE patient; SELECT '%s', ssn FROM patient
            VALUES ((SELECT id FROM patient WHERE ssn = '%s'))
            EXPLAIN SELECT * FROM patient WHERE ssn = '%s'
            EXPLAIN ANALYZE UPDATE patient SET ssn = '%s'
            PREPARE x AS INSERT INTO patient (id, ssn) VALUES (1, '%s')
            COPY patient (id, ssn) FROM STDIN WHERE '%s' = ssn
            COPY (SELECT * FROM patient WHERE ssn = '%s') TO STDOUT
            DECLARE c CURSOR FOR SELECT * FROM patient WHERE ssn = '%s'
            DO $$ BEGIN UPDATE patient SET ssn = '%s'; END $$
            DO LANGUAGE plpgsql 'BEGIN UPDATE patient SET ssn = ''%s''; END'
            EXECUTE IMMEDIATE 'UPDATE patient SET ssn = ''%s'''
            EXECUTE IMMEDIATE 'UPDATE pat' || 'ient SET ssn = ''%s'''
            EXECUTE IMMEDIATE U&'UPDATE \\0070atient SET ssn = ''%s'''
            EXECUTE IMMEDIATE $$UPDATE pa$$ || $$tient SET ssn = '%s'$$
            EXECUTE IMMEDIATE (SELECT 'UPDATE pat' || 'ient SET ssn = ''%s''')
            CREATE TABLE copy AS SELECT * FROM patient WHERE ssn = '%s'
            CREATE VIEW v AS SELECT * FROM patient WHERE ssn = '%s'
            CREATE INDEX i ON patient (id) WHERE ssn = '%s'
            ALTER TABLE patient ALTER COLUMN ssn SET DEFAULT '%s'
            ALTER TABLE patient ADD CONSTRAINT c CHECK (ssn <> '%s')
            CREATE RULE r AS ON INSERT TO visit DO INSTEAD UPDATE patient SET ssn = '%s'
            CREATE POLICY p ON patient USING (ssn = '%s')
            CREATE TRIGGER t BEFORE INSERT ON patient FOR EACH ROW WHEN (NEW.ssn = '%s') EXECUTE FUNCTION f()
            CALL p((SELECT id FROM patient WHERE ssn = '%s'))
            SET @x = (SELECT id FROM patient WHERE ssn = '%s')
            /* c */ INSERT /* /* nested */ */ INTO patient -- line
            /*+ hint */ INSERT INTO /*!patient*/ patient (id, ssn) VALUES (1, '%s')
            INSERT INTO/**/patient/**/(id,ssn)VALUES(1,'%s')
            SELECT * FROM visit // ' /n WHERE patient.ssn = '%s'
            (INSERT INTO patient (id, ssn) VALUES (1, '%s'))
            BEGIN; INSERT INTO patient (id, ssn) VALUES (1, '%s'); END
            """;

    /** Spellings of the table's and the column's name that some database folds, decodes or cuts to them. */
    private static final List<String> NAMES = List.of(
            "pat\u0131ent ssn",
            "patient s\u017fn",
            "patient \u00dfn",
            "patient\u00a0 ssn",
            "patient\u3000 ssn",
            "\u00a0patient ssn",
            "patient \u00a0ssn",
            "patient ssn\u2003",
            "patient\u2028 ssn",
            "patient\u200b ssn",
            "patient\u0000 ssn",
            "patient\u001f ssn",
            "patient\u0085 ssn",
            "patient \ufeffssn",
            "patient\u000b\u000c ssn",
            "U&\"\\0070atient\" ssn",
            "u&\"p!0061tient\"uescape'!' ssn",
            "patient U&\"s\\0073n\"",
            "U&\"PATIEN\\0054\" U&\"SS\\+00004E\"",
            "\"pat\"\"ient\" ssn",
            "\"Patient\" \"Ssn\"",
            "\uff30\uff41tient ssn",
            "`patient` `SSN`",
            "`pat``ient` ssn",
            "patient S\u017fN",
            "patient `s\u017fn`");

    private final TestDatabase database;
    private final Watch watch;

    TextAttacksTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.watch = new Watch(database, new Sealed(database, folder, TABLES), MARK);
    }

    @BeforeEach
    void createTables() throws SQLException {
        database.execute(
                "create table patient (id bigint primary key, name varchar(50), ssn " + database.binaryType()
                        + ", notes "
                        + database.textType() + ", ssn_idx "
                        + database.binaryType(16) + ")",
                "create table visit (id bigint primary key, reason varchar(50))");
        if (database.engine() == Engine.POSTGRESQL) {
            database.execute("create schema elsewhere", "create table elsewhere.patient (id bigint, ssn text)");
        }
    }

    @Test
    void literalsAreSealedOrRefused() throws SQLException {
        try (Connection connection = watch.connect()) {
            int line = 0;
            for (String text : TEXTS.split("\n")) {
                attempt(connection, text.formatted(MARK, MARK));
                line++;
            }
            assertThat(line).isGreaterThan(150);
            if (database.engine() == Engine.MARIADB) {
                for (String text : MariaDbTexts.ALL.split("\n")) {
                    attempt(connection, text.formatted(MARK, MARK));
                }
            }
        }
        watch.nothingStored("literals");
    }

    @Test
    void whatNobodyReadsIsReadOrRefused() throws SQLException {
        try (Connection connection = watch.connect()) {
            for (String text : HiddenTexts.of(database.engine())) {
                attempt(connection, text.formatted(MARK));
            }
        }
        watch.nothingStored("hidden");
    }

    @Test
    void namesInDisguiseAreKnownOrRefused() throws SQLException {
        try (Connection connection = watch.connect()) {
            int known = 0;
            for (String names : NAMES) {
                int space = names.indexOf(' ');
                String table = names.substring(0, space);
                String column = names.substring(space + 1);
                known += exist(table, column) ? 1 : 0;
                if (!exist(table, "id")) {
                    continue;
                }
                attempt(connection, "INSERT INTO " + table + " (id, " + column + ") VALUES (1, '" + MARK + "')");
                attempt(connection, "UPDATE " + table + " SET " + column + " = '" + MARK + "' WHERE id = 1");
                attempt(connection, "SELECT id FROM " + table + " WHERE " + column + " = '" + MARK + "'");
                attempt(connection, "SELECT id FROM " + table + " p WHERE p." + column + " IN ('" + MARK + "')");
                attempt(connection, "DELETE FROM " + table + " WHERE id = 1 AND " + column + " = '" + MARK + "'");
                attempt(connection, "SELECT id FROM visit v, " + table + " WHERE " + column + " <> '" + MARK + "'");
            }
            assertThat(known).as("names in disguise that the database knows").isPositive();
        }
        watch.nothingStored("names");
    }

    /** Runs a text by every method that takes one. */
    private void attempt(Connection connection, String sql) throws SQLException {
        run(sql, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        });
        run("batch " + sql, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.addBatch("DELETE FROM visit");
                statement.addBatch(sql);
                statement.executeBatch();
            }
        });
        run("prepared " + sql, () -> {
            try (PreparedStatement statement = connection.prepareStatement(sql)) {
                statement.execute();
            }
        });
        run("call " + sql, () -> {
            try (CallableStatement statement = connection.prepareCall(sql)) {
                statement.execute();
            }
        });
        run("native " + sql, () -> {
            String text = connection.nativeSQL(sql);
            assertThat(watch.found(text)).isNull();
        });
        run("keys " + sql, () -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(sql, Statement.RETURN_GENERATED_KEYS);
                try (ResultSet keys = statement.getGeneratedKeys()) {
                    while (keys.next()) {
                        keys.getObject(1);
                    }
                }
            }
        });
    }

    private interface Attempt {
        void run() throws SQLException;
    }

    private void run(String what, Attempt attempt) throws SQLException {
        try {
            attempt.run();
        } catch (SQLException | RuntimeException | StackOverflowError e) {
            watch.nothingLeft(what);
            watch.clean(what, e);
        }
        watch.nothingLeft(what);
    }

    /** Whether the database takes these for the names of a table and a column that it has. */
    private boolean exist(String table, String column) throws SQLException {
        try (Connection plain = database.plain();
                Statement statement = plain.createStatement();
                ResultSet rows = statement.executeQuery("SELECT " + column + " FROM " + table)) {
            return !rows.next();
        } catch (SQLException notThere) {
            return false;
        }
    }
}
