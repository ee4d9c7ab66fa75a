package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Annotated types, compiled for real, and the driver's reading of the index that the processor leaves. */
class AnnotatedTypesTest {

    private static final String SETTINGS = """
            rowseal: 1
            namespace: clinic
            kek: local-kms:k.p12
            """;

    private static final String PATIENT = """
            package clinic;
            import dev.rowseal.annotations.*;
            @EncryptedTable(schema = "care", id = "care.person")
            class Patient {
                @RowId(order = 2) int number;
                @RowId(order = 1) java.util.UUID ward;
                @Encrypted(type = "varchar(11)", lookup = Lookup.EQUALITY) String ssn;
                @Encrypted(type = "varchar(200)", lookup = Lookup.EQUALITY, equality = Equality.CASE_INSENSITIVE,
                        group = "email", indexColumn = "email_ix") String email;
                @Encrypted java.time.LocalDate dateOfBirth;
                @Encrypted(type = "decimal(12,2)", id = "pay") java.math.BigDecimal salary;
                @Encrypted(column = "\\"Peter's \\"\\"Notes\\"\\"\\"", pad = 64) String notes;
            }
            """;

    private static final String SAME_IN_YAML = """
            tables:
              care.patient:
                id: care.person
                row-id: { ward: uuid, number: integer }
                columns:
                  ssn: { type: varchar(11), lookup: equality }
                  email: { type: varchar(200), lookup: equality, equality: case-insensitive, group: email, index-column: email_ix }
                  date_of_birth: { type: date }
                  salary: { type: "decimal(12,2)", id: pay }
                  '"Peter''s ""Notes""\"': { type: text, pad: 64 }
            """;

    @Test
    void meansTheSameAsYaml(@TempDir Path folder) throws IOException {
        assertThat(Javac.compile(folder, "Patient.java", PATIENT)).isEmpty();
        Files.writeString(folder.resolve("rowseal.yaml"), SETTINGS);

        try (URLClassLoader loader = Javac.loader(folder)) {
            Policy annotated = PolicySource.load(null, loader);
            Policy written = PolicySource.parse(SETTINGS + SAME_IN_YAML, "same.yaml");

            assertThat(withoutPositions(annotated)).isEqualTo(withoutPositions(written));
            TablePolicy table = annotated.tables().get(0);
            assertThat(table.position()).hasToString("clinic.Patient");
            assertThat(table.columns().get(0).position()).hasToString("clinic.Patient.ssn");
        }
    }

    @Test
    void addsTheTablesOfTheConfigurationAndOfAllIndexes(@TempDir Path one, @TempDir Path other) throws IOException {
        assertThat(Javac.compile(one, "Patient.java", PATIENT)).isEmpty();
        assertThat(Javac.compile(other, "Staff.java", type("Staff", "String", "@Encrypted String name;")))
                .isEmpty();
        Path config = Files.writeString(
                one.resolve("any.yaml"),
                SETTINGS + "tables: { visit: { row-id: { id: bigint }, columns: { report: { type: text } } } }");

        try (URLClassLoader loader = Javac.loader(one, other)) {
            assertThat(PolicySource.load(config.toString(), loader).tables())
                    .extracting(table -> table.name().toString())
                    .containsExactly("visit", "care.patient", "staff");
        }
    }

    @Test
    void refusesATableThatIsDeclaredTwiceAndNamesBothPlaces(@TempDir Path one, @TempDir Path other) throws IOException {
        assertThat(Javac.compile(one, "Patient.java", PATIENT)).isEmpty();
        String copy = PATIENT.replace("package clinic", "package copy").replace("care.person", "other");
        assertThat(Javac.compile(other, "Patient.java", copy)).isEmpty();
        Files.writeString(one.resolve("rowseal.yaml"), SETTINGS + SAME_IN_YAML);

        try (URLClassLoader loader = Javac.loader(one, other)) {
            assertThatThrownBy(() -> PolicySource.load(null, loader))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("clinic.Patient: table care.patient is declared here and in"
                            + " classpath:rowseal.yaml:5, at most by case apart; remove one")
                    .hasMessageContaining(
                            "copy.Patient: table care.patient is declared here and in" + " classpath:rowseal.yaml:5");
        }
    }

    @Test
    void namesTypeAndMemberOfWhatOnlyShowsBesideOtherTypes(@TempDir Path one, @TempDir Path other) throws IOException {
        String grouped = "@Encrypted(lookup = Lookup.EQUALITY, group = \"g\") %s mail;";
        assertThat(Javac.compile(one, "Staff.java", type("Staff", "long", grouped.formatted("String"))))
                .isEmpty();
        assertThat(Javac.compile(other, "Guest.java", type("Guest", "long", grouped.formatted("int"))))
                .isEmpty();
        Files.writeString(one.resolve("rowseal.yaml"), SETTINGS);

        try (URLClassLoader loader = Javac.loader(one, other)) {
            assertThatThrownBy(() -> PolicySource.load(null, loader))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessage("Guest.mail: column mail of table guest is in group g with column mail of table staff"
                            + " (Staff.mail), but one is text and the other integer; make them alike, or write"
                            + " another group");
        }
    }

    @Test
    void namesTypeAndMemberOfAnIndexThatWasChangedByHand(@TempDir Path folder) throws IOException {
        assertThat(Javac.compile(folder, "Patient.java", PATIENT)).isEmpty();
        Path index = folder.resolve(ConfigFiles.INDEX);
        Files.writeString(index, Files.readString(index).replace("equality: exact", "equality: fuzzy"));
        Files.writeString(folder.resolve("rowseal.yaml"), SETTINGS);

        try (URLClassLoader loader = Javac.loader(folder)) {
            assertThatThrownBy(() -> PolicySource.load(null, loader))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(ConfigFiles.INDEX + ":")
                    .hasMessageContaining("equality 'fuzzy' of column ssn of table care.patient is unknown");
        }
    }

    @Test
    void refusesSettingsInAnIndex(@TempDir Path folder) throws IOException {
        Files.createDirectories(folder.resolve("META-INF/rowseal"));
        Files.writeString(folder.resolve(ConfigFiles.INDEX), SETTINGS + SAME_IN_YAML);
        Files.writeString(folder.resolve("rowseal.yaml"), SETTINGS);

        try (URLClassLoader loader = Javac.loader(folder)) {
            assertThatThrownBy(() -> PolicySource.load(null, loader))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("policy.yaml:2: unknown key 'namespace' in the index of annotated types;"
                            + " write one of rowseal, tables");
        }
    }

    private static String type(String name, String idType, String member) {
        return "import dev.rowseal.annotations.*; @EncryptedTable class " + name + " { @RowId " + idType + " id; "
                + member + " }";
    }

    private static Policy withoutPositions(Policy policy) {
        Position nowhere = new Position("", 0);
        List<TablePolicy> tables = policy.tables().stream()
                .map(table -> new TablePolicy(
                        table.name(),
                        table.id(),
                        table.rowId(),
                        table.columns().stream()
                                .map(column -> new ColumnPolicy(
                                        column.name(),
                                        column.id(),
                                        column.type(),
                                        column.lookup(),
                                        column.pad(),
                                        nowhere))
                                .toList(),
                        nowhere))
                .toList();
        return new Policy(
                policy.namespace(),
                policy.kek(),
                policy.unwrap(),
                policy.keyTable(),
                policy.cache(),
                policy.kms(),
                policy.rotateAfter(),
                policy.credentials(),
                tables);
    }
}
