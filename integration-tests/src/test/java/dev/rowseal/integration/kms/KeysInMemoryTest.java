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

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    @OnSoftHsm
    void ofAToken(String collector) throws Exception {
        try (Place place = Place.token("memory" + collector.length())) {
            // Of 880, in memory that the token's library freed: docs/key-lifetime.md.
            scan(place, collector, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofAwsKms(String collector) throws Exception {
        try (Place place = Place.aws(folder)) {
            scan(place, collector, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofTencentCloudKms(String collector) throws Exception {
        try (Place place = Place.tencent(folder)) {
            scan(place, collector, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void ofVault(String collector) throws Exception {
        try (Place place = Place.vault(folder)) {
            scan(place, collector, 0);
        }
    }

    private void scan(Place place, String collector, int strayWords) throws Exception {
        List<String> options = new ArrayList<>(List.of(collector));
        place.properties().forEach((name, value) -> options.add("-D" + name + "=" + value));
        try (AutoCloseable known = place.within()) {
            new KeyLifetime(place.uri(), folder, strayWords).requireInOnePlaceWhileCachedAndGoneAfterwards(options);
        }
    }
}
