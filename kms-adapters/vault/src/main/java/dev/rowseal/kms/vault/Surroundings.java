package dev.rowseal.kms.vault;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a process is told by its environment, and for what is no secret by its system properties. */
@FunctionalInterface
interface Surroundings {

    /** What a variable says; null where it is not set or empty. */
    @Nullable
    String variable(String name);

    /**
     * This process's. {@code ROWSEAL_VAULT_TOKEN_FILE} may also be given as the system property {@code
     * rowseal.vault.token-file}, and so on; a secret itself may not, since command lines are public.
     */
    static @Nullable String ofProcess(String name) {
        String value = System.getenv(name);
        if ((value == null || value.isEmpty()) && !name.equals(Identity.SECRET_ID)) {
            value = System.getProperty(name.replaceFirst("ROWSEAL_VAULT_", "rowseal.vault.")
                    .replace('_', '-')
                    .toLowerCase(Locale.ROOT));
        }
        return value == null || value.isEmpty() ? null : value;
    }
}
