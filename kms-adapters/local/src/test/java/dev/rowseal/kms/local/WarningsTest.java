package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.contract.LogWatch;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That local-kms is for development and single machines nobody is left in doubt of. */
class WarningsTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");

    private final LogWatch log = new LogWatch();

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private void use(Given given, String name) {
        try (Kms kms = new LocalKmsProvider(given).open("local-kms:" + directory.resolve(name))) {
            kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
            kms.probe();
        }
    }

    /** What was said meanwhile of keystores in this test's folder. */
    private List<String> warned(Runnable work) {
        log.begin();
        String told;
        try {
            work.run();
        } finally {
            told = log.end();
        }
        return told.lines().filter(line -> line.contains(directory.toString())).toList();
    }

    @Test
    void eachKeystoreIsWarnedOfOnceWhereverItsPasswordIs() {
        List<String> warned = warned(() -> {
            for (int i = 0; i < 3; i++) {
                use(Given.password("correct horse"), "one.p12");
                use(Given.password("correct horse"), "two.p12");
            }
        });

        assertThat(warned)
                .hasSize(2)
                .allSatisfy(line -> assertThat(line)
                        .contains("development and single machines")
                        .doesNotContain("horse"))
                .anySatisfy(line -> assertThat(line).contains("one.p12"))
                .anySatisfy(line -> assertThat(line).contains("two.p12"));
    }

    @Test
    void aPasswordBesideTheKeystoreIsWarnedOfBesides() {
        List<String> warned = warned(() -> {
            for (int i = 0; i < 3; i++) {
                use(new Given(), "kek.p12");
            }
        });

        assertThat(warned)
                .hasSize(2)
                .anySatisfy(line -> assertThat(line).contains("development and single machines"))
                .anySatisfy(line -> assertThat(line).contains("kek.p12.password"));
    }
}
