package dev.rowseal.samples.quickstart;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The application: plain JDBC, as it would be written without Rowseal. Not one line of it knows which columns are
 * sealed. Uses a connection that somebody else closes.
 */
final class Clinic {

    static final String INSERT =
            "INSERT INTO patient (id, name, city, ssn, email, birthday, notes) VALUES (?, ?, ?, ?, ?, ?, ?)";
    static final String BY_SSN = "SELECT * FROM patient WHERE ssn = ?";
    static final String BY_EMAIL = "SELECT * FROM patient WHERE email = ?";
    static final String MOVE = "UPDATE patient SET city = ?, email = ? WHERE id = ?";
    static final String VISITS = "SELECT v.held_on, v.reason, p.name, p.birthday FROM visit v"
            + " JOIN patient p ON p.id = v.patient_id WHERE p.ssn = ? ORDER BY v.held_on, v.id";
    static final String CITIES =
            "SELECT city, COUNT(*), COUNT(email) FROM patient" + " GROUP BY city ORDER BY 2 DESC, city";

    private static final String ALL = "SELECT * FROM patient ORDER BY id";
    private static final String INSERT_VISIT =
            "INSERT INTO visit (id, patient_id, held_on, reason) VALUES (?, ?, ?, ?)";
    private static final int BATCH = 100;

    private final Connection connection;

    Clinic(Connection connection) {
        this.connection = connection;
    }

    /** A visit and whose it was. */
    record Seen(LocalDate day, String reason, String name, LocalDate birthday) {}

    /** How many patients a city has, and how many of them have an e-mail address. */
    record Count(String city, long patients, long emails) {}

    /** All of them, or none. */
    void admit(List<Patient> patients, List<Visit> visits) throws SQLException {
        connection.setAutoCommit(false);
        try {
            insertPatients(patients);
            insertVisits(visits);
            connection.commit();
        } catch (SQLException failed) {
            connection.rollback();
            throw failed;
        } finally {
            connection.setAutoCommit(true);
        }
    }

    private void insertPatients(List<Patient> patients) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT)) {
            int waiting = 0;
            for (Patient patient : patients) {
                insert.setLong(1, patient.id());
                insert.setString(2, patient.name());
                insert.setString(3, patient.city());
                insert.setString(4, patient.ssn());
                insert.setString(5, patient.email());
                insert.setObject(6, patient.birthday());
                insert.setString(7, patient.notes());
                insert.addBatch();
                if (++waiting % BATCH == 0) {
                    insert.executeBatch();
                }
            }
            insert.executeBatch();
        }
    }

    private void insertVisits(List<Visit> visits) throws SQLException {
        try (PreparedStatement insert = connection.prepareStatement(INSERT_VISIT)) {
            for (Visit visit : visits) {
                insert.setLong(1, visit.id());
                insert.setLong(2, visit.patientId());
                insert.setObject(3, visit.day());
                insert.setString(4, visit.reason());
                insert.addBatch();
            }
            insert.executeBatch();
        }
    }

    List<Patient> all() throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(ALL)) {
            return patients(select);
        }
    }

    Optional<Patient> bySsn(String ssn) throws SQLException {
        return one(BY_SSN, ssn);
    }

    Optional<Patient> byEmail(String email) throws SQLException {
        return one(BY_EMAIL, email);
    }

    private Optional<Patient> one(String sql, String value) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(sql)) {
            select.setString(1, value);
            return patients(select).stream().findFirst();
        }
    }

    private static List<Patient> patients(PreparedStatement select) throws SQLException {
        List<Patient> patients = new ArrayList<>();
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                patients.add(new Patient(
                        rows.getLong("id"),
                        text(rows, "name"),
                        text(rows, "city"),
                        text(rows, "ssn"),
                        rows.getString("email"),
                        rows.getObject("birthday", LocalDate.class),
                        text(rows, "notes")));
            }
        }
        return patients;
    }

    private static String text(ResultSet row, String column) throws SQLException {
        return Objects.requireNonNull(row.getString(column), column);
    }

    int move(Patient patient) throws SQLException {
        try (PreparedStatement update = connection.prepareStatement(MOVE)) {
            update.setString(1, patient.city());
            update.setString(2, patient.email());
            update.setLong(3, patient.id());
            return update.executeUpdate();
        }
    }

    List<Seen> visitsOf(String ssn) throws SQLException {
        List<Seen> visits = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(VISITS)) {
            select.setString(1, ssn);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    visits.add(new Seen(
                            rows.getObject("held_on", LocalDate.class),
                            text(rows, "reason"),
                            text(rows, "name"),
                            rows.getObject("birthday", LocalDate.class)));
                }
            }
        }
        return visits;
    }

    List<Count> cities() throws SQLException {
        List<Count> counts = new ArrayList<>();
        try (PreparedStatement select = connection.prepareStatement(CITIES);
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                counts.add(new Count(text(rows, "city"), rows.getLong(2), rows.getLong(3)));
            }
        }
        return counts;
    }
}
