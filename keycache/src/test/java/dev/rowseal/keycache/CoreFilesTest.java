package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** That no test of a core file is left out in silence. */
class CoreFilesTest {

    private static final CoreFiles WRITTEN = new CoreFiles("core", "unlimited");
    private static final CoreFiles PIPED = new CoreFiles("|/usr/share/apport/apport -p%p", "unlimited");
    private static final CoreFiles LIMITED = new CoreFiles("core.%p", "0");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    private static boolean isLeftOut(CoreFiles files, boolean ci) {
        return OnCoreFiles.Condition.verdict(files, "CoreFileTest.it", ci).isDisabled();
    }

    @Test
    void whatCanBeRunIsRun() {
        assertThat(isLeftOut(WRITTEN, true)).isFalse();
        assertThat(isLeftOut(WRITTEN, false)).isFalse();
    }

    @Test
    void whatIsNotRunIsToldByName() {
        assertThat(OnCoreFiles.Condition.verdict(LIMITED, "CoreFileTest.it", false)
                        .getReason())
                .hasValueSatisfying(why -> assertThat(why).contains("limit", "not run: CoreFileTest.it"));
        assertThat(OnCoreFiles.Condition.verdict(PIPED, "CoreFileTest.it", true).getReason())
                .hasValueSatisfying(why -> assertThat(why).contains("apport", "not run: CoreFileTest.it"));
    }

    @Test
    void aLimitOfTheBuildsOwnFailsIt() {
        assertThatThrownBy(() -> isLeftOut(LIMITED, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("CoreFileTest.it");
    }

    @Test
    void aCoreFileIsFoundWhereTheKernelPutsIt() throws IOException {
        Path elsewhere = Files.createDirectory(folder.resolve("elsewhere"));
        Files.createFile(elsewhere.resolve("core.java.1234"));
        Path core = Files.createFile(elsewhere.resolve("core.java.123"));
        Path here = Files.createFile(folder.resolve("core.123"));

        assertThat(new CoreFiles(elsewhere + "/core.%e.%p", "unlimited").of(123, folder))
                .contains(core);
        assertThat(WRITTEN.of(123, folder)).contains(here);
        assertThat(WRITTEN.of(123, elsewhere)).isPresent();
        assertThat(new CoreFiles("cores", "unlimited").of(123, folder)).isEmpty();
    }
}
