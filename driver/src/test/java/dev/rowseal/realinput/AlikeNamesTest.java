package dev.rowseal.realinput;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Statements that name no table, by a word that happens to be a sealed table's name or to hold it. */
@OnEveryDatabase
class AlikeNamesTest {

    private final TestDatabase database;

    AlikeNamesTest(TestDatabase database) {
        this.database = database;
    }

    private List<Request> texts() {
        List<Request> texts = new ArrayList<>(List.of(
                Request.text("SAVEPOINT person"),
                Request.text("UPDATE person SET notes = 'n2-x9' WHERE id = 2"),
                Request.text("ROLLBACK TO SAVEPOINT person"),
                Request.text("UPDATE person SET notes = 'n3-x9' WHERE id = 3")));
        if (database.engine() == Engine.POSTGRESQL) {
            texts.addAll(List.of(
                    Request.text("SET application_name = 'person-service'"),
                    Request.text("SET LOCAL application_name TO 'the person service'"),
                    Request.text("SHOW application_name"),
                    Request.text("LISTEN person"),
                    Request.text("NOTIFY person, 'person 3'"),
                    Request.text("UNLISTEN person"),
                    Request.text("RELEASE SAVEPOINT person")));
        }
        return texts;
    }

    @Test
    void areNoStatementsOfTheTable(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 5);
            List<Connection> both = List.of(
                    pair.twins().plain().connection(), pair.twins().sealed().connection());
            for (Connection connection : both) {
                connection.setAutoCommit(false);
            }
            for (Request text : texts()) {
                pair.twins().exact(text, Reads.FEW);
            }
            for (Connection connection : both) {
                connection.commit();
                connection.setAutoCommit(true);
            }
            pair.twins().compare(People.TABLES, Reads.FEW);
            pair.check(People.TABLES);
        }
    }
}
