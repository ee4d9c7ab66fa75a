package dev.rowseal.credentials.tencent;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.credentials.CredentialSource.Limits;
import dev.rowseal.credentials.contract.CredentialContract;
import dev.rowseal.kms.contract.Faults;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TencentSecretContractTest extends CredentialContract {

    private final ObjectMapper json = new ObjectMapper();

    @SuppressWarnings("NullAway.Init") // by JUnit
    private SsmService service;

    @BeforeAll
    void start() throws Exception {
        service = new SsmService();
    }

    @AfterAll
    void stop() {
        service.close();
    }

    @Override
    protected CredentialSource open(Limits limits) {
        return Given.temporary().open(service, SsmService.REGION + "/" + SsmService.NAME, limits);
    }

    @Override
    protected void put(String text) {
        service.put(text);
    }

    @Override
    protected String written(String user, String password) {
        return json.createObjectNode()
                .put("UserName", user)
                .put("Password", password)
                .toString();
    }

    @Override
    protected Faults faults() {
        return service;
    }

    @Override
    protected List<String> secrets() {
        return List.of("temporary-secret", "long-term-secret", "session-token");
    }
}
