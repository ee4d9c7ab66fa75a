package dev.rowseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What only the sources show. */
class SourcesTest {

    private static final int MOST_LINES = 400;

    private static final Pattern DESCRIBED = Pattern.compile("(?s)^/\\*\\*.{20,}?\\*/\\s*(@\\w+\\s+)*package ");

    private static final Pattern NULL_MARKED = Pattern.compile("(?m)^@NullMarked$");

    private static final Pattern ENVELOPE_BYTES = Pattern.compile("0xF7\\b|F7 ?1E|f71e|\"rs1");

    @Test
    void filesAreShort() {
        List<String> tooLong = new ArrayList<>();
        int files = 0;
        for (Path module : Sources.modules()) {
            for (Path file : Sources.java(module.resolve("src"))) {
                files++;
                long lines = Sources.text(file).lines().count();
                if (lines > MOST_LINES) {
                    tooLong.add(Sources.root().relativize(file) + ": " + lines);
                }
            }
        }
        assertThat(files).as("files read").isGreaterThan(350);
        assertThat(tooLong).as("files over " + MOST_LINES + " lines").isEmpty();
    }

    @Test
    void everyPackageSaysWhatLivesThereAndIsNullMarked() {
        List<String> silent = new ArrayList<>();
        int packages = 0;
        for (Path module : Sources.modules()) {
            for (Path folder : packages(module)) {
                packages++;
                Path main = module.resolve("src/main/java").resolve(folder).resolve("package-info.java");
                Path test = module.resolve("src/test/java").resolve(folder).resolve("package-info.java");
                Path info = Files.exists(main) ? main : test;
                String text = Files.exists(info) ? Sources.text(info) : "";
                // Packages of tests alone may leave nullness out; what ships may not.
                boolean nullMarked =
                        info.equals(test) || NULL_MARKED.matcher(text).find();
                if (!nullMarked || !DESCRIBED.matcher(text).find()) {
                    silent.add(Sources.root().relativize(module) + ": " + folder);
                }
            }
        }
        assertThat(packages).as("packages read").isGreaterThan(25);
        assertThat(silent)
                .as("packages without a described, @NullMarked package-info")
                .isEmpty();
    }

    private static Set<Path> packages(Path module) {
        Set<Path> packages = new TreeSet<>();
        for (String tree : List.of("src/main/java", "src/test/java")) {
            Path root = module.resolve(tree);
            for (Path file : Sources.java(root)) {
                Path folder = root.relativize(file.getParent());
                if (!folder.toString().isEmpty()) {
                    packages.add(folder);
                }
            }
        }
        return packages;
    }

    @Test
    void everyModuleThatShipsHasADescriptor() {
        List<String> without = new ArrayList<>();
        int modules = 0;
        for (Path module : Sources.modules()) {
            boolean ships = Sources.isLibrary(module);
            modules += ships ? 1 : 0;
            if (ships && !Files.exists(module.resolve("src/main/java/module-info.java"))) {
                without.add(module.toString());
            }
        }
        assertThat(modules).isGreaterThanOrEqualTo(7);
        assertThat(without).isEmpty();
    }

    @Test
    void onlyTheEnvelopeAndItsCheckSpellItsFirstBytes() {
        Set<String> spelled = new TreeSet<>();
        for (Path module : Sources.modules()) {
            if (module.startsWith(Sources.root().resolve("samples"))) {
                continue; // a sample shows them to people
            }
            for (Path file : Sources.java(module.resolve("src/main/java"))) {
                if (ENVELOPE_BYTES
                        .matcher(Sources.withoutComments(Sources.text(file)))
                        .find()) {
                    spelled.add(file.getFileName().toString());
                }
            }
        }
        // Ddl writes the CHECK that keeps plaintext out: the database has to be told.
        assertThat(spelled).isEqualTo(Set.of("Envelope.java", "Ddl.java"));
    }

    @Test
    void theBillOfMaterialsListsWhatShips() {
        String bom = Sources.text(Sources.root().resolve("bom").resolve("pom.xml"));
        int listed = 0;
        for (Path module : Sources.modules()) {
            String artifact = artifact(module);
            // The contract is for those who write adapters; the generator is for our own build alone.
            boolean ships = Sources.isLibrary(module) && !artifact.equals("rowseal-driver-surface");
            assertThat(bom.contains("<artifactId>" + artifact + "</artifactId>"))
                    .as(artifact)
                    .isEqualTo(ships);
            listed += ships ? 1 : 0;
        }
        assertThat(listed).isGreaterThanOrEqualTo(5);
    }

    private static String artifact(Path module) {
        String pom = Sources.text(module.resolve("pom.xml"));
        String own = pom.substring(pom.indexOf("</parent>"));
        return own.substring(own.indexOf("<artifactId>") + 12, own.indexOf("</artifactId>"));
    }
}
