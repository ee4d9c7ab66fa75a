package dev.rowseal.credentials.tencent;

import dev.rowseal.credentials.CredentialSource;
import dev.rowseal.kms.tencent.client.Identity;
import dev.rowseal.kms.tencent.client.Surroundings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An environment as a test gives it, and sources on the loopback service. */
final class Given implements Surroundings {

    static final CredentialSource.Limits ONCE = new CredentialSource.Limits(Duration.ofSeconds(60), 1);

    final Map<String, String> variables = new HashMap<>();

    static Given temporary() {
        return new Given()
                .with(Identity.ID, "AKIDTEMPORARY")
                .with(Identity.KEY, "temporary-secret")
                .with(Identity.TOKEN, "session-token");
    }

    Given with(String variable, String value) {
        variables.put(variable, value);
        return this;
    }

    CredentialSource open(SsmService service, String name, CredentialSource.Limits limits) {
        return new TencentSsmProvider(this, service.endpoint(), service.metadataUri())
                .open("tencent-ssm://" + name, limits);
    }

    @Override
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    @Override
    public @Nullable String property(String name) {
        return null;
    }
}
