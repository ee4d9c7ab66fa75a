package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans the statement of every row of {@code docs/sql.md} and holds its outcome against the page. */
class SqlPageTest {

    private static final Path PAGE = Path.of("..", "docs", "sql.md");
    private static final Pattern ROW =
            Pattern.compile("\\| ([A-Z]\\d+) \\| [^|]+ \\| (exact|refused|passes) \\| (?:``?(.+?)``?)? ?\\|$");

    record Row(String number, String outcome, String sql) {
        @Override
        public String toString() {
            return number + " " + outcome + ": " + sql;
        }
    }

    static Stream<Row> rows() throws IOException {
        return Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(Matcher::matches)
                .filter(row -> row.group(3) != null)
                .map(row -> new Row(row.group(1), row.group(2), row.group(3)));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void saysWhatThePlannerDoes(Row row) {
        String outcome;
        try {
            Dialect dialect = row.number().startsWith("M") ? Dialect.MARIADB : Dialect.POSTGRESQL;
            Plan plan = new Planner().plan(row.sql(), Clinic.GUARDED, new Clinic(dialect));
            outcome = plan.whole() != null ? "exact" : "passes";
        } catch (Refusal refusal) {
            outcome = "refused";
        }
        assertThat(outcome).as(row.sql()).isEqualTo(row.outcome());
    }

    @Test
    void numbersEachRowOnceAndInOrder() throws IOException {
        List<String> lines = Files.readAllLines(PAGE).stream()
                .filter(line -> line.matches("\\| [A-Z]\\d+ \\|.*"))
                .toList();
        assertThat(lines)
                .hasSizeGreaterThan(100)
                .allMatch(line -> ROW.matcher(line).matches());
        Set<String> numbers = new HashSet<>();
        for (String line : lines) {
            String number = line.split(" ", 3)[1];
            int count = Integer.parseInt(number.substring(1));
            assertThat(numbers.add(number)).as(number).isTrue();
            assertThat(count == 1 || numbers.contains(number.charAt(0) + Integer.toString(count - 1)))
                    .as("the row before " + number)
                    .isTrue();
        }
    }
}
