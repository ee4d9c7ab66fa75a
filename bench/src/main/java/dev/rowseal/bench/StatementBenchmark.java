package dev.rowseal.bench;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Whole statements on H2 in memory, prepared for each execution and closed after it, as a pool without a cache of statements has
 * them: of a table with two sealed columns, one of them looked up, and of the same table without Rowseal. No network and no
 * disk hides what Rowseal adds.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@SuppressWarnings("NullAway.Init") // by setUp
public class StatementBenchmark {

    private static final int ROWS = 10_000;
    private static final String INSERT = "INSERT INTO patient (id, ssn, notes, ward) VALUES (?, ?, ?, ?)";
    private static final String NOTES = "allergic to penicillin; last seen in March";

    /** By Rowseal, or past it. */
    @Param({"sealed", "plain"})
    public String by;

    private final String[] ssns = IntStream.range(0, ROWS)
            .mapToObj(number -> "078-%02d-%04d".formatted(number % 100, number))
            .toArray(String[]::new);
    private Clinic clinic;
    private Connection connection;
    private long next;

    /** Fills the table. */
    @Setup
    public void setUp() throws Exception {
        clinic = new Clinic();
        connection = by.equals("sealed") ? clinic.sealed() : clinic.plain();
        Clinic.makePatient(connection);
        while (next < ROWS) {
            insert();
        }
    }

    /** Ends the database. */
    @TearDown
    public void tearDown() throws Exception {
        connection.close();
        clinic.close();
    }

    /** One row, committed. */
    @Benchmark
    public int insert() throws SQLException {
        long id = next++;
        try (PreparedStatement statement = connection.prepareStatement(INSERT)) {
            statement.setLong(1, id);
            statement.setString(2, ssn(id));
            statement.setString(3, NOTES);
            statement.setLong(4, id % 7);
            return statement.executeUpdate();
        }
    }

    /** One row by its row id, both columns read. */
    @Benchmark
    public int selectByRowId() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ssn, notes FROM patient WHERE id = ?")) {
            statement.setLong(1, some());
            return read(statement);
        }
    }

    /** One row by its blind index, both columns read. */
    @Benchmark
    public int selectByLookup() throws SQLException {
        try (PreparedStatement statement =
                connection.prepareStatement("SELECT ssn, notes FROM patient WHERE ssn = ?")) {
            statement.setString(1, ssn(some()));
            return read(statement);
        }
    }

    /** A text whose plan is cached, prepared and closed: the plan, and the wrapped driver's own preparing. */
    @Benchmark
    public PreparedStatement prepareSelect() throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT ssn, notes FROM patient WHERE id = ?")) {
            return statement;
        }
    }

    private long some() {
        next++;
        return next * 7919 % ROWS;
    }

    private String ssn(long id) {
        return ssns[(int) (id % ROWS)];
    }

    private static int read(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.executeQuery()) {
            if (!rows.next()) {
                throw new IllegalStateException("no row");
            }
            return rows.getString(1).length() + rows.getString(2).length();
        }
    }
}
