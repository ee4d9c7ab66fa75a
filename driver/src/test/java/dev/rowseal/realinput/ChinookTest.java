package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rowseal.policy.ColumnPolicy;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.policy.TablePolicy;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.Sealed;
import dev.rowseal.testdb.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Walks through {@code docs/walkthrough-chinook.md} on PostgreSQL, for which it is written, and on MariaDB with what is not
 * PostgreSQL's own, when the Chinook script is there.
 */
@OnEveryDatabase({Engine.POSTGRESQL, Engine.MARIADB})
class ChinookTest {

    /** What MariaDB does not have, or means something else there: schemas, names in double quotes and in any case, arrays. */
    private static final Pattern POSTGRESQL_ONLY =
            Pattern.compile("public\\.|\"|ARRAY\\[|\\bCUSTOMER\\b|\\|\\||row_to_json|COPY");

    private static final List<String> SEALED = List.of("employee", "customer", "invoice");
    private static final Pattern NAMES_A_SEALED_TABLE =
            Pattern.compile("\\b(?:customer|employee|invoice)\\b", Pattern.CASE_INSENSITIVE);

    private final Markers markers = new Markers();
    private final Set<String> openTexts = new LinkedHashSet<>();
    private final TestDatabase sealed;

    ChinookTest(TestDatabase sealed) {
        this.sealed = sealed;
    }

    private boolean isMariaDb() {
        return sealed.engine() == Engine.MARIADB;
    }

    /** A script for PostgreSQL as this database has it. */
    private List<String> script(String text) {
        return Script.statements(text).stream()
                .filter(sql -> !sql.contains("DATABASE"))
                .map(this::written)
                .toList();
    }

    private String written(String sql) {
        return isMariaDb() && sql.startsWith("CREATE TABLE")
                ? sql.replaceAll("(_idx) BYTEA", "$1 VARBINARY(16)")
                        .replace("BYTEA", "LONGBLOB")
                        .replace("TIMESTAMP", "DATETIME(6)")
                : sql;
    }

    /** Texts compare exactly in the policy. */
    private void prepare(TestDatabase database) throws SQLException {
        if (isMariaDb()) {
            database.execute("alter database character set utf8mb4 collate utf8mb4_nopad_bin");
        }
    }

