package dev.rowseal.kms.local;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
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

    /** What is typed, question by question; nobody sits there when it is empty. */
    final Deque<char[]> typed = new ArrayDeque<>();

    final List<String> questions = new ArrayList<>();

    static Given prompt(String... typed) {
        Given given = new Given();
        given.variables.put(KeystorePassword.PROMPT_VARIABLE, "true");
        for (String one : typed) {
            given.typed.add(one.toCharArray());
        }
        return given;
    }

    @Override
    public char @Nullable [] ask(String question) {
        questions.add(question);
        return typed.poll();
    }
}
