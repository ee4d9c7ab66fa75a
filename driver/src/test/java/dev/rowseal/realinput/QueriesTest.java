package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.convert.Dialect;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries of every shape over two sealed tables of one lookup group and an open one, with equal values, NULLs and empty
 * sides of joins among the rows: each must give what it gives on plaintext columns.
 */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class QueriesTest {

    private static final String POLICY = """
            tables:
              person:
                row-id: { id: bigint }
                columns:
                  ssn: { type: varchar(11), lookup: equality, group: ssn }
                  num: { type: integer, lookup: equality }
                  notes: { type: varchar(1000), pad: 16 }
              claim:
                row-id: { id: integer, part: varchar(8) }
                columns:
                  code: { type: varchar(11), lookup: equality, group: ssn }
                  amount: { type: "decimal(10,2)", lookup: equality }
            """;

    private final Markers markers = new Markers();
    private final TestDatabase database;

    QueriesTest(TestDatabase database) {
        this.database = database;
    }

    private static final String PERSON = "create table person (id bigint primary key, city varchar(20), ";
    private static final String VISIT =
            "create table visit (id bigint primary key, person_id bigint, ward varchar(20), city varchar(20))";

    /** A column of a declared type, as a plaintext twin has it. */
    private String ddl(String type) {
        return Dialect.named(database.engine().productName()).ddl(DeclaredType.parse(type));
    }

    private String[] plainTables() {
        return new String[] {
            PERSON + "ssn " + ddl("varchar(11)") + ", num " + ddl("integer") + ", notes " + ddl("varchar(1000)") + ")",
            "create table claim (id integer, part " + ddl("varchar(8)") + ", person_id bigint, code "
                    + ddl("varchar(11)") + ", amount " + ddl("decimal(10,2)") + ", primary key (id, part))",
            VISIT
        };
    }

    private String[] sealedTables() {
        String binary = database.binaryType();
        String index = database.binaryType(16);
        return new String[] {
            PERSON + "ssn " + binary + ", ssn_idx " + index + ", num " + binary + ", num_idx " + index + ", notes "
                    + binary + ")",
            "create table claim (id integer, part " + ddl("varchar(8)") + ", person_id bigint, code " + binary
                    + ", code_idx " + index + ", amount " + binary + ", amount_idx " + index
                    + ", primary key (id, part))",
            VISIT
        };
    }

    private @Nullable String ssn(int i) {
        return i % 7 == 0 ? null : "0" + (i % 5) + "-secret";
    }

    private void fill(Twins twins) throws SQLException {
        for (int i = 0; i < 5; i++) {
            markers.add("0" + i + "-secret");
        }
        for (int i = 1; i <= 14; i++) {
            exact(
                    twins,
                    "INSERT INTO person (id, city, ssn, num, notes) VALUES (?, ?, ?, ?, ?)",
                    (long) i,
                    "city" + i % 3,
                    ssn(i),
                    i % 4 == 0 ? null : 7_000_000 + i % 4,
                    i % 5 == 0 ? null : "note of patient " + i);
            exact(
                    twins,
                    "INSERT INTO claim (id, part, person_id, code, amount) VALUES (?, ?, ?, ?, ?)",
                    i / 2,
                    "p" + i,
                    1L + i % 9,
                    ssn(i + 2),
                    i % 6 == 0 ? null : new java.math.BigDecimal("90210.50").add(java.math.BigDecimal.valueOf(i % 3)));
            exact(
                    twins,
                    "INSERT INTO visit (id, person_id, ward, city) VALUES (?, ?, ?, ?)",
                    (long) i,
                    1L + i % 16,
                    "ward" + i % 3,
                    "city" + i % 4);
        }
    }

    private static void exact(Twins twins, String sql, @Nullable Object... parameters) throws SQLException {
        twins.exact(parameters.length == 0 ? Request.text(sql) : Request.prepared(sql, parameters), Reads.FEW);
    }

    @Test
    void everyShapeOfQueryIsExact(@TempDir Path folder) throws SQLException, IOException {
        try (TestDatabase plain = TestDatabase.on(database.engine())) {
            plain.execute(plainTables());
            database.execute(sealedTables());
            Sealed rowseal = new Sealed(database, folder, POLICY);
            try (Twins twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers)) {
                fill(twins);
                org.assertj.core.api.SoftAssertions all = new org.assertj.core.api.SoftAssertions();
                for (Query query : Queries.on(database.engine())) {
                    all.check(() -> query.run(twins));
                }
                all.assertAll();
                assertThat(twins.exact()).isGreaterThan(140);
            }
            for (String note : rowseal.noted()) {
                assertThat(markers.in(note)).isNull();
            }
            assertThat(new RawScan(database, rowseal.policy(), markers, Set.of()).scan())
                    .isGreaterThan(50);
        }
    }

    /** A query and its parameters; a text when there are none. */
    record Query(String sql, List<@Nullable Object> parameters) {
        void run(Twins twins) throws SQLException {
            exact(twins, sql, parameters.toArray());
        }
    }
}
