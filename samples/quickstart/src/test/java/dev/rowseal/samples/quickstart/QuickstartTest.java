package dev.rowseal.samples.quickstart;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuickstartTest {

    private record Run(int exit, String output) {}

    private static Run run(String... arguments) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);
        int exit = Quickstart.run(out, StandardCharsets.UTF_8, arguments);
        return new Run(exit, bytes.toString(StandardCharsets.UTF_8));
    }

    @ParameterizedTest
    @ValueSource(strings = {"h2", "postgresql"})
    void showsWhatItPromises(String db, @TempDir Path folder) {
        Run run = run("--no-color", "--people", "40", "--db", db, "--dir", folder.toString());

        assertThat(run.output()).contains("RS001", "0A000", "the database holds", "not visible", "f71e01");
        assertThat(run.output()).doesNotContain("✗");
        assertThat(run.output()).containsPattern("cells: 0 of \\d+ sealed values found");
        assertThat(run.exit()).isZero();
        assertThat(run.output().lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void goesOnWithWhatItKept(@TempDir Path folder) {
        String[] arguments = {"--no-color", "--people", "40", "--keep", "--dir", folder.toString()};

        assertThat(run(arguments).exit()).isZero();
        Run second = run(arguments);

        assertThat(second.exit()).as(second.output()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"--people=2", "--url=jdbc:h2:mem:x", "--db=oracle", "--nonsense"})
    void refusesWrongUsage(String argument) {
        assertThat(run("--no-color", argument).exit()).isEqualTo(2);
    }
}
