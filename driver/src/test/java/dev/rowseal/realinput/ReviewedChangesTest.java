package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.BatchUpdateException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Changes that a review found to differ from their plaintext twins. */
@OnEveryDatabase
class ReviewedChangesTest {

    private static final List<String> TABLES = List.of("chart", "item");

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: bigint }
                columns:
                  memo: { type: varchar(12) }
                  tag: { type: varchar(20), lookup: equality }
            """;

    private final TestDatabase database;
    private final boolean mariaDb;

    ReviewedChangesTest(TestDatabase database) {
        this.database = database;
        this.mariaDb = database.engine() == Engine.MARIADB;
    }

    private String next() {
        return switch (database.engine()) {
            case H2 -> "NEXT VALUE FOR sq";
            case POSTGRESQL -> "nextval('sq')";
            case MARIADB -> "nextval(sq)";
        };
    }

    private String current() {
        return switch (database.engine()) {
            case H2 -> "CURRENT VALUE FOR sq";
            case POSTGRESQL -> "currval('sq')";
            case MARIADB -> "lastval(sq)";
        };
    }

    private Pair pair(Path folder, String id) throws SQLException {
        String head = "create table chart (id bigint " + id + " primary key, root bigint, ";
        String item = "create table item (chart_id bigint)";
        return new Pair(
                database,
                folder,
                POLICY,
                List.of("create sequence sq start with 5", head + "memo varchar(12), tag varchar(20) unique)", item),
                List.of(
                        "create sequence sq start with 5",
                        head + "memo " + database.binaryType() + ", tag " + database.binaryType() + ", tag_idx "
                                + database.binaryType(16) + " unique)",
                        item));
    }

    private static List<Connection> both(Pair pair) {
        return List.of(pair.twins().sealed().connection(), pair.twins().plain().connection());
    }

    @Test
    void idsInABatchOfTextsAreThoseOfTheirRows(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "default " + next())) {
            for (Connection connection : both(pair)) {
                try (Statement statement = connection.createStatement()) {
                    for (String memo : List.of("memo-a-x9", "memo-b-x9", "memo-c-x9")) {
                        statement.addBatch("INSERT INTO chart (memo) VALUES ('" + memo + "')");
                        statement.addBatch("INSERT INTO item (chart_id) VALUES (" + current() + ")");
                    }
                    assertThat(statement.executeBatch()).containsOnly(1);
                }
            }
            pair.check(TABLES);
        }
    }

    @Test
    void sequencesAreAskedInTheirOrder(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, "not null")) {
            String insert = "INSERT INTO chart (id, memo, root) VALUES ";
            String row = "(%s, ?, %s)";
            for (String other : List.of(current(), next())) {
                String one = row.formatted(next(), other);
                pair.twins().either(Request.prepared(insert + one, "memo-1-x9"), Reads.FEW);
                pair.twins().either(Request.prepared(insert + one + ", " + one, "memo-2-x9", "memo-3-x9"), Reads.FEW);
                pair.twins().either(Request.prepared(insert + one, "memo-4-x9").twice(List.of("memo-5-x9")), Reads.FEW);
            }
            pair.twins().exact(Request.prepared(insert + row.formatted(next(), "3"), "memo-6-x9"), Reads.FEW);
            pair.check(TABLES);
        }
    }

    private static String counts(Connection connection, int bad) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement("INSERT INTO chart (memo, root) VALUES (?, ?)")) {
            for (int i = 0; i < 4; i++) {
                insert.setString(1, i == bad ? "a text that is longer than its column" : "memo-" + i + "-x9");
                insert.setLong(2, bad);
                insert.addBatch();
            }
            return Arrays.toString(insert.executeBatch());
        } catch (BatchUpdateException failed) {
            return failed.getSQLState() + " " + Arrays.toString(failed.getUpdateCounts());
        }
    }

    @Test
    void aBatchWithGeneratedIdsKeepsWhatTheDriverWould(@TempDir Path folder) throws SQLException, IOException {
        String identity = mariaDb ? "auto_increment" : "generated by default as identity";
        for (String id : List.of(identity, "default " + next())) {
            Path own = java.nio.file.Files.createDirectory(folder.resolve(id.substring(0, 4)));
            try (TestDatabase fresh = TestDatabase.on(database.engine());
                    Pair pair = new ReviewedChangesTest(fresh).pair(own, id)) {
                for (int bad : new int[] {0, 2, 3, 9}) {
                    String theirs = counts(pair.twins().plain().connection(), bad);
                    assertThat(counts(pair.twins().sealed().connection(), bad))
                            .as(id + " " + bad)
                            .isEqualTo(theirs);
                    String content = "SELECT memo, root FROM chart";
                    pair.twins().exact(Request.text(content), Reads.FEW);
                }
            }
        }
    }

    /** Only PostgreSQL looks at a constant before there is a row to store it in. */
    @Test
    void whatDoesNotFitFailsWhereThereIsARow(@TempDir Path folder) throws SQLException, IOException {
        String longer = "a text that is longer than its column-x9";
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 4);
            pair.markers.add(longer);
            for (String where : List.of("city = 'nowhere'", "ssn = 'nobody'", "id > 77", "city = 'city1'")) {
                for (String set : List.of("nick = %s", "nick = %1$s, ssn = %1$s, pos = pos + 1", "notes = %s")) {
                    String update = "UPDATE person SET " + set + " WHERE " + where;
                    pair.twins().exact(Request.text(update.formatted("'" + longer + "'")), Reads.FEW);
                    Object[] values = new Object[set.split("%").length - 1];
                    Arrays.fill(values, longer);
                    pair.twins().exact(Request.prepared(update.replaceAll("%(1\\$)?s", "?"), values), Reads.FEW);
                }
            }
            pair.check(People.TABLES);
        }
    }

    /** A stream is read once: the rows behind the first 250 would get nothing. */
    @Test
    void aStreamGoesToManyRowsOrToNone(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = People.pair(database, folder)) {
            People.fill(pair, 260);
            for (int most : new int[] {200, 260}) {
                try (PreparedStatement update = pair.twins()
                        .sealed()
                        .connection()
                        .prepareStatement("UPDATE person SET ssn = ?, city = ? WHERE pos <= ?")) {
                    update.setString(1, "many-x9");
                    update.setCharacterStream(2, new StringReader("streamed"));
                    update.setInt(3, most);
                    if (most == 260) {
                        assertThatThrownBy(update::executeUpdate).isInstanceOf(SQLFeatureNotSupportedException.class);
                    } else {
                        assertThat(update.executeUpdate()).isEqualTo(most);
                    }
                }
            }
            pair.twins()
                    .plain()
                    .connection()
                    .createStatement()
                    .executeUpdate("UPDATE person SET ssn = 'many-x9', city = 'streamed' WHERE pos <= 200");
            pair.check(People.TABLES);
        }
    }

    @Test
    void parametersOfUpsertsAreDescribed(@TempDir Path folder) throws SQLException, IOException {
        String insert = "INSERT INTO chart (id, tag, memo) VALUES (?, ?, ?) ";
        List<String> upserts = switch (database.engine()) {
            case H2 -> List.of(insert);
            case POSTGRESQL ->
                List.of(
                        insert + "ON CONFLICT (tag) DO UPDATE SET memo = excluded.memo",
                        insert + "ON CONFLICT (id) DO UPDATE SET memo = excluded.memo");
            case MARIADB ->
                List.of(
                        insert + "ON DUPLICATE KEY UPDATE memo = VALUES(memo)",
                        "REPLACE INTO chart (id, tag, memo) VALUES (?, ?, ?)");
        };
        try (Pair pair = pair(folder, "not null")) {
            for (String upsert : upserts) {
                assertThat(types(pair.twins().sealed().connection(), upsert))
                        .as(upsert)
                        .isEqualTo(types(pair.twins().plain().connection(), upsert));
            }
        }
    }

    private static String types(Connection connection, String sql) throws SQLException {
        StringBuilder types = new StringBuilder();
        try (PreparedStatement prepared = connection.prepareStatement(sql)) {
            // Of the row id: what a sealed column is, the policy says where MariaDB's driver does not.
            try {
                types.append(prepared.getParameterMetaData().getParameterType(1));
            } catch (SQLException untold) {
                types.append(untold.getClass().getSimpleName());
            }
        }
        return types.toString();
    }
}
