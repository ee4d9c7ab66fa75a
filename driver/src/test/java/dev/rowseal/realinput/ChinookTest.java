package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.rowseal.policy.ColumnPolicy;
import dev.rowseal.policy.Policy;
import dev.rowseal.policy.PolicySource;
import dev.rowseal.policy.TablePolicy;
import dev.rowseal.testdb.Engine;
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

/** Walks through {@code docs/walkthrough-chinook.md} on PostgreSQL, when the Chinook script is there. */
class ChinookTest {

    private static final List<String> SEALED = List.of("employee", "customer", "invoice");
    private static final Pattern NAMES_A_SEALED_TABLE =
            Pattern.compile("\\b(?:customer|employee|invoice)\\b", Pattern.CASE_INSENSITIVE);

    private final Markers markers = new Markers();
    private final Set<String> openTexts = new LinkedHashSet<>();

    @Test
    void everyStatementIsExactOrRefused(@TempDir Path folder) throws SQLException, IOException {
        Path script = Path.of(System.getProperty("rowseal.shared", ""), "data", "chinook_pg.sql");
        assumeTrue(Files.exists(script), "the Chinook script is not here");
        Page page = Page.of("walkthrough-chinook.md");
        List<String> load = Script.statements(Files.readString(script)).stream()
                .filter(sql -> !sql.contains("DATABASE"))
                .toList();
        try (TestDatabase plain = TestDatabase.on(Engine.POSTGRESQL);
                TestDatabase sealed = TestDatabase.on(Engine.POSTGRESQL)) {
            plain.execute(load.toArray(String[]::new));
            collectMarkers(plain, page);
            sealed.execute(Script.statements(page.fence("sql sealed-tables")).toArray(String[]::new));
            Sealed rowseal = new Sealed(sealed, folder, page.fence("yaml"));
            try (Twins twins = new Twins(new Side(plain.plain()), new Side(rowseal.connectNoted()), markers)) {
                load(load, twins, sealed);
                twins.compare(SEALED, Reads.ALL);
                walk(page, twins);
                batches(twins);
                twins.compare(SEALED, Reads.ALL);
                listen(rowseal.noted());
            }
            assertThat(new RawScan(sealed, policy(page), markers, openTexts).scan())
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

    private static List<String> tables(Connection connection) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet rows = connection.getMetaData().getTables(null, "public", null, new String[] {"TABLE"})) {
            while (rows.next()) {
                tables.add(rows.getString("TABLE_NAME"));
            }
        }
        return tables;
    }

    /** The script as it is, through Rowseal, but for what names a sealed table; their rows by batches. */
    private static void load(List<String> script, Twins twins, TestDatabase sealed) throws SQLException {
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

    private static void walk(Page page, Twins twins) throws SQLException {
        List<Page.Example> exact = page.examples("sql exact");
        assertThat(exact).hasSizeGreaterThanOrEqualTo(60);
        for (Page.Example example : exact) {
            for (Request request : example.requests()) {
                twins.exact(request, Reads.ALL);
            }
        }
        List<Page.Example> refused = page.examples("sql refused");
        assertThat(refused).hasSizeGreaterThanOrEqualTo(20);
        for (Page.Example example : refused) {
            for (Request request : example.requests()) {
                twins.refused(request, example.because());
            }
        }
        assertThat(twins.refused()).isGreaterThanOrEqualTo(refused.size());
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
