package dev.rowseal.realinput;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Types;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Ids that OVERRIDING SYSTEM VALUE gives to rows whose identity is GENERATED ALWAYS, as a loading of data does. */
@OnEveryDatabase
class GivenIdentityTest {

    private static final String POLICY = """
        tables:
          slip:
            row-id: { id: bigint }
            columns:
              memo: { type: varchar(20), lookup: equality }
        """;

    private static final List<String> OF_POSTGRESQL = List.of(
            "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES (801, 'memo-1-x9') RETURNING id, memo, no",
            "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES (801, 'memo-2-x9')"
                    + " ON CONFLICT (id) DO UPDATE SET memo = excluded.memo RETURNING *",
            "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES ('802'::bigint, 'memo-2-x9')"
                    + " ON CONFLICT (id) DO NOTHING",
            "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES (990, 'memo-7-x9'), (991, 'memo-8-x9')"
                    + " ON CONFLICT (memo) DO UPDATE SET name = 'found' RETURNING *");

    private final TestDatabase database;

    GivenIdentityTest(TestDatabase database) {
        this.database = database;
    }

    private Pair pair(Path folder) throws SQLException {
        String memo = Dialect.named(database.engine().productName()).ddl(DeclaredType.parse("varchar(20)"));
        List<List<String>> sides = new ArrayList<>();
        for (String column : List.of(
                "memo " + memo + " unique",
                "memo " + database.binaryType() + ", memo_idx " + database.binaryType(16) + " unique")) {
            sides.add(List.of("create table slip (id bigint generated always as identity primary key,"
                    + " no integer default 5, name varchar(20), " + column + ")"));
        }
        return new Pair(database, folder, POLICY, sides.get(0), sides.get(1));
    }

    @Test
    void isTheOneThatIsSealedFor(@TempDir Path folder) throws SQLException, IOException {
        if (database.engine() == Engine.MARIADB) {
            return;
        }
        try (Pair pair = pair(folder)) {
            String insert = "INSERT INTO slip (id, name, memo) OVERRIDING SYSTEM VALUE VALUES (?, ?, ?)";
            pair.twins().exact(Request.prepared(insert, 500L, "a", "memo-3-x9"), Reads.FEW);
            pair.twins().exact(Request.prepared(insert, "501", "b", "memo-4-x9"), Reads.FEW);
            pair.twins().exact(Request.prepared(insert, 501L, "b", "memo-5-x9"), Reads.FEW);
            pair.twins().either(Request.prepared(insert, new Null(Types.BIGINT), "c", "memo-6-x9"), Reads.FEW);
            pair.twins().batch(insert, List.of(List.of(600L, "c", "memo-7-x9"), List.of(601L, "d", "memo-8-x9")));
            for (String text : List.of(
                    "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES (700, 'memo-10-x9'), (701,"
                            + " 'memo-11-x9')",
                    "INSERT INTO slip (memo, id) OVERRIDING SYSTEM VALUE VALUES ('memo-12-x9', CAST('702' AS bigint))",
                    "INSERT INTO slip (memo) VALUES ('memo-13-x9')",
                    "INSERT INTO slip (id, memo) VALUES (703, 'memo-14-x9')")) {
                pair.twins().exact(Request.text(text), Reads.FEW);
            }
            for (String text : database.engine() == Engine.POSTGRESQL ? OF_POSTGRESQL : List.<String>of()) {
                pair.twins().exact(Request.text(text), Reads.FEW);
            }
            for (String text : List.of(
                    "INSERT INTO slip (id, memo) OVERRIDING USER VALUE VALUES (900, 'memo-15-x9')",
                    "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE VALUES (901, 'memo-15-x9'), (DEFAULT,"
                            + " 'memo-16-x9')",
                    "INSERT INTO slip (memo) OVERRIDING SYSTEM VALUE VALUES ('memo-15-x9')",
                    "INSERT INTO slip (id, memo) OVERRIDING SYSTEM VALUE SELECT 902, 'memo-15-x9'")) {
                pair.twins().refused(Request.text(text), "");
            }
            pair.markers.add("memo-");
            pair.check(List.of("slip"));
        }
    }
}
