package dev.rowseal.kms.tencent;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.tencent.client.Identity;
import dev.rowseal.kms.tencent.client.Surroundings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An environment as a test gives it, and handles to the loopback service. */
final class Given implements Surroundings {

    static final Kms.Limits ONCE = new Kms.Limits(Duration.ofSeconds(60), 1);
    static final Kms.Limits THRICE = new Kms.Limits(Duration.ofSeconds(60), 3);

    final Map<String, String> variables = new HashMap<>();

    static Given nothing() {
        return new Given();
    }

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

    Kms open(CloudService service, String keyId, Kms.Limits limits) {
        return new TencentKmsProvider(this, service.endpoint(), service.metadataUri())
                .open("tencent-kms://" + CloudService.REGION + "/" + keyId, limits);
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
