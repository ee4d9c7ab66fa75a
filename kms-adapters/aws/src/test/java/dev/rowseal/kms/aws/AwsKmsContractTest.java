package dev.rowseal.kms.aws;

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
class AwsKmsContractTest extends NetworkKmsContract {

    // What the SDK tells of some hundred calls at its most talkative is megabytes; AwsLogTest reads that of a few.
    private final List<Logger> talkative =
            List.of(Logger.getLogger("software.amazon.awssdk"), Logger.getLogger("com.sun.net.httpserver"));

    @SuppressWarnings("NullAway.Init") // by JUnit
    private KmsService service;

    @SuppressWarnings("NullAway.Init")
    private String arn;

    @BeforeAll
    void start() throws Exception {
        talkative.forEach(logger -> logger.setLevel(Level.INFO));
        service = new KmsService();
        arn = service.newKey("0d1c7f6a-0000-4000-8000-000000000001");
    }

    @AfterAll
    void stop() {
        service.close();
        talkative.forEach(logger -> logger.setLevel(null));
    }

    @Override
    protected Kms open() {
        return Given.open(service, arn);
    }

    @Override
    protected Kms open(Kms.Limits limits) {
        return Given.open(service, arn, limits);
    }

    @Override
    protected Optional<Kms> openAnother() {
        return Optional.of(Given.open(service, service.newKey("another")));
    }

    @Override
    protected Faults faults() {
        return service;
    }

    @Override
    protected List<String> secrets() {
        return List.of("temporary-secret", "long-term-secret");
    }

    @Override
    protected String kekUri() {
        return "aws-kms://" + arn;
    }

    @Override
    protected boolean rotate() {
        Objects.requireNonNull(service.keys.get(arn)).rotate();
        return true;
    }
}
