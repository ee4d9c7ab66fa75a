package dev.rowseal.annotations.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PolicyProcessorTest {

    private static final String PATIENT = """
            package clinic;
            import dev.rowseal.annotations.*;
            import java.math.BigDecimal;
            import java.time.LocalDate;

            @EncryptedTable(schema = "care", id = "care.person")
            public class Patient {
                @RowId long id;
                @Encrypted(type = "varchar(11)", lookup = Lookup.EQUALITY) String ssn;
                @Encrypted(type = "varchar(200)", lookup = Lookup.EQUALITY, equality = Equality.CASE_INSENSITIVE,
                        group = "email", indexColumn = "email_ix") String eMail;
                LocalDate dateOfBirth;
                @Encrypted(type = "decimal(12,2)", id = "pay") BigDecimal salary;
                @Encrypted(column = "\\"Peter's \\"\\"Notes\\"\\"\\"", pad = 64) String notes;
                @Encrypted public LocalDate getDateOfBirth() { return dateOfBirth; }
            }
            """;

    private static final String VISIT = """
            package clinic;
            import dev.rowseal.annotations.*;
            import java.util.UUID;

            @EncryptedTable
            public record HomeVisit(
                    @RowId(order = 2) int number, @RowId(order = 1) UUID patientID, @Encrypted String report) {}
            """;

    @Test
    void writesWhatTheTypesSay(@TempDir Path output) {
        Compilation compilation = Compilation.of(
                output, Map.of("clinic/Patient.java", PATIENT, "clinic/HomeVisit.java", VISIT), "-Xlint:processing");

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.index()).isEqualTo("""
                        # Written by the annotation processor of Rowseal.
                        rowseal: 1
                        tables:
                          'home_visit':
                            source: 'clinic.HomeVisit'
                            row-id:
                              'patient_id': 'uuid'
                              'number': 'integer'
                            columns:
                              'report':
                                source: 'clinic.HomeVisit.report'
                                type: 'text'
                                pad: 1
                          'care.patient':
                            source: 'clinic.Patient'
                            id: 'care.person'
                            row-id:
                              'id': 'bigint'
                            columns:
                              'ssn':
                                source: 'clinic.Patient.ssn'
                                type: 'varchar(11)'
                                lookup: equality
                                equality: exact
                                pad: 1
                              'e_mail':
                                source: 'clinic.Patient.eMail'
                                type: 'varchar(200)'
                                lookup: equality
                                equality: case-insensitive
                                group: 'email'
                                index-column: 'email_ix'
                                pad: 1
                              'salary':
                                source: 'clinic.Patient.salary'
                                type: 'decimal(12,2)'
                                id: 'pay'
                                pad: 1
                              '"Peter''s ""Notes""\"':
                                source: 'clinic.Patient.notes'
                                type: 'text'
                                pad: 64
                              'date_of_birth':
                                source: 'clinic.Patient.getDateOfBirth'
                                type: 'date'
                                pad: 1
                        """);
    }

    @Test
    void keepsTheTypesOfAnEarlierCompilationThatAreStillThere(@TempDir Path output) throws IOException {
        Compilation whole =
                Compilation.of(output, Map.of("clinic/Patient.java", PATIENT, "clinic/HomeVisit.java", VISIT));
        String index = whole.index();

        assertThat(Compilation.of(output, Map.of("clinic/HomeVisit.java", VISIT))
                        .index())
                .isEqualTo(index);
        assertThat(Compilation.of(output, Map.of("clinic/Patient.java", PATIENT))
                        .index())
                .isEqualTo(index);

        Files.delete(output.resolve("clinic/HomeVisit.class"));
        assertThat(Compilation.of(output, Map.of("clinic/Patient.java", PATIENT))
                        .index())
                .contains("'clinic.Patient'")
                .doesNotContain("HomeVisit");
    }

    @Test
    void takesTheMembersOfSuperclassesWithTheirTypeArguments(@TempDir Path output) {
        Compilation compilation = Compilation.of(output, Map.of("Case.java", """
                        import dev.rowseal.annotations.*;
                        abstract class Entity<K> {
                            @RowId protected K key;
                            abstract static class Noted<K> extends Entity<K> { @Encrypted abstract String getNote(); }
                        }
                        @EncryptedTable
                        class Case extends Entity.Noted<java.util.UUID> { String getNote() { return ""; } }
                        """));

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.index())
                .contains("'case':", "'key': 'uuid'", "'note':", "source: 'Entity.Noted.getNote'");
    }

    @Test
    void writesNothingWhereNothingIsAnnotated(@TempDir Path output) {
        Compilation compilation = Compilation.of(output, Map.of("A.java", "class A { int a; }"));

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.index()).isEmpty();
    }

    @Test
    void leavesTheErrorsOfTheCompilerToTheCompiler(@TempDir Path output) {
        Compilation compilation = Compilation.of(output, Map.of("A.java", """
                        import dev.rowseal.annotations.*;
                        @EncryptedTable(nmae = "x")
                        class A { @RowId long id; @Encrypted(lookup = Lookup.RANGE) Strin c; @Encrypted(pad = "x") String d; }
                        """));

        assertThat(compilation.problems()).isNotEmpty().noneMatch(problem -> problem.contains("Exception"));
        assertThat(compilation.index()).isEmpty();
    }

    @Test
    void isFoundByTheCompilerAndByGradle() throws IOException {
        String name = PolicyProcessor.class.getName();
        ClassLoader loader = PolicyProcessor.class.getClassLoader();
        try (var service = loader.getResourceAsStream("META-INF/gradle/incremental.annotation.processors")) {
            assertThat(service).isNotNull();
            assertThat(new String(service.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8).strip())
                    .isEqualTo(name + ",aggregating");
        }
        assertThat(java.util.ServiceLoader.load(javax.annotation.processing.Processor.class, loader).stream()
                        .map(provider -> provider.type().getName()))
                .contains(name);
    }

    @ParameterizedTest
    @CsvSource({
        "id, id",
        "dateOfBirth, date_of_birth",
        "patientID, patient_id",
        "HTTPServer, http_server",
        "address2Line, address2_line",
        "eMail, e_mail",
        "x, x",
        "already_snake, already_snake",
        "ÄrzteListe, ärzte_liste"
    })
    void turnsHumpsIntoUnderscores(String java, String sql) {
        assertThat(Names.snakeCase(java)).isEqualTo(sql);
    }

    @ParameterizedTest
    @CsvSource({
        "String, text",
        "short, smallint",
        "Short, smallint",
        "int, integer",
        "Integer, integer",
        "long, bigint",
        "Long, bigint",
        "float, real",
        "Float, real",
        "double, double",
        "Double, double",
        "boolean, boolean",
        "Boolean, boolean",
        "byte[], binary",
        "java.util.UUID, uuid",
        "java.time.LocalDate, date",
        "java.time.LocalTime, time",
        "java.time.LocalDateTime, timestamp",
        "java.time.OffsetDateTime, timestamptz",
        "java.time.Instant, timestamptz"
    })
    void knowsWhatJavaTypesStandFor(String java, String type, @TempDir Path output) {
        Compilation compilation = Compilation.of(
                output,
                Map.of(
                        "T.java",
                        "import dev.rowseal.annotations.*; @EncryptedTable class T { @RowId int id; @Encrypted " + java
                                + " c; }"));

        assertThat(compilation.problems()).isEmpty();
        assertThat(compilation.index()).contains("type: '" + type + "'\n");
    }
}
