package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tables and columns with capitals, blanks, hyphens and umlauts in their names, and such that are named by reserved words;
 * {@code #} stands for the database's quote.
 */
@OnEveryDatabase
class NamesAsMadeTest {

    private static final String POLICY = """
            tables:
              '"PatientRecords"':
                row-id: { '"patientId"': bigint }
                columns:
                  '"socialSecurity"': { type: varchar(20), lookup: equality }
                  '"größe cm"': { type: integer, lookup: equality }
                  '"E-Mail"': { type: text }
            """;

    private static final String COLUMNS = "#patientId#, #socialSecurity#, #größe cm#, #E-Mail#, #City Name#";

    private static final List<String> STATEMENTS = List.of(
            "INSERT INTO #PatientRecords# (" + COLUMNS + ") VALUES (1, 'a-x9', 180, 'm-x9', 'Bern'),"
                    + " (2, 'b-x9', 181, 'n-x9', 'Chur'), (3, 'a-x9', 180, NULL, 'Bern')",
            "INSERT INTO #PatientRecords# VALUES (4, 'Basel', 'c-x9', 170, 'q-x9')",
            "SELECT * FROM #PatientRecords# ORDER BY #patientId#",
            "SELECT p.* FROM #PatientRecords# p WHERE p.#socialSecurity# = 'a-x9' ORDER BY #patientId#",
            "SELECT #PatientRecords#.#E-Mail#, #größe cm# AS #How Tall# FROM #PatientRecords# ORDER BY #patientId#",
            "SELECT DISTINCT #socialSecurity#, #City Name# FROM #PatientRecords#",
            "SELECT DISTINCT * FROM #PatientRecords#",
            "SELECT DISTINCT p.*, 1 AS One FROM #PatientRecords# p JOIN #PatientRecords# q ON p.#patientId# = q.#patientId#",
            "SELECT #größe cm#, count(*) AS #How Many# FROM #PatientRecords# GROUP BY #größe cm#",
            "SELECT #socialSecurity# FROM #PatientRecords# UNION SELECT #socialSecurity# FROM #PatientRecords#",
            "SELECT q.* FROM (SELECT * FROM #PatientRecords#) q ORDER BY q.#patientId#",
            "SELECT * FROM (SELECT DISTINCT * FROM #PatientRecords#) q",
            "SELECT * FROM (SELECT #socialSecurity# AS #Number#, #E-Mail# FROM #PatientRecords#) q",
            "UPDATE #PatientRecords# SET #E-Mail# = 'z-x9', #City Name# = upper(#City Name#) WHERE #socialSecurity# = 'a-x9'",
            "UPDATE #PatientRecords# SET #E-Mail# = #socialSecurity# WHERE #City Name# = 'BERN'",
            "DELETE FROM #PatientRecords# WHERE #größe cm# = 181",
            "INSERT INTO #PatientRecords# (" + COLUMNS
                    + ") SELECT #patientId# + 10, #socialSecurity#, #größe cm#, #E-Mail#,"
                    + " #City Name# FROM #PatientRecords#",
            "SELECT #City Name# FROM #PatientRecords# WHERE #größe cm# IN (180, 170) ORDER BY #patientId#",
            "SELECT a.#patientId#, b.#E-Mail# FROM #PatientRecords# a JOIN #PatientRecords# b"
                    + " ON a.#socialSecurity# = b.#socialSecurity# ORDER BY 1, b.#patientId#",
            "WITH #My Cte# AS (SELECT #socialSecurity# AS #The Key#, #patientId# FROM #PatientRecords#)"
                    + " SELECT #The Key# FROM #My Cte# ORDER BY #patientId#",
            "WITH #My Cte# AS (SELECT #socialSecurity#, #City Name# AS #Town# FROM #PatientRecords#)"
                    + " SELECT DISTINCT * FROM #My Cte#",
            "WITH #My Cte# (#First One#, #Other#) AS (SELECT #socialSecurity#, #City Name# FROM #PatientRecords#),"
                    + " #Next# AS (SELECT * FROM #My Cte#) SELECT DISTINCT n.* FROM #Next# n",
            "SELECT DISTINCT * FROM (SELECT #patientId#, #socialSecurity#, #City Name# FROM #PatientRecords#) p"
                    + " JOIN #Other Names# q ON q.#Last# = 2",
            "SELECT DISTINCT * FROM (SELECT #patientId#, #socialSecurity#, #City Name# FROM #PatientRecords#) p"
                    + " JOIN (SELECT #patientId#, #größe cm# FROM #PatientRecords#) q USING (#patientId#)",
            "SELECT DISTINCT * FROM (SELECT #patientId#, #socialSecurity#, #City Name# FROM #PatientRecords#) p"
                    + " JOIN (SELECT #patientId#, #City Name#, 1 AS #One# FROM #PatientRecords#) q"
                    + " USING (#City Name#, #patientId#)",
            "SELECT * FROM (SELECT #City Name#, #socialSecurity# FROM #PatientRecords#) p"
                    + " NATURAL JOIN (SELECT 1 AS #One#, #City Name# FROM #PatientRecords#) q",
            "SELECT DISTINCT p.* FROM (SELECT #patientId#, #socialSecurity#, #City Name# FROM #PatientRecords#) p"
                    + " JOIN #PatientRecords# q USING (#patientId#)",
            "SELECT DISTINCT * FROM #Other Names#",
            "UPDATE #PatientRecords# SET #patientId# = #patientId# + 100");

    private static final String VIEW = "create view #Other Names# as select 1 as #First Name#, 2 as #Last#";

    /** Known in other letters to MariaDB alone. */
    private static final List<String> OTHER_LETTERS = List.of(
            "SELECT SOCIALSECURITY FROM #PatientRecords# ORDER BY #patientId#",
            "SELECT socialsecurity, PATIENTID FROM #PatientRecords# ORDER BY 2",
            "SELECT * FROM #patientrecords#");

    /** Names, and reserved words in their places. */
    private static final Map<String, String> RESERVED = Map.of(
            "PatientRecords", "order",
            "patientrecords", "Order",
            "patientId", "desc",
            "socialSecurity", "select",
            "größe cm", "group",
            "E-Mail", "from",
            "City Name", "where");

    /** What the names are without quotes. */
    private static Map<String, String> unquoted(String... words) {
        Map<String, String> other = new HashMap<>(Map.of("_IDX#", "_IDX", "_idx#", "_idx"));
        List<String> names = List.of(
                "PatientRecords",
                "patientId",
                "socialSecurity",
                "größe cm",
                "E-Mail",
                "City Name",
                "How Tall",
                "How Many",
                "Number",
                "My Cte",
                "The Key",
                "Town",
                "First One",
                "Other",
                "Next",
                "Other Names",
                "First Name",
                "Last",
                "One");
        for (int i = 0; i < names.size(); i++) {
            other.put("#" + names.get(i) + "#", words[i]);
            other.put("'\"" + names.get(i) + "\"'", words[i]);
            other.put("#" + names.get(i) + "_", words[i] + "_");
        }
        return other;
    }

    private final TestDatabase database;

    NamesAsMadeTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void areToldAsMade(@TempDir Path folder) throws SQLException, IOException {
        all(folder, Map.of());
    }

    @Test
    void areToldApartFromKeywords(@TempDir Path folder) throws SQLException, IOException {
        all(folder, RESERVED);
    }

    @Test
    void mayBeWordsOfOtherDatabases(@TempDir Path folder) throws SQLException, IOException {
        all(
                folder,
                unquoted(
                        "settings",
                        "statement",
                        "output",
                        "sample",
                        "verify",
                        "import",
                        "semi",
                        "unpivot",
                        "csv",
                        "script",
                        "prior",
                        "errors",
                        "final",
                        "PreWhere",
                        "pivot",
                        "extend",
                        "includes",
                        "excludes",
                        "preferring"));
    }

    @Test
    void mayBeTypes(@TempDir Path folder) throws SQLException, IOException {
        all(
                folder,
                unquoted(
                        "records",
                        "uuid",
                        "number",
                        "map",
                        "enum",
                        "short",
                        "bool",
                        "n",
                        "settings",
                        "c",
                        "map",
                        "uuid",
                        "enum",
                        "short",
                        "d",
                        "o",
                        "bool",
                        "number",
                        "u"));
    }

    private void all(Path folder, Map<String, String> other) throws SQLException, IOException {
        Dialect dialect = Dialect.named(database.engine().productName());
        String head = "create table #PatientRecords# (#patientId# bigint primary key, #City Name# varchar(20), ";
        String plain = head + "#socialSecurity# " + dialect.ddl(DeclaredType.parse("varchar(20)"))
                + ", #größe cm# integer, #E-Mail# " + dialect.ddl(DeclaredType.parse("text")) + ")";
        String cell = database.binaryType();
        String suffix = (database.engine() == Engine.H2 ? "_IDX# " : "_idx# ") + database.binaryType(16);
        String sealed = head + "#socialSecurity# " + cell + ", #größe cm# " + cell + ", #E-Mail# " + cell
                + ", #socialSecurity" + suffix + ", #größe cm" + suffix + ")";
        try (Pair pair = new Pair(
                database,
                folder,
                named(POLICY, other),
                List.of(quoted(named(plain, other)), quoted(named(VIEW, other))),
                List.of(quoted(named(sealed, other)), quoted(named(VIEW, other))))) {
            for (String statement : STATEMENTS) {
                pair.twins().exact(Request.text(quoted(named(statement, other))), Reads.FEW);
                pair.twins().compare(List.of(quoted(named("#PatientRecords#", other))), Reads.FEW);
            }
            for (String statement : OTHER_LETTERS) {
                pair.twins().either(Request.text(quoted(named(statement, other))), Reads.FEW);
            }
            pair.check(List.of(quoted(named("#PatientRecords#", other))));
        }
    }

    private static String named(String text, Map<String, String> other) {
        String named = text;
        for (Map.Entry<String, String> name : other.entrySet()) {
            named = named.replace(name.getKey(), name.getValue());
        }
        return named;
    }

    private String quoted(String statement) {
        return statement.replace('#', database.engine() == Engine.MARIADB ? '`' : '"');
    }
}
