package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFilesTest {

    private static final String YAML = """
            rowseal: 1
            namespace: here
            kek: local-kms:k
            tables: { t: { row-id: { id: bigint }, columns: { c: { type: text } } } }
            """;

    private static final Path WORKING = Path.of("rowseal.yaml");

    @TempDir
    Path folder;

    private URLClassLoader loader;

    ConfigFilesTest(@TempDir Path empty) {
        loader = Javac.loader(empty);
    }

    @BeforeEach
    void thereIsNoneInTheWorkingDirectory() {
        assertThat(WORKING).doesNotExist();
        loader = Javac.loader(folder);
    }

    @AfterEach
    void close() throws IOException {
        loader.close();
        Files.deleteIfExists(WORKING);
    }

    @Test
    void refusesToGoOnWithout() {
        assertThatThrownBy(() -> PolicySource.load(null, loader))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("no configuration: neither classpath:rowseal.yaml nor ./rowseal.yaml; write"
                        + " rowseal.config=");
    }

    @Test
    void takesTheClassPathBeforeTheWorkingDirectory() throws IOException {
        Files.writeString(WORKING, YAML.replace("here", "working"));
        assertThat(PolicySource.load(null, loader).namespace()).isEqualTo("working");
        assertThat(PolicySource.load(null, loader).tables().get(0).position()).hasToString("./rowseal.yaml:4");

        Files.writeString(folder.resolve("rowseal.yaml"), YAML);
        assertThat(PolicySource.load(null, loader).namespace()).isEqualTo("here");
        assertThat(PolicySource.load(null, loader).tables().get(0).position()).hasToString("classpath:rowseal.yaml:4");
    }

    @Test
    void takesWhatIsNamedAndNothingElse() throws IOException {
        Files.writeString(folder.resolve("rowseal.yaml"), YAML.replace("here", "default"));
        Files.createDirectory(folder.resolve("a folder"));
        Path named = Files.writeString(folder.resolve("a folder/named.yaml"), YAML);

        String uri = named.toUri().toString();
        assertThat(uri).startsWith("file:///").contains("%20");
        for (String config : new String[] {
            named.toString(),
            uri,
            "FILE:" + named.toUri().getRawPath(),
            "classpath:a folder/named.yaml",
            "classpath:/a folder/named.yaml"
        }) {
            assertThat(PolicySource.load(config, loader).namespace()).as(config).isEqualTo("here");
        }
    }

    @Test
    void takesAPathRelativeToTheWorkingDirectory() throws IOException {
        Files.writeString(WORKING, YAML);

        assertThat(PolicySource.load("rowseal.yaml", loader).namespace()).isEqualTo("here");
        assertThat(PolicySource.load("file:rowseal.yaml", loader).namespace()).isEqualTo("here");
        assertThat(PolicySource.load("file:./rowseal.yaml", loader).namespace()).isEqualTo("here");
    }

    @Test
    void readsFromAnArchiveAndKeepsItClosed() throws IOException {
        Path jar = folder.resolve("app.jar");
        writeJar(jar, YAML);
        try (URLClassLoader archive = Javac.loader(jar)) {
            assertThat(PolicySource.load(null, archive).namespace()).isEqualTo("here");
        }
        writeJar(jar, YAML.replace("here", "redeployed"));
        try (URLClassLoader archive = Javac.loader(jar)) {
            assertThat(PolicySource.load(null, archive).namespace()).isEqualTo("redeployed");
        }
    }

    @Test
    void refusesTwoOnOneClassPath(@TempDir Path other) throws IOException {
        Files.writeString(folder.resolve("rowseal.yaml"), YAML);
        Files.writeString(other.resolve("rowseal.yaml"), YAML);

        try (URLClassLoader both = Javac.loader(folder, other)) {
            assertThatThrownBy(() -> PolicySource.load(null, both))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("classpath:rowseal.yaml is there 2 times")
                    .hasMessageContaining(folder.getFileName() + "/rowseal.yaml")
                    .hasMessageContaining(other.getFileName() + "/rowseal.yaml");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "nowhere.yaml",
                "file:nowhere.yaml",
                "file:///nowhere.yaml",
                "file://host/nowhere.yaml",
                "file:/a%zz",
                "file:",
                "classpath:",
                "classpath:/",
                "classpath:nowhere.yaml",
                "https://host/rowseal.yaml",
                "jdbc:postgresql:x",
                "a\0b",
                "."
            })
    void refusesWhatIsNotThere(String config) throws IOException {
        Files.writeString(folder.resolve("rowseal.yaml"), YAML);

        assertThatThrownBy(() -> PolicySource.load(config, loader))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("; write rowseal.config=<path>, file:<path> or classpath:<resource>");
    }

    @Test
    void refusesWhatIsNotText() throws IOException {
        Path latin = Files.write(folder.resolve("latin.yaml"), "# Zürich".getBytes(StandardCharsets.ISO_8859_1));
        Path big = Files.write(folder.resolve("big.yaml"), new byte[(1 << 20) + 1]);
        Path zero = Files.write(folder.resolve("zero.yaml"), new byte[1]);

        assertThatThrownBy(() -> PolicySource.load(latin.toString(), loader))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("not UTF-8; write it in UTF-8");
        assertThatThrownBy(() -> PolicySource.load(big.toString(), loader))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("more than 1048576 bytes");
        assertThatThrownBy(() -> PolicySource.load(zero.toString(), loader))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("not YAML");
    }

    @Test
    void skipsAByteOrderMark() throws IOException {
        Path file = Files.writeString(folder.resolve("bom.yaml"), "\uFEFF" + YAML);

        assertThat(PolicySource.load(file.toString(), loader).namespace()).isEqualTo("here");
    }

    @Test
    void refusesAConfigurationWithoutAnyTable() throws IOException {
        Files.writeString(folder.resolve("rowseal.yaml"), YAML.substring(0, YAML.indexOf("tables")));

        assertThatThrownBy(() -> PolicySource.load(null, loader))
                .isInstanceOf(Misconfigured.class)
                .hasMessage("classpath:rowseal.yaml: no tables, here or on annotated types; write 'tables:' with the"
                        + " columns to seal, or annotate types with @EncryptedTable and compile them with the"
                        + " annotation processor");
    }

    private static void writeJar(Path jar, String yaml) throws IOException {
        try (OutputStream file = Files.newOutputStream(jar);
                JarOutputStream entries = new JarOutputStream(file)) {
            entries.putNextEntry(new JarEntry("rowseal.yaml"));
            entries.write(yaml.getBytes(StandardCharsets.UTF_8));
        }
    }
}
