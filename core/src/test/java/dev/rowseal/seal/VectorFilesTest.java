package dev.rowseal.seal;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.vectors.Vector;
import dev.rowseal.vectors.VectorSet;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Every vector of docs/format/vectors through every entry point of both implementations. To write the files anew from
 * their generators: {@code -Drowseal.vectors.write=true}.
 */
class VectorFilesTest {

    static final Path FORMAT = Path.of("..", "docs", "format");
    private static final Path FOLDER = FORMAT.resolve("vectors");
    private static final int AT_LEAST = 150;

    @BeforeAll
    static void writeIfAsked() throws IOException {
        if (Boolean.getBoolean("rowseal.vectors.write")) {
            write();
        }
    }

    @TestFactory
    Stream<DynamicTest> everyVectorHasItsOutcome() throws IOException {
        SortedMap<String, String> files = files();
        assertThat(files).as("vectors in %s", FOLDER).hasSizeGreaterThanOrEqualTo(AT_LEAST);
        return files.entrySet().stream()
                .map(file -> DynamicTest.dynamicTest(file.getKey(), () -> {
                    Vector vector = Vector.parse(file.getValue());
                    assertThat(vector.write()).as("parsed and written").isEqualTo(file.getValue());
                    VectorChecks.check(vector);
                }));
    }

    @Test
    void everyFileIsWhatItsGeneratorGives() throws IOException {
        SortedMap<String, String> generated = new TreeMap<>();
        VectorSet.all().forEach((name, vector) -> generated.put(name, vector.write()));
        assertThat(files()).isEqualTo(generated);
    }

    @Test
    void everyOutcomeAndEveryClassIsThere() throws IOException {
        List<Vector> vectors = files().values().stream().map(Vector::parse).toList();
        assertThat(vectors)
                .extracting(vector -> vector.get("outcome"))
                .contains("opens", "decodes", "encodes", "indexes", "matches", "not-authentic", "refused");
        assertThat(vectors.stream()
                        .filter(vector -> vector.get("outcome").equals("opens") && vector.has("class"))
                        .map(vector -> vector.get("class")))
                .contains(
                        "text",
                        "integer",
                        "decimal",
                        "real",
                        "double",
                        "boolean",
                        "date",
                        "time",
                        "timestamp",
                        "timestamptz",
                        "uuid",
                        "binary",
                        "json");
    }

    @Test
    void aWrongVectorIsNoticed() {
        Vector vector = requireNonNull(VectorSet.all().get("envelope-text.txt"));
        byte[] envelope = vector.bytes("envelope");
        envelope[40] ^= 1;
        vector.change("envelope", dev.rowseal.second.SecondCrypto.hex(envelope));
        assertThatThrownBy(() -> VectorChecks.check(vector)).isInstanceOf(AssertionError.class);
    }

    private static SortedMap<String, String> files() throws IOException {
        SortedMap<String, String> files = new TreeMap<>();
        try (Stream<Path> paths = Files.list(FOLDER)) {
            for (Path path :
                    paths.filter(path -> path.toString().endsWith(".txt")).toList()) {
                files.put(path.getFileName().toString(), Files.readString(path));
            }
        }
        return files;
    }

    private static void write() throws IOException {
        Files.createDirectories(FOLDER);
        for (String old : files().keySet()) {
            Files.delete(FOLDER.resolve(old));
        }
        for (Map.Entry<String, Vector> vector : VectorSet.all().entrySet()) {
            Files.writeString(FOLDER.resolve(vector.getKey()), vector.getValue().write());
        }
    }
}
