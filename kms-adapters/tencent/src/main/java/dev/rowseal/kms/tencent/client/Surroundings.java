package dev.rowseal.kms.tencent.client;

import org.jspecify.annotations.Nullable;

/** What a process is told from outside. */
public interface Surroundings {

    /** This process's environment and system properties. */
    Surroundings PROCESS = new Surroundings() {
        @Override
        public @Nullable String variable(String name) {
            return System.getenv(name);
        }

        @Override
        public @Nullable String property(String name) {
            return System.getProperty(name);
        }
    };

    @Nullable
    String variable(String name);

    @Nullable
    String property(String name);
}
