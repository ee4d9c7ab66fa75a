package dev.rowseal.samples.quickstart;

import dev.rowseal.samples.quickstart.Clinic.Count;
import dev.rowseal.samples.quickstart.Clinic.Seen;
import dev.rowseal.samples.quickstart.Grid.Column;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Collectors;

/** The application's daily work: a look-up, an update, a join, a count. */
final class Asking {

    private static final int MOVED = 2;

    private final Stage stage;
    private final Clinic clinic;

    Asking(Stage stage, Clinic clinic) {
        this.stage = stage;
        this.clinic = clinic;
    }

    /** What the update makes of a patient. */
    static Patient moved(Patient patient) {
        return patient.moved("Rowsealville", "patient" + patient.id() + "@example.com");
    }

    /** Goes through the work, and leaves the list as the database is afterwards. */
    void run(List<Patient> patients) throws SQLException {
        lookUp(patients);
        update(patients);
        join(patients.get(0));
        count(patients);
    }

    private void lookUp(List<Patient> patients) throws SQLException {
        Screen screen = stage.screen();
        Patient wanted = patients.get(0);
        screen.step(
                "It looks one up by a sealed column",
                "The database compares blind indexes: equal values have equal ones, and only the key's holder can"
                        + " compute them. What is found is opened and compared before the application sees it.");
        screen.sql(Clinic.BY_SSN.replace("?", "'" + wanted.ssn() + "'"));
        Optional<Patient> found = clinic.bySsn(wanted.ssn());
        screen.check(found.equals(Optional.of(wanted)), "found by ssn: " + wanted.name() + ", " + wanted.city());
        Patient reachable = patients.stream()
                .filter(patient -> patient.email() != null)
                .findFirst()
                .orElseThrow(() -> new Unexpected("nobody has an e-mail address"));
        String shouted = Objects.requireNonNull(reachable.email()).toUpperCase(Locale.ROOT);
        screen.check(
                clinic.byEmail(shouted).equals(Optional.of(reachable)),
                "found by email, which is declared case-insensitive: " + shouted);
        screen.check(clinic.bySsn("000-00-0000").isEmpty(), "nobody has the ssn 000-00-0000");
    }

    private void update(List<Patient> patients) throws SQLException {
        Screen screen = stage.screen();
        Patient moved = moved(patients.get(MOVED));
        patients.set(MOVED, moved);
        screen.step("It updates a row", "The new e-mail address is sealed for this row and indexed; the city is open.");
        screen.sql(Clinic.MOVE);
        screen.check(clinic.move(moved) == 1, "one row is updated");
        screen.check(
                clinic.bySsn(moved.ssn()).equals(Optional.of(moved)),
                "it reads back with " + moved.email() + " in " + moved.city());
    }

    private void join(Patient patient) throws SQLException {
        Screen screen = stage.screen();
        screen.step(
                "It joins",
                "Visits are open, patients are sealed; the row found by its ssn brings its open neighbours.");
        screen.sql(Clinic.VISITS);
        Grid grid = new Grid(
                new Column("day", 10), new Column("reason", 36), new Column("name", 24), new Column("birthday", 11));
        List<Seen> seen = clinic.visitsOf(patient.ssn());
        seen.forEach(visit -> grid.row(visit.day(), visit.reason(), visit.name(), visit.birthday()));
        screen.grid(grid);
        screen.check(
                seen.size() == 2
                        && seen.stream().allMatch(visit -> visit.birthday().equals(patient.birthday())),
                "both visits of " + patient.name() + ", each with the birthday opened");
    }

    private void count(List<Patient> patients) throws SQLException {
        Screen screen = stage.screen();
        screen.step("It counts", "Grouped by an open column; a sealed one can be counted, because NULL stays NULL.");
        screen.sql(Clinic.CITIES);
        Grid grid = new Grid(new Column("city", 36), new Column("patients", 8), new Column("with email", 10));
        List<Count> counts = clinic.cities();
        counts.stream().limit(5).forEach(count -> grid.row(count.city(), count.patients(), count.emails()));
        screen.grid(grid);
        screen.check(
                new ArrayList<>(counts).equals(counted(patients)),
                "the counts are those of the " + patients.size() + " people");
    }

    private static List<Count> counted(List<Patient> patients) {
        return patients.stream().collect(Collectors.groupingBy(Patient::city)).entrySet().stream()
                .map(city -> new Count(
                        city.getKey(),
                        city.getValue().size(),
                        city.getValue().stream().filter(p -> p.email() != null).count()))
                .sorted(java.util.Comparator.comparingLong(Count::patients)
                        .reversed()
                        .thenComparing(Count::city))
                .toList();
    }
}