    @Test
    void everyStatementIsExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        Path script = Path.of(System.getProperty("rowseal.shared", ""), "data", "chinook_pg.sql");
        assumeTrue(Files.exists(script), "the Chinook script is not here");
        Page page = Page.of("walkthrough-chinook.md");
        List<String> load = script(Files.readString(script));
        try (TestDatabase plain = TestDatabase.on(sealed.engine())) {
            prepare(plain);
            prepare(sealed);
            plain.execute(load.toArray(String[]::new));
            collectMarkers(plain, page);
            sealed.execute(script(page.fence("sql sealed-tables")).toArray(String[]::new));
            Sealed rowseal = new Sealed(sealed, folder, page.fence("yaml"));
            try (Twins twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers)) {
                load(load, twins);
                twins.compare(SEALED, Reads.ALL);
                walk(page, twins);
                batches(twins);
                twins.compare(SEALED, Reads.ALL);
                listen(rowseal.noted());
            }
            assertThat(new RawScan(sealed, rowseal.policy(), markers, openTexts).scan())
                    .isGreaterThan(700);
        }
    }

    /** No marker may have reached the wrapped driver, but for those that an open column of Chinook holds by right. */
    private void listen(List<String> noted) {
        assertThat(noted).hasSizeGreaterThan(10_000);
        for (String note : noted) {
            String marker = markers.in(note);
            if (marker != null && openTexts.stream().noneMatch(note::contains)) {
                throw new AssertionError("a sealed value reached the wrapped driver: " + marker);
            }
        }
    }

    private static Policy policy(Page page) {
        return PolicySource.parse("rowseal: 1\nnamespace: x\nkek: local-kms:x\n" + page.fence("yaml"), "page");
    }

    /** Every value of a sealed column is a marker; where an open column of Chinook holds one too is noted. */
    private void collectMarkers(TestDatabase plain, Page page) throws SQLException {
        try (Connection connection = plain.plain();
                Statement statement = connection.createStatement()) {
            Set<String> sealed = new LinkedHashSet<>();
            for (TablePolicy table : policy(page).tables()) {
                for (ColumnPolicy column : table.columns()) {
                    String name = column.name().text();
                    sealed.add(table.name().table().text() + "." + name);
                    try (ResultSet rows = statement.executeQuery("SELECT " + name + " FROM " + table.name())) {
                        while (rows.next()) {
                            markers.add(rows.getObject(1));
                        }
                    }
                }
            }
            for (String table : tables(connection)) {
                try (ResultSet rows = statement.executeQuery("SELECT * FROM " + table)) {
                    while (rows.next()) {
                        for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                            boolean open = !sealed.contains(
                                    table + "." + rows.getMetaData().getColumnName(i));
                            if (open && markers.in(rows.getString(i)) != null) {
                                openTexts.add(rows.getString(i));
                            }
                        }
                    }
                }
            }
        }
    }

    private List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        String catalog = isMariaDb() ? connection.getCatalog() : null;
        String schema = isMariaDb() ? null : "public";
        try (ResultSet rows =
                connection.getMetaData().getTables(catalog, schema, "%", new String[] {"TABLE", "BASE TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    /** The script as it is, through Rowseal, but for what names a sealed table; their rows by batches. */
    private void load(List<String> script, Twins twins) throws SQLException {
        try (Statement statement = twins.sealed().connection().createStatement()) {
            for (String sql : script) {
                if (!NAMES_A_SEALED_TABLE
                        .matcher(sql.lines().findFirst().orElse(""))
                        .find()) {
                    if (sql.startsWith("ALTER")
                            && NAMES_A_SEALED_TABLE.matcher(sql).find()) {
                        sealed.execute(sql);
                    } else {
                        statement.execute(sql);
                    }
                } else if (sql.startsWith("INSERT")) {
                    copy(twins, sql.split(" ")[2]);
                } else if (sql.startsWith("ALTER") || sql.startsWith("CREATE INDEX")) {
                    sealed.execute(sql);
                }
            }
        }
    }

    private static void copy(Twins twins, String table) throws SQLException {
        List<List<@Nullable Object>> rows = new ArrayList<>();
        List<String> columns = new ArrayList<>();
        try (Statement statement = twins.plain().connection().createStatement();
                ResultSet all = statement.executeQuery("SELECT * FROM " + table + " ORDER BY 1")) {
            for (int i = 1; i <= all.getMetaData().getColumnCount(); i++) {
                columns.add(all.getMetaData().getColumnName(i));
            }
            while (all.next()) {
                List<@Nullable Object> row = new ArrayList<>();
                for (int i = 1; i <= columns.size(); i++) {
                    row.add(all.getObject(i));
                }
                rows.add(row);
            }
        }
        String sql = "INSERT INTO " + table + " (" + String.join(", ", columns) + ") VALUES ("
                + columns.stream().map(column -> "?").collect(Collectors.joining(", ")) + ")";
        assertThat(Twins.batch(twins.sealed(), sql, rows)).hasSize(rows.size()).containsOnly(1);
    }

    private List<Request> here(Page.Example example) {
        return example.requests().stream()
                .filter(request ->
                        !isMariaDb() || !POSTGRESQL_ONLY.matcher(request.sql()).find())
                .toList();
    }

    private void walk(Page page, Twins twins) throws SQLException {
        List<Page.Example> exact = page.examples("sql exact");
        assertThat(exact).hasSizeGreaterThanOrEqualTo(60);
        for (Page.Example example : exact) {
            for (Request request : here(example)) {
                twins.exact(request, Reads.ALL);
            }
        }
        List<Page.Example> refused = page.examples("sql refused");
        assertThat(refused).hasSizeGreaterThanOrEqualTo(20);
        for (Page.Example example : refused) {
            for (Request request : here(example)) {
                twins.refused(request, example.because());
            }
        }
        assertThat(twins.refused()).isGreaterThanOrEqualTo(refused.size() - (isMariaDb() ? 3 : 0));
    }

    private static void batches(Twins twins) throws SQLException {
        twins.batch(
                "INSERT INTO customer (customer_id, first_name, last_name, email, phone) VALUES (?, ?, ?, ?, ?)",
                List.of(
                        java.util.Arrays.asList(901, "Ωmega", "O'Größe-Ünlü", "omega901@example.org", null),
                        java.util.Arrays.asList(902, "明日香", "山田", "asuka902@example.org", "+81 3 1234 5678"),
                        java.util.Arrays.asList(903, "", "👩🏽‍⚕️", "x@example.org", "")));
        twins.batch(
                "UPDATE customer SET phone = ?, city = ? WHERE customer_id = ?",
                List.of(
                        java.util.Arrays.asList("+81 3 8765 4321", "東京", 902),
                        java.util.Arrays.asList(null, "nowhere", 901),
                        java.util.Arrays.asList("none", "no row", 9999)));
        twins.batch("DELETE FROM customer WHERE customer_id = ?", List.of(List.of(903), List.of(904)));
    }
}
