package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with ON UPDATE CURRENT_TIMESTAMP: what Rowseal does to seal a row is no change that stamps it. */
@OnEveryDatabase(Engine.MARIADB)
class StampedTest {

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: bigint }
                columns:
                  memo: { type: varchar(40) }
                  tag: { type: varchar(20), lookup: equality }
              log:
                row-id: { at: timestamp }
                columns:
                  memo: { type: varchar(40) }
            """;

    private static final String REST = ", visits integer default 0,"
            + " seen timestamp default '2001-02-03 04:05:06' on update current_timestamp)";

    private static final String LOG = "create table log (at datetime(6) not null default current_timestamp(6)"
            + " on update current_timestamp(6) primary key, memo longblob)";

    private final TestDatabase database;

    StampedTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        return new Pair(
                database,
                folder,
                POLICY,
                List.of(
                        "create table chart (id bigint auto_increment primary key, memo varchar(40), tag varchar(20) unique"
                                + REST),
                List.of(
                        "create table chart (id bigint auto_increment primary key, memo longblob, tag longblob,"
                                + " tag_idx varbinary(16) unique" + REST,
                        LOG));
    }

    private static final List<Request> STATEMENTS = List.of(
            Request.prepared("INSERT INTO chart (memo, tag) VALUES (?, ?)", "secret-0001", "tag-00001"),
            Request.text(
                    "INSERT INTO chart (memo, tag, seen) VALUES ('secret-0002', 'tag-00002', '1999-01-01 00:00:00')"),
            Request.text("INSERT INTO chart (tag, memo) VALUES ('tag-00003', NULL), ('tag-00004', 'secret-0002')"),
            Request.text("INSERT INTO chart (memo, tag) VALUES ('secret-0003', 'tag-00001')"
                    + " ON DUPLICATE KEY UPDATE tag = VALUES(tag)"),
            Request.text("INSERT INTO chart (memo, tag) VALUES ('secret-0001', 'tag-00001')"
                    + " ON DUPLICATE KEY UPDATE memo = VALUES(memo)"),
            Request.text("INSERT INTO chart (memo, tag) VALUES ('secret-0003', 'tag-00002')"
                    + " ON DUPLICATE KEY UPDATE memo = VALUES(memo)"),
            Request.text("INSERT INTO chart (memo, tag) VALUES ('secret-0003', 'tag-00005')"
                    + " ON DUPLICATE KEY UPDATE visits = visits + 1"),
            Request.text("INSERT INTO chart (memo, tag) VALUES ('secret-0003', 'tag-00005')"
                    + " ON DUPLICATE KEY UPDATE visits = visits + 1"),
            Request.prepared("UPDATE chart SET memo = ? WHERE id = ?", "secret-0004", 3L),
            Request.prepared("UPDATE chart SET visits = 7 WHERE tag = ?", "tag-00004"),
            Request.text("UPDATE chart SET seen = '2001-02-03 04:05:06'"),
            Request.prepared("UPDATE chart SET memo = ? WHERE id = ?", "secret-0004", 3L),
            Request.prepared("UPDATE chart SET memo = ?, visits = 7 WHERE tag = ?", "secret-0002", "tag-00004"),
            Request.prepared("UPDATE chart SET tag = ?, visits = 8 WHERE id = ?", "tag-00004", 4L),
            Request.text("UPDATE chart SET seen = '2001-02-03 04:05:06'"),
            Request.prepared("UPDATE chart SET memo = ? WHERE id > ?", "secret-0002", 0L),
            Request.prepared("UPDATE chart c JOIN chart d ON d.id = c.id SET c.memo = ?", "secret-0002"),
            Request.prepared("UPDATE chart SET memo = ?, id = id + 100 WHERE id > ?", "secret-0002", 3L),
            Request.text(
                    "REPLACE INTO chart (id, memo, tag, seen) VALUES (1, 'secret-0002', 'tag-00001', '2001-02-03 04:05:06')"));

    @Test
    void rowsAreStampedAsOnPlaintext(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder)) {
            for (Request request : STATEMENTS) {
                assertThat(pair.twins().exact(request, Reads.FEW)).isInstanceOf(Outcome.Count.class);
                pair.twins()
                        .exact(
                                Request.text("SELECT id, memo, tag, visits, year(seen) AS y FROM chart ORDER BY id"),
                                Reads.FEW);
            }
            List.of("secret-0001", "secret-0002", "secret-0003", "secret-0004", "tag-00001", "tag-00004")
                    .forEach(pair.markers::add);
            pair.check(List.of("chart"));
        }
    }

    @Test
    void aResultSetDoesNotStamp(@TempDir Path folder) throws SQLException {
        try (Pair pair = pair(folder);
                Connection connection = pair.sealedConnection();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE)) {
            statement.execute("INSERT INTO chart (memo, tag) VALUES ('secret-0001', 'tag-00001')");
            try (ResultSet rows = statement.executeQuery("SELECT id, memo FROM chart")) {
                rows.next();
                rows.updateString(2, "secret-0001");
                assertThatThrownBy(rows::updateRow).hasMessageContaining("looks whether a row");
            }
        }
    }

    /** Any UPDATE would give the row another id, and its values would not open. */
    @Test
    void aStampIsNoRowId(@TempDir Path folder) throws SQLException {
        try (Pair pair = pair(folder);
                Connection connection = pair.sealedConnection()) {
            assertThatThrownBy(() -> connection.prepareStatement("SELECT memo FROM log"))
                    .hasMessageContaining("row-id column at with ON UPDATE");
        }
    }
}
