package dev.rowseal.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import dev.rowseal.kms.KmsProviders;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The SPI of KMSs is small enough to be read before it is implemented: three types, a hundred lines. */
class KmsSpiTest {

    private static final int MOST_LINES = 100;

    private static final List<Class<?>> SPI = List.of(Kms.class, KmsProvider.class, KmsProviders.class);

    @Test
    void itHasThreeTypes() {
        assertThat(House.in(3, "dev.rowseal.kms").stream()
                        .filter(type ->
                                type.isTopLevelClass() && type.getModifiers().contains(JavaModifier.PUBLIC))
                        .map(JavaClass::getName)
                        .collect(Collectors.toSet()))
                .as("public types of the package, with what is nested in each")
                .containsExactlyInAnyOrderElementsOf(
                        SPI.stream().map(Class::getName).toList());
    }

    @Test
    void itHasAHundredLines() {
        List<String> lines = SPI.stream().flatMap(type -> code(type).stream()).toList();

        assertThat(lines)
                .as("lines of code of the SPI, without blank ones, comments and imports")
                .contains("record KeyContext(String namespace, String owner, long keyId, String purpose) {")
                .hasSizeBetween(60, MOST_LINES);
    }

    private static List<String> code(Class<?> type) {
        Path core = Sources.root().resolve("core/src/main/java");
        String source = Sources.text(core.resolve(type.getName().replace('.', '/') + ".java"));
        return Sources.withoutComments(source)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("import ") && !line.startsWith("package "))
                .toList();
    }
}
