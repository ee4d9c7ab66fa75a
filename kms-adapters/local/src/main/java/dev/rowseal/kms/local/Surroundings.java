package dev.rowseal.kms.local;

import org.jspecify.annotations.Nullable;

/** What a process is told from outside. */
interface Surroundings {

    /** This process's environment, system properties and terminal. */
    Surroundings PROCESS = new Surroundings() {
        @Override
        public @Nullable String variable(String name) {
            return System.getenv(name);
        }

        @Override
        public @Nullable String property(String name) {
            return System.getProperty(name);
        }

        @Override
        public char @Nullable [] ask(String question) {
            return Terminal.ask(question);
        }
    };

    @Nullable
    String variable(String name);

    @Nullable
    String property(String name);

    /** What somebody types at a question, unseen; the caller overwrites it. Null where nobody can be asked. */
    char @Nullable [] ask(String question);
}
