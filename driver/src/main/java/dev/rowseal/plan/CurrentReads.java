package dev.rowseal.plan;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/**
 * Has every SELECT of a MariaDB text read rows as they are now, and share their locks. In a transaction a SELECT reads rows
 * as they were when the transaction first looked, where an INSERT … SELECT, an UPDATE or a DELETE reads them as they are; and the clause
 * that says so reaches no further than the SELECT that it stands in.
 */
final class CurrentReads {

    private static final String CLAUSE = " LOCK IN SHARE MODE";

    /** A pair of parentheses, or the whole text. */
    private static final class Group {
        /** Whether a SELECT of it is being read. */
        private boolean reading;

        /** Whether it has a set operation, so that each SELECT must stand in parentheses of its own. */
        private boolean sets;
    }

    private final String text;
    private final StringBuilder written = new StringBuilder();
    private final Deque<Group> groups = new ArrayDeque<>();

    private CurrentReads(String text) {
        this.text = text;
    }

    /**
     * The text with the clause in every SELECT.
     *
     * @throws Refusal where a SELECT has locks of its own, or is recursive
     */
    static String in(String text) throws Refusal {
        List<Token> tokens = Lexer.tokens(text);
        if (tokens == null) {
            throw unreadable();
        }
        return new CurrentReads(text).read(tokens);
    }

    private static Refusal unreadable() {
        return Refusal.of(
                "it reads rows by a query that is recursive, has row locks or cannot be read again",
                "select from tables, joins and plain subqueries, or bind what you have read");
    }

    private String read(List<Token> tokens) throws Refusal {
        groups.push(new Group());
        int from = 0;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            written.append(text, from, token.begin());
            from = token.begin() + token.text().length();
            switch (word(tokens, i)) {
                case "(" -> {
                    written.append(token.text());
                    groups.push(new Group());
                }
                case ")" -> {
                    end();
                    groups.pop();
                    if (groups.isEmpty()) {
                        throw unreadable();
                    }
                    written.append(token.text());
                }
                case "SELECT" -> begin(token, tokens, i);
                case "UNION", "EXCEPT", "INTERSECT" -> {
                    end();
                    group().sets = true;
                    written.append(token.text());
                }
                case "ORDER", "LIMIT", "OFFSET", "FETCH" -> {
                    if (group().sets) {
                        end();
                    }
                    written.append(token.text());
                }
                case "LOCK", "FOR", "RECURSIVE" -> {
                    // SUBSTRING (… FOR …) stands in parentheses of its own.
                    if (group().reading || token.text().length() > 4) {
                        throw unreadable();
                    }
                    written.append(token.text());
                }
                default -> written.append(token.text());
            }
        }
        written.append(text.substring(from));
        end();
        return written.toString();
    }

    /** A token as a word of the language; empty where it is a name, in quotes or behind a dot. */
    private static String word(List<Token> tokens, int at) {
        boolean name = tokens.get(at).kind() == Token.Kind.QUOTED
                || at > 0 && tokens.get(at - 1).text().equals(".");
        return name ? "" : tokens.get(at).text().toUpperCase(Locale.ROOT);
    }

    private Group group() throws Refusal {
        Group group = groups.peek();
        if (group == null) {
            throw unreadable();
        }
        return group;
    }

    private void begin(Token token, List<Token> tokens, int at) throws Refusal {
        Group group = group();
        group.sets = group.sets || isAmongSets(tokens, at);
        group.reading = true;
        written.append(group.sets ? "(" : "").append(token.text());
    }

    /** Whether a set operation follows in the same parentheses. */
    private static boolean isAmongSets(List<Token> tokens, int at) {
        int depth = 0;
        for (int i = at; i < tokens.size() && depth >= 0; i++) {
            String word = word(tokens, i);
            depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
            if (depth == 0 && (word.equals("UNION") || word.equals("EXCEPT") || word.equals("INTERSECT"))) {
                return true;
            }
        }
        return false;
    }

    /** Ends the SELECT that is being read. */
    private void end() throws Refusal {
        Group group = group();
        if (group.reading) {
            int last = written.length();
            while (Character.isWhitespace(written.charAt(last - 1))) {
                last--;
            }
            written.insert(last, group.sets ? CLAUSE + ")" : CLAUSE);
            group.reading = false;
        }
    }
}
