package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLContext;
import org.bouncycastle.jce.provider.BouncyCastleProvider;
import org.bouncycastle.jsse.provider.BouncyCastleJsseProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * KMSs that take one group for the exchange of keys and no other, and processes ({@link KeyUser}) whose TLS is set up as
 * docs/kms/aws.md says: by settings of the JVM alone.
 */
class PostQuantumTlsTest {

    private static final String HYBRID = "X25519MLKEM768";
    private static final String CLASSICAL = "x25519";
    private static final int KEYS = 20;

    // It tells of each handshake, and of those that fail with their stacks.
    private final Logger talkative = Logger.getLogger("org.bouncycastle.jsse");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private LocalhostCertificate certificate;

    @BeforeEach
    void start() throws Exception {
        talkative.setLevel(Level.OFF);
        certificate = LocalhostCertificate.in(directory);
    }

    @AfterEach
    void stop() {
        talkative.setLevel(null);
    }

    private KmsService taking(String group) throws Exception {
        SSLContext all = SSLContext.getInstance("TLSv1.3", new BouncyCastleJsseProvider(new BouncyCastleProvider()));
        return KmsService.secured(OneGroup.of(certificate.init(all), group));
    }

    @Test
    void keysAreMadeWrappedAndOpenedOverTheHybridExchange() throws Exception {
        try (KmsService service = taking(HYBRID)) {
            Outcome outcome = use(service, bouncyCastle(), "-Djdk.tls.namedGroups=X25519MLKEM768,x25519,secp256r1");

            assertThat(outcome.said()).as(outcome.complaint()).isEqualTo("ready");
            assertThat(service.count("GenerateDataKey")).isEqualTo(KEYS / 2);
            assertThat(service.count("Encrypt")).isEqualTo(KEYS / 2);
            assertThat(service.count("Decrypt")).isEqualTo(KEYS);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"the JDK's TLS", "Bouncy Castle's TLS"})
    void whoDoesNotOfferItHasNoConnection(String whose) throws Exception {
        List<String> settings = new ArrayList<>(List.of("-Djdk.tls.namedGroups=x25519,secp256r1"));
        if (whose.startsWith("Bouncy")) {
            settings.add(bouncyCastle());
        }
        try (KmsService hybrid = taking(HYBRID);
                KmsService classical = taking(CLASSICAL)) {
            Outcome refused = use(hybrid, settings.toArray(String[]::new));
            Outcome taken = use(classical, settings.toArray(String[]::new));

            assertThat(refused.said()).isEmpty();
            assertThat(refused.complaint()).contains("KeyUnavailable");
            assertThat(hybrid.calls()).isZero();
            assertThat(taken.said()).as(taken.complaint()).isEqualTo("ready");
        }
    }

    /**
     * What docs/kms/aws.md warns of, and that the group is offered without being named. Where a version of Bouncy Castle leaves nothing
     * any more, this fails, and the warning can go.
     */
    @Test
    void bouncyCastleLeavesTheKeysInMemory() throws Exception {
        Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/self/mem")), "no /proc/self/mem here");
        try (KmsService service = taking(HYBRID)) {
            Outcome outcome = use(service, bouncyCastle());

            assertThat(outcome.said()).as(outcome.complaint()).isEqualTo("ready");
            assertThat(outcome.left()).isNotEmpty();
        }
    }

    private static String bouncyCastle() throws Exception {
        return "-Djava.security.properties="
                + Path.of(Objects.requireNonNull(PostQuantumTlsTest.class.getResource("/post-quantum.security"))
                        .toURI());
    }

    /**
     * @param said empty if the process failed
     * @param left what was left of keys in the memory of a process that did not
     */
    private record Outcome(String said, String complaint, Map<String, Integer> left) {}

    private Outcome use(KmsService service, String... settings) throws Exception {
        Path complaints = directory.resolve("complaints");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-XX:+UseSerialGC", "-Xmx64m"));
        command.add("-Djavax.net.ssl.trustStore=" + certificate.store());
        command.add("-Djavax.net.ssl.trustStorePassword=" + LocalhostCertificate.PASSWORD);
        command.addAll(List.of(settings));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KeyUser.class.getName()));
        command.addAll(List.of(service.endpoint().toString(), service.newKey("0001"), Integer.toString(KEYS), "leave"));
        Process user =
                new ProcessBuilder(command).redirectError(complaints.toFile()).start();
        try (BufferedReader says = new BufferedReader(new InputStreamReader(user.getInputStream(), US_ASCII))) {
            String said = says.readLine();
            Map<String, Integer> left = said == null || !Files.isReadable(Path.of("/proc/self/mem"))
                    ? Map.of()
                    : KeysInMemoryTest.scan(user.pid(), KeysInMemoryTest.patterns(service.plaintexts));
            return new Outcome(said == null ? "" : said, Files.readString(complaints, UTF_8), left);
        } finally {
            user.destroyForcibly().waitFor();
        }
    }
}
