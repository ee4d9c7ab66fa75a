package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLXML;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large objects that the application makes for open columns are as those of the plain driver. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class MadeObjectsTest {

    private final TestDatabase database;
    private final Sealed sealed;

    MadeObjectsTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(
                database,
                folder,
                "tables: { patient: { row-id: { id: bigint }, columns: { notes: { type: text } } } }");
    }

    /** As large objects of the plain driver: what an open column gets, and what reading and misuse give. */
    @Test
    void elsewhereTheyAreTheDriversOwn() throws Exception {
        database.execute(
                database.engine() == Engine.POSTGRESQL
                        ? "create table scan (id integer, body text)"
                        : database.engine() == Engine.H2
                                ? "create table scan (id integer, body clob)"
                                : "create table scan (id integer, body longtext)");
        try (Connection plain = database.plain();
                Connection through = sealed.connect()) {
            for (MadeObjects.Fill fill : MadeObjects.fills()) {
                assertThat(story(fill, through)).isEqualTo(story(fill, plain));
            }
        }
    }

    private static List<String> story(MadeObjects.Fill fill, Connection connection) throws Exception {
        List<String> story = new ArrayList<>();
        Object made = MadeObjects.made(fill, connection);
        if (made == null) {
            return List.of("none");
        }
        if (!(made instanceof Blob)) {
            try (PreparedStatement insert = connection.prepareStatement("INSERT INTO scan VALUES (1, ?)");
                    Statement statement = connection.createStatement()) {
                MadeObjects.bind(insert, 1, made);
                insert.executeUpdate();
                try (ResultSet rows = statement.executeQuery("SELECT body FROM scan")) {
                    rows.next();
                    story.add(rows.getString(1));
                }
                statement.execute("DELETE FROM scan");
            } catch (SQLException e) {
                story.add("error " + e.getSQLState());
            }
        }
        if (made instanceof Clob clob) {
            MadeObjects.tell(story, () -> clob.length());
            MadeObjects.tell(story, () -> clob.getSubString(3, 9));
            MadeObjects.tell(story, () -> clob.getSubString(MadeObjects.TEXT.length(), 9));
            MadeObjects.tell(story, () -> clob.getSubString(MadeObjects.TEXT.length() + 1, 9));
            MadeObjects.tell(story, () -> clob.getSubString(0, 9));
            MadeObjects.tell(story, () -> clob.getSubString(1, -1));
            MadeObjects.tell(story, () -> clob.getCharacterStream().read());
            MadeObjects.tell(story, () -> clob.getCharacterStream(2, 4).read());
            MadeObjects.tell(
                    story,
                    () -> clob.getCharacterStream(2, MadeObjects.TEXT.length()).read());
            MadeObjects.tell(story, () -> clob.getAsciiStream().read());
            clob.free();
            MadeObjects.tell(story, () -> clob.length());
        } else if (made instanceof Blob blob) {
            MadeObjects.tell(story, () -> blob.length());
            MadeObjects.tell(story, () -> new String(blob.getBytes(3, 9), StandardCharsets.UTF_8));
            MadeObjects.tell(story, () -> blob.getBinaryStream().read());
            MadeObjects.tell(story, () -> blob.getBinaryStream(2, 4).read());
            blob.free();
            MadeObjects.tell(story, () -> blob.length());
        } else if (made instanceof SQLXML xml) {
            MadeObjects.tell(story, () -> xml.getString());
            MadeObjects.tell(story, () -> xml.getCharacterStream().read());
            xml.free();
            MadeObjects.tell(story, () -> xml.getString());
        }
        return story;
    }
}
