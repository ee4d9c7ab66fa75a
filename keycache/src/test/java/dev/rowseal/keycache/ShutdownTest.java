package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.key.KeyPolicy;
import dev.rowseal.key.KeyRing;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.RunLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A process that ends in an orderly way, with keys in its cache that nobody has closed, wipes them as it goes. */
class ShutdownTest {

    private static final int KEYS = 20;

    /** The process: what it says last is how many keys it still had. */
    static final class Ending {

        private Ending() {}

        /** Fills the cache and exits, closing nothing. */
        public static void main(String[] none) {
            KeyRing ring = new KeyRing(
                    new KeyPolicy("clinic", "memory-kms:shutdown", List.of()),
                    new MemoryKeyTable(),
                    LeasedKeys.shared(Duration.ofMinutes(5)),
                    RunLimits.DEFAULT,
                    Clock.systemUTC());
            for (int i = 0; i < KEYS; i++) {
                ring.sealing("t" + i).close();
            }
            System.out.println("had " + Secret.open());
            Runtime.getRuntime().addShutdownHook(new Thread(() -> {
                // Hooks run beside each other: this one waits for the other.
                long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
                while (Secret.open() > 0 && System.nanoTime() - end < 0) {
                    LockSupport.parkNanos(1_000_000);
                }
                System.out.println("left " + Secret.open());
            }));
            System.exit(0);
        }
    }

    @Test
    @Timeout(120)
    void wipesWhatIsCached() throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        HolderProcess.tool("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        List<String> said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();

        assertThat(said).hasSize(2);
        assertThat(Integer.parseInt(said.get(0).replaceFirst("had ", ""))).isGreaterThanOrEqualTo(KEYS);
        assertThat(said.get(1)).isEqualTo("left 0");
    }
}
