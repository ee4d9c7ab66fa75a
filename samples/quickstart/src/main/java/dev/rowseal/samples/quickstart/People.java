package dev.rowseal.samples.quickstart;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import net.datafaker.Faker;

/** Invented patients and visits: the same ones at each run, and the first n of a longer list are those of a shorter. */
final class People {

    private static final long SEED = 20261125;
    private static final int CITIES = 8;
    private static final LocalDate FIRST_BIRTHDAY = LocalDate.of(1935, 1, 1);
    private static final LocalDate FIRST_VISIT = LocalDate.of(2026, 1, 5);

    private final Faker faker = new Faker(Locale.US, new Random(SEED));
    private final Random random = new Random(SEED + 1);
    private final List<String> cities = Stream.generate(() -> faker.address().cityName())
            .distinct()
            .limit(CITIES)
            .toList();
    private final Set<String> numbers = new HashSet<>();

    private People() {}

    static List<Patient> patients(int count) {
        People people = new People();
        List<Patient> patients = new ArrayList<>(count);
        for (long id = 1; id <= count; id++) {
            patients.add(people.patient(id));
        }
        return patients;
    }

    static List<Visit> visits(int patients) {
        People people = new People();
        List<Visit> visits = new ArrayList<>(2 * patients);
        for (long id = 1; id <= 2L * patients; id++) {
            visits.add(people.visit(id, (id + 1) / 2));
        }
        return visits;
    }

    private Patient patient(long id) {
        String first = faker.name().firstName();
        String last = faker.name().lastName();
        String email = (first + "." + last + id).toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9.]", "") + "@example.org";
        String notes = faker.disease().internalDisease() + "; takes "
                + faker.medication().drugName();
        return new Patient(
                id,
                first + " " + last,
                cities.get(random.nextInt(CITIES)),
                number(),
                random.nextInt(10) == 0 ? null : email,
                FIRST_BIRTHDAY.plusDays(random.nextInt(80 * 365)),
                notes);
    }

    /** From ranges in which nobody was ever given a number. */
    private String number() {
        String number = faker.regexify("9[0-9]{2}-[0-4][0-9]-[0-9]{4}");
        return numbers.add(number) ? number : number();
    }

    private Visit visit(long id, long patient) {
        return new Visit(
                id,
                patient,
                FIRST_VISIT.plusDays(random.nextInt(300)),
                faker.medical().symptoms());
    }
}
