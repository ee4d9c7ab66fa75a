package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Conditions of changes that cannot be judged as they are written: MariaDB fails in strict mode, where a query is only warned. */
@OnEveryDatabase({Engine.MARIADB})
class StrictConditionTest {

    private static final List<String> CONDITIONS = List.of(
            "pos = 'x1'",
            "pos = '1x'",
            "pos = '1'",
            "id / 0 = 1",
            "id / 0 IS NULL",
            "pos = 'x1' AND ssn = 'ssn-2-x9'",
            "ssn = 'ssn-2-x9' AND city > 5",
            "id = '2x'",
            "id = 'x'",
            "id > '2x' AND ssn IS NOT NULL",
            "date_add('no date', interval 1 day) IS NULL",
            "pos > 'x' ORDER BY id LIMIT 1",
            "id < 0 AND pos = 'x1'");

    private final TestDatabase database;

    StrictConditionTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void changesFailWhereTheyFail(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 9);
            List<String> refused = new ArrayList<>();
            for (String condition : CONDITIONS) {
                for (String change : List.of(
                        "UPDATE person SET ssn = 'changed' WHERE ",
                        "UPDATE IGNORE person SET ssn = 'changed' WHERE ",
                        "UPDATE person SET ssn = nick, notes = 'all' WHERE ",
                        "INSERT INTO person (id, ssn) SELECT id + 100, city FROM stay, person WHERE ",
                        "DELETE FROM person WHERE nick = 'nobody' AND ",
                        "DELETE FROM person WHERE ")) {
                    if (pair.twins().either(Request.text(change + condition), Reads.FEW)
                            instanceof Outcome.Refused why) {
                        refused.add(change + condition);
                        assertThat(why.message())
                                .as(change + condition)
                                .containsAnyOf(
                                        "warns of (1292)", "warns of (1365)", "no plain number", "modifier ignore");
                    }
                    pair.twins().exact(Request.text("SELECT id, ssn, nick FROM person ORDER BY id"), Reads.FEW);
                }
            }
            assertThat(refused)
                    .hasSize(41)
                    .filteredOn(each -> each.endsWith("WHERE pos = '1'") || each.endsWith("ssn = 'ssn-2-x9'"))
                    .allMatch(each -> each.startsWith("UPDATE IGNORE"));
            pair.check(People.TABLES);
        }
    }
}
