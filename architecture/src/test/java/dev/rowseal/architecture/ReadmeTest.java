package dev.rowseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the example of the README as it stands there, in an empty folder and a process of its own. */
class ReadmeTest {

    @TempDir
    Path folder;

    private static String block(String language) {
        Matcher blocks = Pattern.compile("(?s)```" + language + "\\n(.*?)```")
                .matcher(Sources.text(Sources.root().resolve("README.md")));
        assertThat(blocks.find()).as("a block of " + language).isTrue();
        String block = blocks.group(1);
        assertThat(blocks.find()).as("a second block of " + language).isFalse();
        return block;
    }

    private Connection plain() throws Exception {
        return DriverManager.getConnection("jdbc:h2:" + folder.resolve("clinic"));
    }

    @Test
    void theExampleDoesWhatItSays() throws Exception {
        Files.writeString(folder.resolve("rowseal.yaml"), block("yaml"));
        Files.writeString(
                folder.resolve("Example.java"),
                "import java.sql.*;\nclass Example { public static void main(String[] arguments) throws SQLException {\n"
                        + block("java") + "}}\n");
        try (Connection connection = plain();
                Statement statement = connection.createStatement()) {
            statement.execute(block("sql"));
        }

        String printed = Java.run(folder, "--class-path", System.getProperty("java.class.path"), "Example.java");

        assertThat(printed).contains("Alice 078-05-1120");
        try (Connection connection = plain();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT ssn, ssn_idx FROM patient WHERE id = 42")) {
            assertThat(rows.next()).isTrue();
            assertThat(rows.getBytes(1)).startsWith(0xF7, 0x1E, 0x01).hasSize(47 + 1 + 11);
            assertThat(rows.getBytes(2)).hasSize(16);
        }
    }
}
