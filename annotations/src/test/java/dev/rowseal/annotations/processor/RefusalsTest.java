package dev.rowseal.annotations.processor;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of {@code refusals.txt}: a name, a Java source, and for each message of the compiler its line and what it
 * must say.
 */
class RefusalsTest {

    private static final String IMPORTS = "import dev.rowseal.annotations.*; import java.math.*; import java.util.*; ";

    private static final int CASES = 50;

    private record Refusal(String name, String source, List<String> complaints) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedByTheCompilerAtItsElement(Refusal refusal, @TempDir Path output) {
        Compilation compilation = Compilation.of(output, Map.of("T.java", IMPORTS + refusal.source()));

        List<String> problems = compilation.problems();
        assertThat(problems).as(refusal.name()).hasSameSizeAs(refusal.complaints());
        for (int i = 0; i < problems.size(); i++) {
            assertThat(problems.get(i)).startsWith(refusal.complaints().get(i));
            assertThat(problems.get(i)).as("names a way out").contains(";");
        }
        assertThat(compilation.index()).isEmpty();
    }

    @Test
    void thereAreManyCasesAndEachHasItsName() throws IOException {
        assertThat(refusals().map(Refusal::name).toList())
                .hasSizeGreaterThanOrEqualTo(CASES)
                .doesNotHaveDuplicates();
    }

    private static Stream<Refusal> refusals() throws IOException {
        try (InputStream stream = Objects.requireNonNull(RefusalsTest.class.getResourceAsStream("refusals.txt"))) {
            String all = new String(stream.readAllBytes(), StandardCharsets.UTF_8);
            return Arrays.stream(all.split("(?m)^## ")).skip(1).map(RefusalsTest::refusal);
        }
    }

    private static Refusal refusal(String text) {
        List<String> source = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        List<String> lines = text.strip().lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("=> ")) {
                complaints.add(line.substring(3));
            } else {
                source.add(line);
            }
        }
        return new Refusal(lines.get(0), String.join("\n", source), complaints);
    }
}
