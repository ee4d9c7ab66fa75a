package dev.rowseal.integration.kms;

import dev.rowseal.kms.aws.KmsService;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.pkcs11.SoftHsm;
import dev.rowseal.kms.tencent.CloudService;
import dev.rowseal.kms.tencent.HostCertificate;
import dev.rowseal.kms.tencent.Tunnel;
import dev.rowseal.kms.vault.LoopbackVault;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * A KMS with one KEK, and what a process must be told from outside to reach it: nothing but what the adapters' pages say.
 * Variables are this module's own, too (see its pom). Closing ends the KMS.
 */
final class Place implements AutoCloseable {

    private static final String TENCENT = "kms.tencentcloudapi.com";
    private static final String HERE = "localhost";

    private final String uri;
    private final Map<String, String> properties;
    private final Optional<Faults> faults;
    private final LongSupplier unwraps;
    private final AutoCloseable end;
    private @Nullable SSLContext trusting;

    private Place(
            String uri,
            Map<String, String> properties,
            Optional<Faults> faults,
            LongSupplier unwraps,
            AutoCloseable end) {
        this.uri = uri;
        this.properties = properties;
        this.faults = faults;
        this.unwraps = unwraps;
        this.end = end;
    }

    /** What {@code kek:} says. */
    String uri() {
        return uri;
    }

    /** The system properties of whoever uses it. */
    Map<String, String> properties() {
        return properties;
    }

    /** Tells this process what {@link #properties} tell another, until the answer is closed. */
    AutoCloseable within() throws Exception {
        SSLContext before = SSLContext.getDefault();
        properties.forEach(System::setProperty);
        if (trusting != null) {
            // The truststore of the properties is read once in a process, and that may have been.
            SSLContext.setDefault(trusting);
        }
        return () -> {
            properties.keySet().forEach(System::clearProperty);
            SSLContext.setDefault(before);
        };
    }

    /** How it is made to fail. */
    Faults faults() {
        return faults.orElseThrow();
    }

    boolean canFail() {
        return faults.isPresent();
    }

    /** How many wrappings it was asked to open. */
    long unwraps() {
        return unwraps.getAsLong();
    }

    static Place keystore(Path folder) {
        return new Place("local-kms:" + folder.resolve("kek.p12"), Map.of(), Optional.empty(), () -> -1, () -> {});
    }

    /** A key in a token of SoftHSM, which has none of that label yet. */
    static Place token(String object) throws Exception {
        SoftHsm.Token token = SoftHsm.token("contract");
        token.generate(object);
        return new Place(token.uri(object), Map.of(), Optional.empty(), () -> -1, () -> {});
    }

    /** Over TLS. */
    static Place aws(Path folder) throws Exception {
        return aws(folder, new AtomicReference<>());
    }

    /** The same, and what it is. */
    static Place aws(Path folder, AtomicReference<KmsService> running) throws Exception {
        HostCertificate certificate = HostCertificate.in(folder, TENCENT, HERE);
        KmsService service = KmsService.secured(certificate.context());
        running.set(service);
        String arn = service.newKey("0d1c7f6a-2b6e-4f0e-9d0e-5f1d2c3b4a59");
        Map<String, String> properties = Map.of(
                "aws.endpointUrlKms",
                service.endpoint().toString(),
                "aws.accessKeyId",
                "ASIATEMPORARY",
                "aws.secretAccessKey",
                "temporary-secret",
                "aws.sessionToken",
                "session-token",
                "javax.net.ssl.trustStore",
                certificate.store().toString(),
                "javax.net.ssl.trustStorePassword",
                HostCertificate.PASSWORD);
        Place place = new Place(
                "aws-kms://" + arn, properties, Optional.of(service), () -> service.count("Decrypt"), service);
        place.trusting = certificate.context();
        return place;
    }

    /** Called by its real name, over TLS, through a proxy that leads to this machine. */
    static Place tencent(Path folder) throws Exception {
        HostCertificate certificate = HostCertificate.in(folder, TENCENT, HERE);
        CloudService service = CloudService.secured(certificate.context());
        Tunnel tunnel = new Tunnel(service.port());
        Map<String, String> properties = Map.of(
                "https.proxyHost",
                "127.0.0.1",
                "https.proxyPort",
                Integer.toString(tunnel.port()),
                "javax.net.ssl.trustStore",
                certificate.store().toString(),
                "javax.net.ssl.trustStorePassword",
                HostCertificate.PASSWORD);
        Place place = new Place(
                "tencent-kms://" + CloudService.REGION + "/" + CloudService.KEY_ID,
                properties,
                Optional.of(service),
                () -> service.count("Decrypt"),
                () -> {
                    tunnel.close();
                    service.close();
                });
        place.trusting = certificate.context();
        return place;
    }

    /** Over TLS. */
    static Place vault(Path folder) throws Exception {
        HostCertificate certificate = HostCertificate.in(folder, TENCENT, HERE);
        LoopbackVault vault = new LoopbackVault(certificate
                .context()
                .getServerSocketFactory()
                .createServerSocket(0, 100, InetAddress.getLoopbackAddress()));
        vault.newKey("rowseal", true);
        Path token = Files.writeString(folder.resolve("vault-token"), vault.issueToken());
        return new Place(
                "hcvault://localhost:" + vault.port() + "/transit/rowseal",
                Map.of(
                        "rowseal.vault.token-file",
                        token.toString(),
                        "rowseal.vault.ca-file",
                        certificate.pem().toString()),
                Optional.of(vault),
                () -> vault.seen().stream()
                        .filter(call -> call.equals("POST transit/decrypt/rowseal"))
                        .count(),
                vault);
    }

    @Override
    public void close() throws Exception {
        end.close();
    }
}
