package dev.rowseal.attack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Blob;
import java.sql.Clob;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** H2 stores a large object when it is filled, before anyone knows for which column; Rowseal lets it not. */
@OnEveryDatabase(Engine.H2)
class StoredObjectsTest {

    private final TestDatabase database;
    private final Sealed sealed;

    StoredObjectsTest(TestDatabase database, @TempDir Path folder) {
        this.database = database;
        this.sealed = new Sealed(
                database,
                folder,
                "tables: { patient: { row-id: { id: bigint }, columns: { notes: { type: text } } } }");
    }

    private void createTable() throws SQLException {
        database.execute("create table patient (id bigint primary key, notes varbinary)");
    }

    @Test
    void whatIsBoundToASealedColumnDoesNotLeave() throws Exception {
        createTable();
        try (Connection connection = sealed.connectNoted();
                PreparedStatement insert =
                        connection.prepareStatement("INSERT INTO patient (id, notes) VALUES (?, ?)")) {
            int id = 0;
            for (MadeObjects.Fill fill : MadeObjects.fills()) {
                Object made = Objects.requireNonNull(MadeObjects.made(fill, connection));
                if (!(made instanceof Blob)) {
                    insert.setLong(1, ++id);
                    MadeObjects.bind(insert, 2, made);
                    insert.executeUpdate();
                }
            }
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("SELECT notes FROM patient")) {
                while (rows.next()) {
                    assertThat(rows.getString(1)).isEqualTo(MadeObjects.TEXT);
                    id--;
                }
            }
            assertThat(id).isZero();
        }
        assertThat(sealed.noted()).noneMatch(note -> note.contains(MadeObjects.MARK));
    }

    @Test
    void nothingIsInTheDatabasesFiles(@TempDir Path folder) throws Exception {
        assertThat(filled(folder.resolve("plain"), "jdbc:h2:")).isTrue();
        assertThat(filled(folder.resolve("sealed"), "jdbc:rowseal:h2:")).isFalse();
    }

    private boolean filled(Path file, String prefix) throws Exception {
        Properties properties = sealed.properties();
        properties.setProperty("user", "sa");
        properties.setProperty("password", "");
        if (!prefix.contains("rowseal")) {
            properties.keySet().removeIf(name -> ((String) name).startsWith("rowseal."));
        }
        try (Connection connection = DriverManager.getConnection(prefix + "file:" + file, properties)) {
            connection.setAutoCommit(false);
            List<@Nullable Object> kept = new ArrayList<>();
            for (MadeObjects.Fill fill : MadeObjects.fills()) {
                kept.add(MadeObjects.made(fill, connection));
            }
            try (Statement statement = connection.createStatement()) {
                statement.execute("CHECKPOINT SYNC");
            }
            assertThat(kept).doesNotContainNull();
            return Files.readString(Path.of(file + ".mv.db"), StandardCharsets.ISO_8859_1)
                    .contains(MadeObjects.MARK);
        }
    }

    @Test
    void aNewOneIsSetOnceAndFromItsBeginning() throws Exception {
        createTable();
        try (Connection plain = database.plain();
                Connection through = sealed.connect()) {
            assertThat(misuse(through)).isEqualTo(misuse(plain));
        }
    }

    private static List<String> misuse(Connection connection) throws Exception {
        List<String> story = new ArrayList<>();
        Clob clob = connection.createClob();
        MadeObjects.tell(story, clob::length);
        MadeObjects.tell(story, () -> clob.getCharacterStream(2, 1));
        MadeObjects.tell(story, () -> clob.setString(2, "ab"));
        MadeObjects.tell(story, () -> clob.position("a", 1));
        Writer writer = clob.setCharacterStream(1);
        MadeObjects.tell(story, clob::length);
        writer.close();
        MadeObjects.tell(story, clob::length);
        MadeObjects.tell(story, () -> clob.setString(1, "ab"));
        for (int[] part : new int[][] {{1, 2}, {0, 5}, {2, 1}, {1, 0}}) {
            Clob other = connection.createClob();
            MadeObjects.tell(story, () -> other.setString(1, "ab", part[0], part[1]));
            MadeObjects.tell(story, () -> other.getCharacterStream().read());
            Blob bytes = connection.createBlob();
            MadeObjects.tell(story, () -> bytes.setBytes(1, new byte[2], part[0], part[1]));
            MadeObjects.tell(story, bytes::length);
        }
        Blob blob = connection.createBlob();
        MadeObjects.tell(story, () -> blob.setBytes(2, new byte[2]));
        MadeObjects.tell(story, () -> blob.position(new byte[1], 1));
        MadeObjects.tell(story, () -> blob.setBytes(1, new byte[3], 1, 2));
        MadeObjects.tell(story, () -> blob.setBytes(1, new byte[2]));
        MadeObjects.tell(story, blob::length);
        return story;
    }

    @Test
    void nullIsAnSqlException() throws SQLException {
        createTable();
        try (Connection connection = sealed.connect()) {
            Clob clob = connection.createClob();
            Blob blob = connection.createBlob();

            assertThatThrownBy(() -> connection.createSQLXML().setString(null)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> clob.setString(1, null)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> clob.setString(1, null, 0, 1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> blob.setBytes(1, null)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> blob.setBytes(1, null, 0, 1)).isInstanceOf(SQLException.class);
        }
    }
}
