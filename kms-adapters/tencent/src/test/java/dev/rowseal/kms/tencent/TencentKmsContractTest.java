package dev.rowseal.kms.tencent;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.contract.NetworkKmsContract;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TencentKmsContractTest extends NetworkKmsContract {

    // What the JDK's client and the test's own server tell of some hundred calls is megabytes; TencentLogTest reads
    // that of
    // a few.
    private final List<Logger> talkative =
            List.of(Logger.getLogger("jdk.internal.httpclient.debug"), Logger.getLogger("com.sun.net.httpserver"));

    @SuppressWarnings("NullAway.Init") // by JUnit
    private CloudService service;

    @BeforeAll
    void start() throws Exception {
        talkative.forEach(logger -> logger.setLevel(Level.INFO));
        service = new CloudService();
    }

    @AfterAll
    void stop() {
        service.close();
        talkative.forEach(logger -> logger.setLevel(null));
    }

    @Override
    protected Kms open() {
        return open(Given.THRICE);
    }

    @Override
    protected Kms open(Kms.Limits limits) {
        return Given.temporary().open(service, CloudService.KEY_ID, limits);
    }

    @Override
    protected Optional<Kms> openAnother() {
        return Optional.of(Given.temporary().open(service, CloudService.OTHER_ID, Given.THRICE));
    }

    @Override
    protected Faults faults() {
        return service;
    }

    @Override
    protected String kekUri() {
        return "tencent-kms://" + CloudService.REGION + "/" + CloudService.KEY_ID;
    }

    @Override
    protected boolean rotate() {
        Objects.requireNonNull(service.kms.keys.get(CloudService.KEY_ID)).rotate();
        return true;
    }

    @Override
    protected int flips() {
        return 100;
    }

    @Override
    protected int truncations() {
        return 100;
    }

    @Override
    protected List<String> secrets() {
        return List.of("temporary-secret");
    }
}
