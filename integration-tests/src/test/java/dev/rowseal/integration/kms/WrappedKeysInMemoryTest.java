package dev.rowseal.integration.kms;

import dev.rowseal.keycache.WrapLifetime;
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

/**
 * What is left of 200 keys in a process that wrapped them, as a change of the KEK does: then the key itself is in the request,
 * also of a KMS that otherwise makes keys. Over TLS where that is how it is reached.
 */
@Timeout(900)
@EnabledOnOs(OS.LINUX)
class WrappedKeysInMemoryTest {

    /** The pieces of a key and its text, of the one request that a collector may have moved while it was sent. */
    private static final int ONE_REQUEST = 8;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void byAKeystore(String collector) throws Exception {
        try (Place place = Place.keystore(folder)) {
            scan(place, collector, 0);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    @OnSoftHsm
    void byAToken(String collector) throws Exception {
        try (Place place = Place.token("wrapping" + collector.length())) {
            // Of 800, in memory that the token's library freed: docs/key-lifetime.md.
            scan(place, collector, 4);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void byAwsKms(String collector) throws Exception {
        try (Place place = Place.aws(folder)) {
            scan(place, collector, ONE_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void byTencentCloudKms(String collector) throws Exception {
        try (Place place = Place.tencent(folder)) {
            scan(place, collector, ONE_REQUEST);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-XX:+UseSerialGC", "-XX:+UseG1GC"})
    void byVault(String collector) throws Exception {
        try (Place place = Place.vault(folder)) {
            scan(place, collector, ONE_REQUEST);
        }
    }

    private void scan(Place place, String collector, int strayWords) throws Exception {
        List<String> options = new ArrayList<>(List.of(collector));
        place.properties().forEach((name, value) -> options.add("-D" + name + "=" + value));
        try (AutoCloseable known = place.within()) {
            new WrapLifetime(place.uri(), folder, strayWords).requireGoneWhenWrapped(options);
        }
    }
}
