package dev.rowseal.kms.pkcs11;

import org.jspecify.annotations.Nullable;

/** What a process is told by its environment. */
@FunctionalInterface
interface Surroundings {

    /** The variable, or null where it is not set or empty. */
    @Nullable
    String variable(String name);

    /** This process's environment. */
    static @Nullable String ofProcess(String name) {
        String value = System.getenv(name);
        return value == null || value.isEmpty() ? null : value;
    }
}
