package dev.rowseal.samples.quickstart;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** Brings people into the clinic, or finds those of an earlier run again. */
final class Filling {

    private static final int MOVED = 2;

    private final Stage stage;
    private final Clinic clinic;

    Filling(Stage stage, Clinic clinic) {
        this.stage = stage;
        this.clinic = clinic;
    }

    /** Who is in the clinic now, by id, as the application reads them. */
    List<Patient> run(int people) throws SQLException {
        Screen screen = stage.screen();
        screen.step(
                "The application admits its patients",
                "Plain JDBC in batches over a jdbc:rowseal: URL. Patient.java says by annotations that ssn, email,"
                        + " birthday and notes are sealed; name and city stay open.");
        screen.sql(Clinic.INSERT);
        List<Patient> present = clinic.all();
        if (!present.isEmpty()) {
            return found(present);
        }
        List<Patient> patients = People.patients(people);
        List<Visit> visits = People.visits(people);
        long before = System.nanoTime();
        clinic.admit(patients, visits);
        long millis = (System.nanoTime() - before) / 1_000_000;
        screen.say(patients.size() + " patients and " + visits.size() + " visits in " + millis + " ms.");
        screen.check(clinic.all().equals(patients), "the application reads back exactly what it wrote");
        return patients;
    }

    private List<Patient> found(List<Patient> present) {
        stage.screen().say(present.size() + " patients are here from an earlier run; none are added.");
        List<Patient> expected = new ArrayList<>(People.patients(present.size()));
        expected.set(MOVED, Asking.moved(expected.get(MOVED)));
        stage.screen().check(present.equals(expected), "the master key opens every one of them again, and exactly");
        return present;
    }
}
