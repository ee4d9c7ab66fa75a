package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.Dialect;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Plans the statement of every row of {@code docs/sql.md}, for each database, and holds its outcome against the page. */
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
        Dialect dialect = row.number().startsWith("M") ? Dialect.MARIADB : Dialect.POSTGRESQL;
        assertThat(outcome(row.sql(), dialect)).as(row.sql()).isEqualTo(row.outcome());
    }

    private static String outcome(String sql, Dialect dialect) {
        try {
            Plan plan = new Planner().plan(sql, Clinic.GUARDED, new Clinic(dialect));
            return plan.whole() != null ? "exact" : "passes";
        } catch (Refusal refusal) {
            return "refused";
        }
    }

    /** The rows that the page refuses in another database although they are exact in PostgreSQL. */
    private static Set<String> otherwise(String paragraphs) throws IOException {
        Matcher paragraph = Pattern.compile("(?s)" + paragraphs + ".*?\\n\\n").matcher(Files.readString(PAGE));
        assertThat(paragraph.find()).isTrue();
        return Pattern.compile("\\b[A-Z]\\d+\\b")
                .matcher(paragraph.group())
                .results()
                .map(MatchResult::group)
                .filter(number -> !number.equals("H2"))
                .collect(Collectors.toSet());
    }

    /** The rows whose statement another database's planner takes otherwise than the page says. */
    private static Set<String> otherwise(Dialect dialect) throws IOException {
        return rows().filter(row -> !row.number().startsWith("M"))
                .filter(row -> !outcome(row.sql(), dialect).equals(row.outcome()))
                .map(Row::number)
                .collect(Collectors.toSet());
    }

    @Test
    void saysWhichRowsAreOtherwiseInMariaDb() throws IOException {
        assertThat(otherwise(Dialect.MARIADB))
                .as("rows that MariaDB refuses, and the page")
                .isEqualTo(otherwise("The rows above hold there too, but for these"));
    }

    @Test
    void saysWhichRowsAreOtherwiseInH2() throws IOException {
        assertThat(otherwise(Dialect.H2))
                .as("rows that H2 refuses, and the page")
                .isEqualTo(otherwise("In H2 the rows above hold, but for these"));
    }

    /** A row that no text shows names the tests that show it; that they are there, the page's own test sees. */
    @Test
    void namesTheTestOfEachRowWithoutAnExample() throws IOException {
        List<String> rows = Files.readAllLines(PAGE).stream()
                .map(ROW::matcher)
                .filter(row -> row.matches() && row.group(3) == null)
                .map(MatchResult::group)
                .toList();
        assertThat(rows).hasSizeGreaterThan(15).allMatch(row -> row.matches(".*\\((`\\w+Test`(, )?)+\\) \\|.*"));
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
