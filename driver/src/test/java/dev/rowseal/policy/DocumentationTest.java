package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Every example of {@code docs/configuration.md} is a configuration that can be read. */
class DocumentationTest {

    private static final Pattern EXAMPLE = Pattern.compile("(?s)```yaml\n(.*?)```");

    @Test
    void itsExamplesCanBeRead() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));
        List<String> examples =
                EXAMPLE.matcher(page).results().map(example -> example.group(1)).toList();

        assertThat(examples).hasSize(3);
        for (String example : examples) {
            assertThat(PolicySource.parse(example, "example").tables())
                    .as(example)
                    .hasSize(1);
        }
    }

    @Test
    void itNamesEveryKeyOfAColumn() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "configuration.md"));

        assertThat(ColumnReader.KEYS)
                .isNotEmpty()
                .allSatisfy(key -> assertThat(page).contains("`" + key + "`"));
    }
}
