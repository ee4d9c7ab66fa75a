package dev.rowseal.crash;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A KEK is disabled while another process uses its keys all the time, and refreshes them ahead of their time: no use goes well
 * that begins later than the time to live and a second after that. Beside {@code RevocationTest} of the key cache, which has
 * each moment by a clock that it turns.
 */
@Timeout(120)
class RevokedProcessTest {

    private static final Duration TTL = Duration.ofSeconds(3);

    @ParameterizedTest
    @ValueSource(strings = {"0s", "1h"})
    void stopsWithinTheTimeToLiveAndASecond(String grace, @TempDir Path folder) throws Exception {
        Path keystore = folder.resolve("kek.p12");
        Path config =
                Files.writeString(folder.resolve("rowseal.yaml"), """
                rowseal: 1
                namespace: ward
                kek: hooked-kms:%s
                cache: { ttl: %ds, grace: %s }
                tables:
                  patient:
                    row-id: { id: bigint }
                    columns: { ssn: { type: varchar(40), lookup: equality } }
                """.formatted(keystore, TTL.toSeconds(), grace));
        try (Forked process = new Forked(folder, Revoked.class, config)) {
            for (int thread = 0; thread < 3; thread++) {
                assertThat(process.next()).isEqualTo("used");
            }
            // Two generations of what is cached, and some: in the middle of a time to live.
            Thread.sleep(TTL.multipliedBy(5).dividedBy(2).toMillis());
            Files.createFile(HookedKmsProvider.disabler(keystore));
            long disabled = System.currentTimeMillis();
            for (int thread = 0; thread < 4; thread++) {
                assertThat(process.next()).startsWith("refused RS003");
            }
            String last = process.next();
            assertThat(last).startsWith("last ");
            assertThat(Long.parseLong(last.substring("last ".length())) - disabled)
                    .as("milliseconds after the KEK was disabled")
                    .isLessThanOrEqualTo(TTL.plusSeconds(1).toMillis());
        }
    }
}
