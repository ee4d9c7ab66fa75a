package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Strings of a statement that are more than they seem: the beginning of a longer one, or SQL that a routine runs. */
final class WrittenStrings {

    /** What opens a string: a prefix, a quote, or dollars with a tag. */
    private static final Pattern OPENING = Pattern.compile("^(?:[a-zA-Z_0-9&]*['\"]|\\$[^$]*\\$)");

    private static final Pattern STATEMENT = Pattern.compile(
            "(?is)^(?:[\\s(]|/\\*.*?\\*/|--[^\\n\\r]*+)*(SELECT|BEGIN|START|EXPLAIN|ANALYZE|SET|PREPARE|LOCK|TRUNCATE|WITH|VALUES|TABLE|INSERT|UPDATE|DELETE|MERGE|REPLACE|COPY|EXECUTE|CALL|DO|DECLARE|FETCH)\\b.*");

    /** Before a parenthesis that holds no arguments of a routine's. */
    private static final Set<String> NO_ROUTINES =
            Set.of("VALUES", "VALUE", "IN", "ROW", "KEY", "AS", "ON", "AND", "OR", "NOT", "WHERE");

    private WrittenStrings() {}

    /**
     * Refuses a string behind which another follows, which PostgreSQL and H2 take for one where the parser has an alias;
     * and an argument of a routine which begins as a statement does and names a guarded thing.
     */
    static void refuse(List<Token> tokens, GuardedNames guarded, Draft draft) throws Refusal {
        if (draft.catalogue().dialect() != Dialect.MARIADB) {
            requireApart(tokens, draft);
        }
        Deque<Boolean> calls = new ArrayDeque<>();
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            if (token.text().equals("(")) {
                calls.push(i > 0 && (mayBeRoutine(tokens.get(i - 1)) || isInner(tokens.get(i - 1), calls.peek())));
            } else if (token.text().equals(")")) {
                calls.poll();
            } else if (token.kind() == Token.Kind.STRING
                    && Boolean.TRUE.equals(calls.peek())
                    && isStatement(token.text())
                    && guarded.in(token.text())) {
                throw Refusal.of(
                        "a routine is given a text that begins as a statement does and names a sealed table",
                        "run that statement itself");
            }
        }
    }

    private static boolean isStatement(String string) {
        return STATEMENT.matcher(OPENING.matcher(string).replaceFirst("")).matches();
    }

    /** An argument in parentheses of its own. */
    private static boolean isInner(Token before, @Nullable Boolean call) {
        return Boolean.TRUE.equals(call)
                && (before.text().equals("(") || before.text().equals(","));
    }

    private static boolean mayBeRoutine(Token before) {
        return before.kind() == Token.Kind.QUOTED
                || before.kind() == Token.Kind.WORD
                        && !NO_ROUTINES.contains(before.text().toUpperCase(Locale.ROOT));
    }

    private static void requireApart(List<Token> tokens, Draft draft) throws Refusal {
        for (int i = 1; i < tokens.size(); i++) {
            if (tokens.get(i).kind() == Token.Kind.STRING && tokens.get(i - 1).kind() == Token.Kind.STRING) {
                draft.onlyIfSealed(() -> {
                    throw Refusal.of("a string goes on in a second one", "write it as one string");
                });
                return;
            }
        }
    }
}
