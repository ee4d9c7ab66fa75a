package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tables with a trigger that runs before an UPDATE, and may store another row than the statement gives. */
@OnEveryDatabase({Engine.POSTGRESQL, Engine.MARIADB})
class RewritingTriggersTest {

    private static final String POLICY = """
            tables:
              chart:
                row-id: { id: bigint }
                columns:
                  memo: { type: varchar(40), lookup: equality }
                  tag: { type: varchar(20) }
            """;

    private final TestDatabase database;

    RewritingTriggersTest(TestDatabase database) {
        this.database = database;
    }

    private boolean postgres() {
        return database.engine() == Engine.POSTGRESQL;
    }

    /** A trigger whose body is these assignments. */
    private List<String> trigger(String... assignments) {
        if (!postgres()) {
            return List.of(
                    "create trigger t before update on chart for each row set " + String.join(", ", assignments));
        }
        return List.of(
                "create function t() returns trigger language plpgsql as $$ begin " + String.join("; ", assignments)
                        + "; return new; end $$",
                "create trigger t before update on chart for each row execute function t()");
    }

    private Pair pair(Path folder, List<String> triggers) throws SQLException {
        Dialect dialect = Dialect.named(database.engine().productName());
        String rest = ", edits integer default 0, city varchar(20))";
        return new Pair(
                database,
                folder,
                POLICY,
                with(
                        "create table chart (id bigint primary key, memo "
                                + dialect.ddl(DeclaredType.parse("varchar(40)")) + ", tag "
                                + dialect.ddl(DeclaredType.parse("varchar(20)")) + rest,
                        triggers),
                with(
                        "create table chart (id bigint primary key, memo " + database.binaryType() + ", memo_idx "
                                + database.binaryType(16) + ", tag " + database.binaryType() + rest,
                        triggers));
    }

    private static List<String> with(String table, List<String> triggers) {
        List<String> all = new ArrayList<>(List.of(table));
        all.addAll(triggers);
        return all;
    }

    private static final Request ROWS = Request.text(
            "INSERT INTO chart (id, memo, tag) VALUES (1, 'secret-1', 'tag-1'), (2, 'secret-2', NULL), (3, NULL, 'tag-3')");

    @Test
    void whatItStampsIsStampedAndWhatIsSealedIsInPlace(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, trigger("new.edits = old.edits + 1", "new.city = upper(new.city)"))) {
            Twins twins = pair.twins();
            twins.exact(ROWS, Reads.FEW);
            List<Request> changes = new ArrayList<>(List.of(
                    Request.prepared("UPDATE chart SET memo = ? WHERE id = ?", "secret-4", 1L),
                    Request.prepared("UPDATE chart SET memo = ?, tag = ?, city = ?", "secret-2", "tag-1", "ulm"),
                    Request.prepared("UPDATE chart SET tag = ? WHERE memo = ?", "tag-3", "secret-2"),
                    Request.text("UPDATE chart SET tag = memo, memo = NULL WHERE id < 3"),
                    Request.text("UPDATE chart SET memo = 'secret-4', edits = 40 WHERE id = 99")));
            if (postgres()) {
                changes.add(Request.text(
                        "UPDATE chart SET memo = 'secret-4' WHERE city = 'ULM' RETURNING id, memo, edits"));
            }
            for (Request change : changes) {
                twins.exact(change, Reads.FEW);
                twins.exact(Request.text("SELECT * FROM chart ORDER BY id"), Reads.FEW);
            }
            twins.batch(
                    "UPDATE chart SET memo = ? WHERE id = ?",
                    List.of(List.of("secret-1", 1L), List.of("secret-1", 2L), List.of("secret-2", 9L)));
            Stream.of("secret-1", "secret-2", "secret-4", "tag-1", "tag-3").forEach(pair.markers::add);
            pair.check(List.of("chart"));
        }
    }

    @Test
    void aCellThatItPutsBackIsTheOldOne(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, trigger("new.tag = old.tag"))) {
            pair.twins().exact(ROWS, Reads.FEW);
            pair.twins().exact(Request.text("UPDATE chart SET tag = 'tag-9', city = 'ulm'"), Reads.FEW);
            pair.markers.add("tag-9");
            pair.check(List.of("chart"));
        }
    }

    @Test
    void aCellThatItPutsBackBesideAnotherIndexIsRefusedAndNothingIsChanged(@TempDir Path folder)
            throws SQLException, IOException {
        try (Pair pair = pair(folder, trigger("new.memo = old.memo"));
                Connection connection = pair.sealedConnection();
                Statement statement = connection.createStatement()) {
            pair.twins().exact(ROWS, Reads.FEW);
            for (String sql : List.of(
                    "UPDATE chart SET memo = 'secret-9', city = 'x'",
                    "UPDATE chart SET memo = NULL, city = 'x' WHERE id = 1")) {
                assertThatThrownBy(() -> statement.executeUpdate(sql))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                e -> assertThat(e.getSQLState()).isEqualTo("RS001"));
            }
            pair.markers.add("secret-9");
            pair.check(List.of("chart"));
        }
    }

    @Test
    void anIdThatItGivesIsRefusedAndNothingIsChanged(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, trigger("new.id = new.id + 10"))) {
            pair.twins().exact(ROWS, Reads.FEW);
            pair.twins().refused(Request.text("UPDATE chart SET tag = 'tag-9'"), "did not reach all rows");
            pair.twins().refused(Request.text("UPDATE chart SET tag = 'tag-9' WHERE id = 1"), "did not reach all rows");
            pair.check(List.of("chart"));
        }
    }

    /** Beyond what Rowseal sees: nothing lies, and nothing is lost. */
    @Test
    void aRowIdThatAnOpenChangeChangesIsAnErrorUntilItIsPutBack(@TempDir Path folder) throws SQLException, IOException {
        try (Pair pair = pair(folder, trigger("new.id = new.id + coalesce(new.edits, 0)"))) {
            Side sealed = pair.twins().sealed();
            pair.twins().exact(ROWS, Reads.FEW);
            assertThat(sealed.run(Request.text("UPDATE chart SET edits = 100 WHERE id = 1"), Reads.FEW))
                    .isEqualTo(new Outcome.Count(1));
            for (String read : List.of("SELECT memo FROM chart WHERE id = 101", "SELECT tag FROM chart WHERE id > 3")) {
                assertThatThrownBy(() -> sealed.run(Request.text(read), Reads.FEW))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                failed -> assertThat(failed.getSQLState()).isEqualTo("RS001"));
            }
            sealed.run(Request.text("UPDATE chart SET edits = -100 WHERE id = 101"), Reads.FEW);
            pair.twins().exact(Request.text("SELECT id, memo, tag FROM chart ORDER BY id"), Reads.FEW);
        }
    }
}
