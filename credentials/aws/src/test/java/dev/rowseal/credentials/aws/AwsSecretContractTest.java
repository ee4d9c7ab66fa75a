package dev.rowseal.credentials.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.CredentialSource.Limits;
import dev.rowseal.credentials.contract.CredentialContract;
import dev.rowseal.kms.contract.Faults;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

/** With the SDK at its most talkative: what it logs is read after each test. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AwsSecretContractTest extends CredentialContract {

    private final ObjectMapper json = new ObjectMapper();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private SecretsService service;

    @BeforeAll
    void start() throws Exception {
        service = new SecretsService();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Override
    protected CredentialSource open(Limits limits) {
        return new Given().open(service, SecretsService.ARN, Given.TEMPORARY, limits);
    }

    @Override
    protected void put(String text) {
        service.put(text);
    }

    @Override
    protected String written(String user, String password) {
        return json.createObjectNode()
                .put("engine", "postgres")
                .put("host", "clinic.eu-central-1.rds.amazonaws.com")
                .put("username", user)
                .put("password", password)
                .put("port", 5432)
                .toString();
    }

    @Override
    protected Faults faults() {
        return service;
    }

    @Override
    protected List<String> secrets() {
        // The SDK's signer logs the session token at DEBUG, which opens nothing without the secret key.
        return List.of("temporary-secret", "long-term-secret");
    }
}
