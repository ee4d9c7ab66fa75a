package dev.rowseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The pages of the documentation, as far as a machine can read them. */
class PagesTest {

    private static final Pattern LINK = Pattern.compile("\\]\\((?!https?:|mailto:|#)([^)#]+)(#[^)]*)?\\)");
    private static final Pattern TEST_CLASS = Pattern.compile("`(?:\\w+\\.)*([A-Z]\\w+Test)`");

    private static List<Path> pages() throws IOException {
        try (Stream<Path> files = Files.walk(Sources.root())) {
            List<Path> pages = files.filter(file -> file.toString().endsWith(".md"))
                    .filter(file -> !file.toString().contains("target"))
                    .toList();
            assertThat(pages).as("pages read").hasSizeGreaterThan(35);
            return pages;
        }
    }

    private static String shown(Path page, String what) {
        return Sources.root().relativize(page) + ": " + what;
    }

    @Test
    void everyLinkLeadsSomewhere() throws IOException {
        List<String> dead = new ArrayList<>();
        for (Path page : pages()) {
            LINK.matcher(Sources.text(page))
                    .results()
                    .map(link -> link.group(1))
                    .filter(target -> !Files.exists(page.resolveSibling(target)))
                    .forEach(target -> dead.add(shown(page, target)));
        }
        assertThat(dead).as("links that lead nowhere").isEmpty();
    }

    @Test
    void everyTestThatAPageNamesIsThere() throws IOException {
        TreeSet<String> tests = new TreeSet<>();
        for (Path module : Sources.modules()) {
            Sources.java(module.resolve("src/test/java"))
                    .forEach(file -> tests.add(file.getFileName().toString().replace(".java", "")));
        }
        List<String> absent = new ArrayList<>();
        for (Path page : pages()) {
            // Examples of an application's own tests are in blocks of code, without these quotes.
            TEST_CLASS
                    .matcher(Sources.text(page))
                    .results()
                    .map(name -> name.group(1))
                    .filter(name -> !tests.contains(name))
                    .forEach(name -> absent.add(shown(page, name)));
        }
        assertThat(absent).as("tests that a page names and nobody wrote").isEmpty();
    }

    @Test
    void everyDecisionIsInTheIndex() throws IOException {
        Path folder = Sources.root().resolve("docs").resolve("adr");
        String index = Sources.text(folder.resolve("README.md"));
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .hasSizeGreaterThan(15)
                    .allSatisfy(name -> assertThat(name.equals("README.md") || index.contains("(" + name + ")"))
                            .as(name)
                            .isTrue());
        }
    }
}
