package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where keys of {@code local-kms} are in a process, and for how long. */
@Timeout(180)
@EnabledOnOs(OS.LINUX)
class KeyLifetimeTest {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void keysAreInOnePlaceWhileCachedAndGoneAfterwards(String collector) throws Exception {
        new KeyLifetime("local-kms:" + directory.resolve("kek.p12"), directory, 0, 0)
                .requireInOnePlaceWhileCachedAndGoneAfterwards(List.of(collector));
    }

    @Test
    void keysWhoseTimeIsOverAreGoneThoughNobodyClosesAnything() throws Exception {
        String kek = "local-kms:" + directory.resolve("kek.p12");
        try (HolderProcess holder =
                new HolderProcess(kek, directory, List.of("-XX:+UseG1GC"), Optional.of(Duration.ofSeconds(60)))) {
            ProcessMemory memory = new ProcessMemory(holder.pid());
            assertThat(memory.count(holder.all().keySet()).keySet())
                    .as("the scan finds what is there")
                    .containsAll(holder.cached().all().keySet());
            holder.letGo();
            assertThat(HolderProcess.named(memory.count(holder.all().keySet()), holder.all(), 0))
                    .as("what is left")
                    .isEmpty();
            holder.end();
        }
    }

    /** FIPS 197 appendix A.3: the last word of the schedule of its example key. */
    @Test
    void theRoundKeysLookedForAreThoseOfTheStandard() {
        byte[] key = HexFormat.of().parseHex("603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4");

        assertThat(ByteBuffer.wrap(KeyForms.aes256Schedule(key)).getInt(236)).isEqualTo(0x706c631e);
    }
}
