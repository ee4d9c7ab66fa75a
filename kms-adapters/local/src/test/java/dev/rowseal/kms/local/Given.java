package dev.rowseal.kms.local;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An environment and system properties as a test gives them. */
final class Given implements Surroundings {

    final Map<String, String> variables = new HashMap<>();
    final Map<String, String> properties = new HashMap<>();

    static Given password(String password) {
        Given given = new Given();
        given.variables.put(KeystorePassword.VARIABLE, password);
        return given;
    }

    @Override
    public @Nullable String variable(String name) {
        return variables.get(name);
    }

    @Override
    public @Nullable String property(String name) {
        return properties.get(name);
    }
}
