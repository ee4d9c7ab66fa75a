package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** M28: MariaDB sets one column behind the other, and what is compared behind a sealed column that is set is its new value. */
@OnEveryDatabase
class SetInOrderTest {

    private static final List<String> CHANGES = List.of(
            "UPDATE person SET ssn = 'new-secret', city = CASE WHEN ssn = 'new-secret' THEN 'a' ELSE 'b' END WHERE id = 3",
            "UPDATE person SET city = CASE WHEN ssn = 'new-secret' THEN 'c' ELSE 'd' END, ssn = 'ssn-3-x9' WHERE id = 3",
            "UPDATE person SET ssn = 'new-secret', city = CASE WHEN ssn = 'ssn-4-x9' THEN 'a' ELSE 'b' END WHERE id < 5",
            "UPDATE person SET ssn = NULL, city = CASE WHEN ssn IS NULL THEN 'none' ELSE city END WHERE id = 1",
            "UPDATE person SET notes = NULL, city = CASE WHEN notes IS NULL THEN 'bare' ELSE city END WHERE city = 'none'",
            "UPDATE person SET id = id + 100, nick = 'nick-1-x9', city = CASE WHEN nick = 'nick-1-x9' THEN 'x' ELSE 'y' END"
                    + " WHERE id = 2");

    private static final List<String> OF_MARIADB = List.of(
            "UPDATE person p JOIN stay s ON s.person = p.id SET p.ssn = NULL, p.city = IF(p.ssn IS NULL, 'none', p.city)"
                    + " WHERE p.id = 2",
            "UPDATE person p JOIN stay s ON s.person = p.id SET p.ssn = 'new-secret',"
                    + " p.city = IF(p.ssn = 'new-secret', 'new', 'old') WHERE p.id = 2",
            "INSERT INTO person (id, ssn) VALUES (4, 'up-x9') ON DUPLICATE KEY UPDATE ssn = NULL,"
                    + " city = IF(ssn IS NULL, 'none', city)",
            "INSERT INTO person (id, ssn) VALUES (4, 'up-x9') ON DUPLICATE KEY UPDATE ssn = VALUES(ssn),"
                    + " city = IF(ssn IS NULL, 'none', 'some')");

    /** MariaDB runs these as changes of joined tables, or not: what is read is as it was, or as it was set. */
    private static final List<String> BY_SUBQUERY = List.of(
            "UPDATE person SET ssn = 'set-secret', city = CASE WHEN EXISTS (SELECT 1 FROM stay s WHERE person.ssn = 'set-secret')"
                    + " THEN 'in' ELSE 'out' END WHERE id IN (SELECT s.person FROM stay s)",
            "UPDATE person SET ssn = 'set-secret', city = CASE WHEN ssn = 'set-secret' THEN 'in' ELSE 'out' END"
                    + " WHERE id IN (SELECT s.person FROM stay s)",
            "UPDATE person SET ssn = 'other-secret', seen = 7, city = CASE WHEN seen = 7 THEN 'in' ELSE 'out' END"
                    + " WHERE id IN (SELECT s.person FROM stay s WHERE s.room = 'room1')",
            "UPDATE person SET ssn = 'last-secret', city = CASE WHEN city = 'in' THEN 'x' ELSE 'y' END"
                    + " WHERE id IN (SELECT s.person FROM stay s)");

    private final TestDatabase database;

    SetInOrderTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void whatIsComparedIsWhatIsSet(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            pair.markers.add("up-x9");
            for (String change : CHANGES) {
                pair.twins().exact(Request.text(change), Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            for (String change : database.engine() == Engine.MARIADB ? OF_MARIADB : List.<String>of()) {
                pair.twins().exact(Request.text(change), Reads.FEW);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            for (String change : BY_SUBQUERY) {
                Outcome outcome = pair.twins().either(Request.text(change), Reads.FEW);
                boolean inOrder = !change.contains("last-secret");
                assertThat(outcome instanceof Outcome.Refused)
                        .as(change)
                        .isEqualTo(inOrder && database.engine() == Engine.MARIADB);
                pair.twins().compare(People.TABLES, Reads.FEW);
            }
            pair.check(People.TABLES);
        }
    }
}
