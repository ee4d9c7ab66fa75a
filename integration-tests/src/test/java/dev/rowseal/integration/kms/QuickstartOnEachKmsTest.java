package dev.rowseal.integration.kms;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.pkcs11.OnSoftHsm;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The quickstart as it ships, its own main class in a process of its own, with its own configuration but for one line. Beside it only
 * what a machine is set up with: variables, system properties, a KMS somewhere.
 */
@Timeout(300)
class QuickstartOnEachKmsTest {

    private static final String MAIN = "dev.rowseal.samples.quickstart.Quickstart";
    private static final String KEK = "kek: 'local-kms:./keys.p12'";

    /** Its classes and resources, as its module is built. */
    private static final Path QUICKSTART = Path.of(System.getProperty("rowseal.quickstart"));

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @Test
    void onAKeystore() throws Exception {
        try (Place place = Place.keystore(folder)) {
            runs(place);
        }
    }

    @Test
    @OnSoftHsm
    void onAToken() throws Exception {
        try (Place place = Place.token("quickstart")) {
            runs(place);
        }
    }

    @Test
    void onAwsKms() throws Exception {
        try (Place place = Place.aws(folder)) {
            runs(place);
            assertThat(place.unwraps()).isPositive();
        }
    }

    @Test
    void onTencentCloudKms() throws Exception {
        try (Place place = Place.tencent(folder)) {
            runs(place);
            assertThat(place.unwraps()).isPositive();
        }
    }

    @Test
    void onVault() throws Exception {
        try (Place place = Place.vault(folder)) {
            runs(place);
            assertThat(place.unwraps()).isPositive();
        }
    }

    /** Twice: the second run opens what the first one sealed, with keys that only the KMS can give it. */
    private void runs(Place place) throws Exception {
        configure(place);
        Path work = folder.resolve("work");

        assertThat(run(place, work))
                .contains("the application reads back exactly what it wrote")
                .contains("without the master key nothing opens");
        assertThat(run(place, work)).contains("the master key opens every one of them again, and exactly");
        inTheDatabase(place, work);
    }

    /** The quickstart's own rowseal.yaml with another line, before it on the class path. */
    private void configure(Place place) throws Exception {
        String yaml = Files.readString(QUICKSTART.resolve("rowseal.yaml"));
        assertThat(yaml).containsOnlyOnce(KEK);
        Path changed = Files.createDirectory(folder.resolve("changed"));
        Files.writeString(changed.resolve("rowseal.yaml"), yaml.replace(KEK, "kek: '" + place.uri() + "'"));
    }

    private String run(Place place, Path work) throws Exception {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        place.properties().forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-cp",
                String.join(
                        File.pathSeparator,
                        folder.resolve("changed").toString(),
                        QUICKSTART.toString(),
                        System.getProperty("java.class.path")),
                MAIN,
                "--no-color",
                "--people",
                "30",
                "--keep",
                "--dir",
                work.toString()));
        Process quickstart =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(quickstart.getInputStream().readAllBytes(), UTF_8);
        assertThat(quickstart.waitFor()).as(said).isZero();
        return said;
    }

    private static void inTheDatabase(Place place, Path work) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:file:" + work.resolve("clinic"), "sa", "");
                Statement statement = connection.createStatement()) {
            Set<String> keks = new TreeSet<>();
            try (ResultSet wrappings = statement.executeQuery("SELECT kek_uri FROM rowseal_wrappings")) {
                while (wrappings.next()) {
                    keks.add(wrappings.getString(1));
                }
            }
            assertThat(keks).containsExactly(place.uri());
            int rows = 0;
            try (ResultSet patients = statement.executeQuery("SELECT ssn, ssn_idx FROM patient")) {
                while (patients.next()) {
                    rows++;
                    assertThat(HexFormat.of().formatHex(patients.getBytes(1))).startsWith("f71e01");
                    assertThat(patients.getBytes(2)).hasSize(16);
                }
            }
            assertThat(rows).isEqualTo(30);
        }
    }
}
