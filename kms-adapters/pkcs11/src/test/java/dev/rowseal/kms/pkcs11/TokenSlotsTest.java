package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.rowseal.failure.KeyUnavailable;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;

class TokenSlotsTest {

    /** As long as this, and no longer than who asks waits. */
    @Test
    void aListingEndsWhenItsCallerStopsWaiting() {
        List<String> hangs = List.of(java(), "-cp", System.getProperty("java.class.path"), Hangs.class.getName());
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertThatThrownBy(() -> TokenSlots.run(hangs, Deadline.in(Duration.ofMillis(200))))
                        .isInstanceOf(TimeoutException.class));
    }

    @Test
    void aListingWhoseCallerIsGoneIsAnOutage() throws Exception {
        Path module = Path.of(java());
        Pkcs11Uri uri = Pkcs11Uri.parse("pkcs11:token=x;object=k?module-path=" + module);

        assertThatThrownBy(() -> TokenSlots.find(uri, false, Deadline.in(Duration.ZERO)))
                .isInstanceOf(KeyUnavailable.class)
                .hasMessageContaining("in time");
    }

    /** Whether it was ended before, while or after what it says is read. */
    @Test
    void howeverLateItIsItIsLate() {
        for (int time = 0; time < 40; time++) {
            Duration left = Duration.ofNanos(time * 50_000L);
            assertThatThrownBy(() -> TokenSlots.run(List.of("sleep", "300"), Deadline.in(left)))
                    .isInstanceOf(TimeoutException.class);
        }
    }

    private static String java() {
        return Path.of(System.getProperty("java.home"), "bin", "java").toString();
    }

    /** What the listing of tokens does when a library hangs. */
    static final class Hangs {
        private Hangs() {}

        public static void main(String[] args) throws InterruptedException {
            Thread.sleep(Duration.ofMinutes(5).toMillis());
        }
    }

    @Test
    void tokensAreReadFromWhatTheProviderShows() {
        Map<Long, Map<String, String>> tokens = new HashMap<>();
        TokenSlots.read(
                "Slots with tokens: 5, 7\nToken info for token in slot 5:\n  label: one \n  flags: CKF_TOKEN_INITIALIZED\n"
                        + "Information\n  label: another's\nToken info for token in slot 7:\n  serialNumber: 0815\n",
                tokens);

        assertThat(tokens)
                .containsEntry(5L, Map.of("label", "one", "flags", "CKF_TOKEN_INITIALIZED"))
                .containsEntry(7L, Map.of("serialNumber", "0815"));
    }
}
