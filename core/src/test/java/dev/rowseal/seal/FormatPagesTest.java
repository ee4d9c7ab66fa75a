package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.value.Value;
import dev.rowseal.value.ValueCodec;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the pages of docs/format show is what the vectors hold, and what the vectors hold is checked elsewhere. */
class FormatPagesTest {

    private static final Pattern EXAMPLE = Pattern.compile("```vector ([\\w.+-]+)\n(.*?)```", Pattern.DOTALL);
    private static final Pattern LINK = Pattern.compile("]\\((?!http)([^)#]+)\\)");

    @Test
    void everyExampleIsAVectorWordForWord() throws IOException {
        int examples = 0;
        for (Path page : pages()) {
            for (MatchResult example : matches(EXAMPLE, page)) {
                Path vector = VectorFilesTest.FORMAT.resolve("vectors").resolve(example.group(1) + ".txt");
                assertThat(example.group(2))
                        .as("%s in %s", example.group(1), page)
                        .isEqualTo(Files.readString(vector));
                examples++;
            }
        }
        assertThat(examples).isGreaterThanOrEqualTo(12);
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        assertThat(pages()).hasSizeGreaterThanOrEqualTo(6);
        for (Path page : pages()) {
            for (MatchResult link : matches(LINK, page)) {
                assertThat(page.resolveSibling(link.group(1)))
                        .as("link in %s", page)
                        .exists();
            }
        }
    }

    @Test
    void decimalsNeedWhatLimitsSays() {
        for (int digits = 1; digits <= 1000; digits++) {
            BigInteger most = BigInteger.TEN.pow(digits).subtract(BigInteger.ONE);
            int limit = 6 + (int) Math.floor((1 + 3.322 * digits) / 8);
            for (BigInteger unscaled : List.of(most, most.negate())) {
                assertThat(ValueCodec.encode(new Value.Decimal(new BigDecimal(unscaled, 2)), 0))
                        .as("%d digits", digits)
                        .hasSizeLessThanOrEqualTo(limit)
                        .hasSizeGreaterThanOrEqualTo(limit - 1);
            }
        }
    }

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(VectorFilesTest.FORMAT)) {
            return files.filter(file -> file.toString().endsWith(".md")).toList();
        }
    }

    private static List<MatchResult> matches(Pattern pattern, Path page) throws IOException {
        return pattern.matcher(Files.readString(page)).results().toList();
    }
}
