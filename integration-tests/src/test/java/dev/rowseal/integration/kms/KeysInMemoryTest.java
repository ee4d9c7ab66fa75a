package dev.rowseal.integration.kms;

import dev.rowseal.keycache.KeyLifetime;
import dev.rowseal.kms.pkcs11.OnSoftHsm;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Where 220 keys are in a process that has them from a KMS, over TLS where that is how it is reached, and for how long. */
@Timeout(900)
@EnabledOnOs(OS.LINUX)
class KeysInMemoryTest {

    private static final int WORDS_OF_A_FORM = 4;

    /** A key and its text, of the one answer that a collector may have moved while it was read: docs/key-lifetime.md. */
    private static final int ONE_ANSWER = 2 * WORDS_OF_A_FORM;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    @OnSoftHsm
    void ofAToken(String collector) throws Exception {
        try (Place place = Place.token("memory" + collector.length())) {
            // Of 880, in memory that the token's library freed: docs/key-lifetime.md.
            scan(place, collector, 4, 2);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofAwsKms(String collector) throws Exception {
        try (Place place = Place.aws(folder)) {
            scan(place, collector, ONE_ANSWER, WORDS_OF_A_FORM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofTencentCloudKms(String collector) throws Exception {
        try (Place place = Place.tencent(folder)) {
            scan(place, collector, ONE_ANSWER, WORDS_OF_A_FORM);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofVault(String collector) throws Exception {
        try (Place place = Place.vault(folder)) {
            scan(place, collector, ONE_ANSWER, WORDS_OF_A_FORM);
        }
    }

    private void scan(Place place, String collector, int strayWords, int strayOfOneKey) throws Exception {
        List<String> options = new ArrayList<>(List.of(collector));
        place.properties().forEach((name, value) -> options.add("-D" + name + "=" + value));
        try (AutoCloseable known = place.within()) {
            new KeyLifetime(place.uri(), folder, strayWords, strayOfOneKey)
                    .requireInOnePlaceWhileCachedAndGoneAfterwards(options);
        }
    }
}
