package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every case of {@code refusals.txt}: a name, a configuration, and for each line of the message its line number and
 * what it must say.
 */
class RefusalsTest {

    private static final int CASES = 100;

    private record Refusal(String name, String yaml, List<String> complaints) {

        @Override
        public String toString() {
            return name;
        }
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void isRefusedWithPlaceReasonAndWayOut(Refusal refusal) {
        Throwable thrown = catchThrowable(() -> PolicySource.parse(refusal.yaml(), "t.yaml"));

        assertThat(thrown).isInstanceOf(Misconfigured.class).hasNoCause();
        String message = String.valueOf(thrown.getMessage());
        List<String> lines = message.lines().toList();
        assertThat(lines).as(message).hasSameSizeAs(refusal.complaints());
        for (int i = 0; i < lines.size(); i++) {
            assertThat(lines.get(i))
                    .startsWith("t.yaml:")
                    .contains("t.yaml:" + refusal.complaints().get(i));
            assertThat(lines.get(i)).as("names a way out").contains(";");
            assertThat(lines.get(i)).as("repeats no secret").doesNotContain("hunter2");
        }
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
        List<String> yaml = new ArrayList<>();
        List<String> complaints = new ArrayList<>();
        List<String> lines = text.strip().lines().toList();
        for (String line : lines.subList(1, lines.size())) {
            if (line.startsWith("=> ")) {
                complaints.add(line.substring(3));
            } else {
                yaml.add(line);
            }
        }
        return new Refusal(lines.get(0), String.join("\n", yaml), complaints);
    }
}
