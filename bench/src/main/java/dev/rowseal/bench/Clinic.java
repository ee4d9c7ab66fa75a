package dev.rowseal.bench;

import dev.rowseal.RowsealDataSource;
import dev.rowseal.keytable.JdbcKeyTable;
import dev.rowseal.policy.Name;
import dev.rowseal.policy.TableName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** An H2 database in memory and a keystore in a folder of their own; closing ends both. Each connection is the caller's. */
final class Clinic implements AutoCloseable {

    private static final String POLICY = """
            rowseal: 1
            namespace: bench
            kek: "%s"
            tables:
              patient:
                row-id: { id: bigint }
                columns:
                  ssn:   { type: varchar(11), lookup: equality }
                  notes: { type: varchar(200) }
            """;

    private final Path folder;
    private final String database = "jdbc:h2:mem:" + UUID.randomUUID() + ";DB_CLOSE_DELAY=-1";
    private final RowsealDataSource sealed = new RowsealDataSource();

    Clinic() throws IOException {
        folder = Files.createTempDirectory("rowseal-bench");
        Path policy = Files.writeString(folder.resolve("rowseal.yaml"), POLICY.formatted(kek()));
        sealed.setUrl(database.replaceFirst("^jdbc:", "jdbc:rowseal:"));
        sealed.setProperty("rowseal.config", policy.toString());
        sealed.setProperty("rowseal.create-key-table", "true");
    }

    /** A KEK of {@code local-kms}. */
    String kek() {
        return "local-kms:" + folder.resolve("kek.p12");
    }

    /** Past Rowseal. */
    Connection plain() throws SQLException {
        return DriverManager.getConnection(database);
    }

    /** By Rowseal. */
    Connection sealed() throws SQLException {
        return sealed.getConnection();
    }

    /** The key table, made where it is not there. */
    JdbcKeyTable keyTable() {
        JdbcKeyTable table = new JdbcKeyTable(this::plain, new TableName(null, new Name("rowseal_keys", false)));
        table.create();
        return table;
    }

    /** Makes {@code patient} by a connection: sealed by Rowseal's, plain by the database's own. */
    static void makePatient(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(
                    "CREATE TABLE patient (id bigint PRIMARY KEY, ssn varchar(11), notes varchar(200), ward int)");
            statement.execute("CREATE INDEX patient_ssn ON patient (ssn)");
        }
    }

    @Override
    public void close() throws Exception {
        sealed.close();
        try (Connection last = plain();
                Statement statement = last.createStatement()) {
            statement.execute("SHUTDOWN");
        }
        List<Path> files;
        try (Stream<Path> walked = Files.walk(folder)) {
            files = walked.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path file : files) {
            Files.delete(file);
        }
    }
}
