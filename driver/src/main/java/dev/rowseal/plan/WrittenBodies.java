package dev.rowseal.plan;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * PostgreSQL's texts that run, or will: those of DO, and of functions and procedures. Names are looked for in them, so each must be
 * there to be read: as one string, written as it is. Whether a backslash is an escape is the session's to say, and with it where a
 * string ends: beside a body only what is between dollars may have one.
 */
final class WrittenBodies {

    /** The first word of a block; where it is one of another statement, the next word tells. */
    private static final Pattern DO = Pattern.compile("\\bdo\\b(?!\\s++(?:nothing|update|instead|also)\\b)");

    /** The first words of a routine; comments may be between them. */
    private static final Pattern ROUTINE = Pattern.compile(
            "\\bcreate\\s++(?:or\\s++replace\\s++)?(?:function|procedure)\\b"
                    + "|(?s:^(?=.*\\bcreate\\b)(?=.*\\b(?:function|procedure)\\b).*(?:/\\*|--))");

    private static final Set<String> NO_BLOCK = Set.of("nothing", "update", "instead", "also");

    private WrittenBodies() {}

    /**
     * Refuses a text with a body that is not there to be read.
     *
     * @param comparable the text as words are looked for in it
     */
    static void refuse(String sql, String comparable) throws Refusal {
        if (!DO.matcher(comparable).find() && !ROUTINE.matcher(comparable).find()) {
            return;
        }
        List<Token> tokens = Lexer.tokens(sql);
        if (tokens == null) {
            throw refused();
        }
        boolean body = false;
        for (int i = 0; i < tokens.size(); i++) {
            body = !tokens.get(i).text().equals(";") && (body || isBlock(tokens, i) || isRoutine(tokens, i));
            if (isReadOtherwise(tokens.get(i)) || body && isWrittenOtherwise(tokens, i)) {
                throw refused();
            }
        }
    }

    private static boolean isBlock(List<Token> tokens, int at) {
        return is(tokens, at, "do") && !(at + 1 < tokens.size() && NO_BLOCK.contains(tokens.get(at + 1).normal()));
    }

    private static boolean isRoutine(List<Token> tokens, int at) {
        int what = is(tokens, at + 1, "or") && is(tokens, at + 2, "replace") ? at + 3 : at + 1;
        return is(tokens, at, "create") && (is(tokens, what, "function") || is(tokens, what, "procedure"));
    }

    private static boolean is(List<Token> tokens, int at, String word) {
        return at < tokens.size() && tokens.get(at).normal().equals(word);
    }

    private static boolean isWrittenOtherwise(List<Token> tokens, int at) {
        Token token = tokens.get(at);
        boolean plain = token.text().startsWith("$") || token.text().startsWith("'");
        boolean joined = at > 0 && tokens.get(at - 1).kind() == Token.Kind.STRING;
        return token.kind() == Token.Kind.STRING && (!plain || joined);
    }

    /** Whether this may end elsewhere for PostgreSQL, which has no back-ticks and no dollar in a number. */
    private static boolean isReadOtherwise(Token token) {
        return switch (token.kind()) {
            case STRING -> !token.text().startsWith("$") && token.text().indexOf('\\') >= 0;
            case QUOTED -> token.text().startsWith("`");
            case NUMBER -> token.text().indexOf('$') >= 0;
            default -> false;
        };
    }

    private static Refusal refused() {
        return Refusal.of(
                "it has a DO block or a routine whose text, or a string beside it, is written with escapes, or as two strings",
                "write the text as one string, between $$ and $$, and backslashes nowhere else");
    }
}
