package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A sealed cell that is set to the value that it has is no change to what in the database looks for changes. */
@OnEveryDatabase
class ChangesSeenTest {

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: bigint }
                columns:
                  memo: { type: varchar(40), lookup: equality }
                  tag: { type: varchar(20) }
            """;

    private final TestDatabase database;

    ChangesSeenTest(TestDatabase database) {
        this.database = database;
    }

    /** What sees changes: it sets or counts {@code seen}. */
    private List<String> watched(String memo, String tag) {
        String table = "create table chart (id bigint primary key, memo " + memo + ", tag " + tag + ", seen integer"
                + (database.engine() == Engine.H2 ? " default 0 on update 1)" : " default 0)");
        return switch (database.engine()) {
            case H2 -> List.of(table);
            case POSTGRESQL ->
                List.of(
                        table,
                        "create table noted (id bigint)",
                        "create function note() returns trigger language plpgsql as $$ begin insert into noted values"
                                + " (new.id); return null; end $$",
                        "create trigger note after update on chart for each row when (old.* is distinct from new.*)"
                                + " execute function note()");
            case MARIADB ->
                List.of(
                        table,
                        "create table noted (id bigint)",
                        "create trigger note after update on chart for each row insert into noted select new.id"
                                + " where not (old.memo <=> new.memo and old.tag <=> new.tag)");
        };
    }

    @Test
    void aValueThatStaysIsNoChange(@TempDir Path folder) throws SQLException, IOException {
        Dialect dialect = Dialect.named(database.engine().productName());
        List<String> sealed = new ArrayList<>(
                watched(database.binaryType() + ", memo_idx " + database.binaryType(16), database.binaryType()));
        try (Pair pair = new Pair(
                database,
                folder,
                POLICY,
                watched(dialect.ddl(DeclaredType.parse("varchar(40)")), dialect.ddl(DeclaredType.parse("varchar(20)"))),
                sealed)) {
            Twins twins = pair.twins();
            twins.exact(
                    Request.text("INSERT INTO chart (id, memo, tag) VALUES (1, 'secret-1', 'tag-1'), (2, 'secret-2',"
                            + " NULL), (3, NULL, 'tag-3')"),
                    Reads.FEW);
            for (Request change : List.of(
                    Request.prepared("UPDATE chart SET memo = ? WHERE id = ?", "secret-1", 1L),
                    Request.prepared("UPDATE chart SET memo = ?, tag = ?", "secret-2", "tag-1"),
                    Request.prepared("UPDATE chart SET tag = ? WHERE memo = ?", "tag-1", "secret-2"),
                    Request.text("UPDATE chart SET tag = 'tag-9', memo = NULL WHERE id = 3"),
                    Request.text("UPDATE chart SET tag = memo"),
                    Request.text("UPDATE chart SET tag = memo WHERE id = 2"),
                    Request.text("UPDATE chart SET id = 1, tag = 'tag-1' WHERE id = 1"),
                    Request.text("UPDATE chart SET id = id"),
                    Request.text("UPDATE chart SET memo = 'secret-2' WHERE id = 99"),
                    // The trigger sees other cells then; here they are others on both sides.
                    Request.text("UPDATE chart SET id = id + 10, memo = 'secret-1', tag = 'tag-3' WHERE id = 2"))) {
                twins.exact(change, Reads.FEW);
                twins.exact(Request.text("SELECT * FROM chart ORDER BY id"), Reads.FEW);
                if (database.engine() != Engine.H2) {
                    twins.exact(Request.text("SELECT id, count(*) AS n FROM noted GROUP BY id ORDER BY id"), Reads.FEW);
                } else {
                    twins.exact(Request.text("UPDATE chart SET seen = 0"), Reads.FEW);
                }
            }
            for (String refused : refused()) {
                twins.refused(Request.text(refused), "looks whether a row");
            }
            throughAResultSet(pair);
            List.of("secret-1", "secret-2", "tag-1", "tag-3", "tag-9").forEach(pair.markers::add);
            pair.check(List.of("chart"));
        }
    }

    private List<String> refused() {
        return switch (database.engine()) {
            case H2 ->
                List.of(
                        "MERGE INTO chart (id, memo) KEY (id) VALUES (1, 'secret-1')",
                        "MERGE INTO chart t USING (SELECT CAST(1 AS bigint) AS id, CAST('secret-1' AS varchar) AS memo) s ON"
                                + " (t.id = s.id) WHEN MATCHED THEN UPDATE SET memo = s.memo");
            case POSTGRESQL ->
                List.of(
                        "INSERT INTO chart (id, memo) VALUES (1, 'secret-1') ON CONFLICT (id) DO UPDATE SET memo ="
                                + " excluded.memo",
                        "MERGE INTO chart t USING (SELECT CAST(1 AS bigint) AS id, CAST('secret-1' AS varchar) AS memo) s ON"
                                + " (t.id = s.id) WHEN MATCHED THEN UPDATE SET memo = s.memo");
            case MARIADB -> List.of();
        };
    }

    private void throughAResultSet(Pair pair) throws SQLException {
        try (Connection connection = pair.sealedConnection();
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_UPDATABLE);
                ResultSet rows = statement.executeQuery("SELECT id, memo FROM chart")) {
            rows.next();
            rows.updateString(2, "secret-1");
            if (database.engine() == Engine.MARIADB) {
                // What a trigger's body compares nobody sees.
                rows.cancelRowUpdates();
            } else {
                assertThatThrownBy(rows::updateRow).hasMessageContaining("looks whether a row");
            }
        }
    }
}
