package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A password that somebody types: asked for only where that was asked for, and only of somebody who is there. */
@Timeout(120)
class PromptTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");
    private static final String PASSWORD = "correct horse";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // by name()
    private Path keystore;

    @BeforeEach
    void name() {
        keystore = directory.resolve("kek.p12");
    }

    private Kms open(Given given) {
        return new LocalKmsProvider(given).open("local-kms:" + keystore);
    }

    private static Wrapped wrap(Kms kms) {
        return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
    }

    @Test
    void isAskedForTwiceForANewKeystoreAndOnceForOneThatIsThere() throws Exception {
        Given creating = Given.prompt(PASSWORD, PASSWORD);
        Wrapped wrapped;
        try (Kms kms = open(creating)) {
            assertThat(creating.questions).as("before the keystore is needed").isEmpty();
            wrapped = wrap(kms);
        }
        assertThat(creating.questions).hasSize(2).first().asString().contains(keystore.toString());

        Given opening = Given.prompt(PASSWORD);
        try (Kms kms = open(opening)) {
            kms.probe();
            Keystores.addVersion(keystore, PASSWORD, 2);
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
            assertThat(wrap(kms).kekVersion()).isEqualTo("2");
            kms.probe();
        }
        assertThat(opening.questions).hasSize(1);
        try (Kms kms = open(Given.password(PASSWORD))) {
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
        }
    }

    @Test
    void whatIsTypedIsOverwritten() {
        Given given = Given.prompt(PASSWORD, PASSWORD);
        List<char[]> arrays = new ArrayList<>(given.typed);
        try (Kms kms = open(given)) {
            wrap(kms);
        }
        Given differing = Given.prompt(PASSWORD, "battery staple");
        arrays.addAll(differing.typed);
        keystore = directory.resolve("other.p12");
        try (Kms kms = open(differing)) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("different")
                    .hasMessageNotContaining("horse")
                    .hasMessageNotContaining("staple");
        }
        assertThat(keystore).doesNotExist();
        assertThat(arrays).hasSize(4).allSatisfy(array -> assertThat(array).containsOnly('\0'));
    }

    @Test
    void nobodyThereIsAnErrorThatSaysTheWayOut() throws IOException {
        try (Kms kms = open(Given.prompt())) {
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("terminal")
                    .hasMessageContaining(KeystorePassword.PROMPT_VARIABLE)
                    .hasMessageContaining(KeystorePassword.VARIABLE)
                    .hasMessageContaining(KeystorePassword.FILE_VARIABLE);
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nobodyIsAskedUnlessThatWasAskedFor() {
        Given given = Given.password(PASSWORD);
        given.typed.add(PASSWORD.toCharArray());
        try (Kms kms = open(given)) {
            wrap(kms);
        }
        assertThat(given.questions).isEmpty();

        Given both = Given.prompt(PASSWORD);
        both.variables.put(KeystorePassword.VARIABLE, PASSWORD);
        assertThatThrownBy(() -> open(both)).isInstanceOf(Misconfigured.class).hasMessageContaining("set one of them");
        Given perhaps = Given.prompt(PASSWORD);
        perhaps.variables.put(KeystorePassword.PROMPT_VARIABLE, "yes");
        assertThatThrownBy(() -> open(perhaps))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("true or false");
        assertThat(both.questions).isEmpty();
        assertThat(perhaps.questions).isEmpty();
    }

    @Test
    void aWrongOneIsToldWithoutBeingRepeated() {
        try (Kms kms = open(Given.password(PASSWORD))) {
            wrap(kms);
        }
        assertThatThrownBy(() -> open(Given.prompt("battery staple")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("the terminal")
                .hasMessageNotContaining("staple");
    }

    /** A process with a terminal of its own, made by script(1). */
    @Test
    void aRealTerminalShowsNothingOfIt() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "no script(1) here");
        Process process = new ProcessBuilder("/usr/bin/script", "-qec", String.join(" ", command()), "/dev/null")
                .redirectErrorStream(true)
                .start();
        StringBuilder shown = new StringBuilder();
        try (OutputStream keyboard = process.getOutputStream();
                InputStream screen = process.getInputStream()) {
            for (String question : List.of("Password of the keystore " + keystore + ": ", "for a new keystore: ")) {
                for (int c = screen.read(); c >= 0; c = screen.read()) {
                    shown.append((char) c);
                    if (shown.toString().endsWith(question)) {
                        break;
                    }
                }
                keyboard.write((PASSWORD + "\n").getBytes(StandardCharsets.US_ASCII));
                keyboard.flush();
            }
            shown.append(new String(screen.readAllBytes(), StandardCharsets.UTF_8));
        }
        assertThat(process.waitFor()).isZero();
        assertThat(shown).contains("wrapped under 1").doesNotContain("horse");
        try (Kms kms = open(Given.password(PASSWORD))) {
            wrap(kms);
        }
    }

    /** From JDK 22 on there may be a console without a terminal. */
    @Test
    void aProcessWithoutATerminalAsksNobody() throws Exception {
        List<String> command = new ArrayList<>(command());
        command.add(1, "-Djdk.console=jdk.internal.le"); // as it is by default in JDK 22 to 24
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        try (OutputStream input = process.getOutputStream()) {
            input.write((PASSWORD + "\n" + PASSWORD + "\n").getBytes(StandardCharsets.US_ASCII));
        }
        String shown = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isNotZero();
        assertThat(shown).contains("this process has none").doesNotContain("Password of");
        assertThat(keystore).doesNotExist();
    }

    private List<String> command() {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-D" + KeystorePassword.PROMPT_PROPERTY + "=true",
                "-cp",
                System.getProperty("java.class.path"),
                PromptTest.class.getName(),
                keystore.toString());
    }

    /** What each process does. */
    public static void main(String[] args) {
        try (Kms kms = new LocalKmsProvider().open("local-kms:" + args[0])) {
            System.out.println("wrapped under " + wrap(kms).kekVersion());
        }
    }
}
