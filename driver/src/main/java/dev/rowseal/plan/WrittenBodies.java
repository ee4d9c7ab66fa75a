package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * PostgreSQL's texts that run, or will: those of DO, and of functions and procedures. Names are looked for in them, so each must be
 * there to be read: as one string, written as it is. Whether a backslash is an escape is the session's to say, and with it where a
 * string ends: beside a body only what is between dollars may have one. What a block runs in its turn, by EXECUTE, must be such a string
 * too; what a routine runs is its own affair, as whatever else it does.
 */
final class WrittenBodies {

    /** The first word of a block; where it is one of another statement, the next word tells. */
    private static final Pattern DO = Pattern.compile("\\bdo\\b(?!\\s++(?:nothing|update|instead|also)\\b)");

    /** The first words of a routine; comments may be between them. */
    private static final Pattern ROUTINE =
            Pattern.compile("\\bcreate\\s++(?:or\\s++replace\\s++)?(?:function|procedure)\\b"
                    + "|(?s:^(?=.*\\bcreate\\b)(?=.*\\b(?:function|procedure)\\b).*(?:/\\*|--))");

    /** The same where a statement, or a line, may begin. */
    private static final Pattern BEGINS = Pattern.compile("(?:^|[;\\r\\n]|\\*/)\\s*+(?:do|create)\\b");

    private static final Set<String> NO_BLOCK = Set.of("nothing", "update", "instead", "also");

    private static final Pattern EXECUTE = Pattern.compile("\\bexecute\\b");

    /** What may be behind the string that EXECUTE runs. */
    private static final Set<String> BEHIND = Set.of(";", "into", "using", "loop");

    private WrittenBodies() {}

    /** Whether a text has words by which such a body begins, perhaps in a string. */
    static boolean mayBeIn(String comparable) {
        return DO.matcher(comparable).find() || ROUTINE.matcher(comparable).find();
    }

    /**
     * Refuses a text with a body that is not there to be read.
     *
     * @param comparable the text as words are looked for in it
     */
    static void refuse(String sql, String comparable) throws Refusal {
        if (!mayBeIn(comparable)) {
            return;
        }
        List<Token> tokens = Lexer.tokens(sql);
        if (tokens == null) {
            // Of a string with Unicode escapes, or one that does not end.
            if (BEGINS.matcher(comparable).find()) {
                throw refused();
            }
            return;
        }
        if (IntStream.range(0, tokens.size()).noneMatch(at -> isBlock(tokens, at) || isRoutine(tokens, at))) {
            // Words in a string. Sessions in which it may end elsewhere are asked for.
            return;
        }
        boolean block = false;
        boolean routine = false;
        for (int i = 0; i < tokens.size(); i++) {
            Token token = tokens.get(i);
            boolean ends = token.text().equals(";");
            block = !ends && (block || isBlock(tokens, i));
            routine = !ends && (routine || isRoutine(tokens, i));
            if (isReadOtherwise(token) || (block || routine) && isWrittenOtherwise(tokens, i)) {
                throw refused();
            }
            if (block && token.kind() == Token.Kind.STRING) {
                refuseRunning(inside(token));
            }
            if (block && is(tokens, i, "language") && !isPlpgsql(tokens, i + 1)) {
                throw refusedRunning();
            }
        }
    }

    /** Refuses the text of a block that runs what is not there to be read. Its own language is read as SQL is. */
    private static void refuseRunning(String body) throws Refusal {
        String comparable = Folding.comparable(body);
        refuse(body, comparable);
        if (!EXECUTE.matcher(comparable).find()) {
            return;
        }
        List<Token> tokens = Lexer.tokens(body);
        if (tokens == null || tokens.stream().anyMatch(WrittenBodies::isReadOtherwise)) {
            throw refusedRunning();
        }
        for (int i = 0; i < tokens.size(); i++) {
            if (is(tokens, i, "execute") && !isRightOrTrigger(tokens, i + 1)) {
                String text = executed(tokens, i + 1);
                refuse(text, Folding.comparable(text));
            }
        }
    }

    private static String executed(List<Token> tokens, int at) throws Refusal {
        boolean plain = at + 1 < tokens.size()
                && tokens.get(at).kind() == Token.Kind.STRING
                && !isWrittenOtherwise(tokens, at)
                && BEHIND.contains(tokens.get(at + 1).normal());
        if (!plain) {
            throw refusedRunning();
        }
        return inside(tokens.get(at));
    }

    /** GRANT EXECUTE ON …, or EXECUTE FUNCTION f(…) of a trigger: neither could be an expression. */
    private static boolean isRightOrTrigger(List<Token> tokens, int at) {
        if (!is(tokens, at, "function") && !is(tokens, at, "procedure")) {
            return is(tokens, at, "on");
        }
        int name = at + 1;
        while (isName(tokens, name) && is(tokens, name + 1, ".")) {
            name += 2;
        }
        return isName(tokens, name) && is(tokens, name + 1, "(");
    }

    private static boolean isName(List<Token> tokens, int at) {
        return at < tokens.size()
                && (tokens.get(at).kind() == Token.Kind.WORD || tokens.get(at).kind() == Token.Kind.QUOTED);
    }

    private static boolean isPlpgsql(List<Token> tokens, int at) {
        return at < tokens.size()
                && tokens.get(at).normal().replaceAll("^['\"]|['\"]$", "").equals("plpgsql");
    }

    /** What a plain string holds. */
    private static String inside(Token string) {
        String text = string.text();
        if (text.startsWith("'")) {
            return text.substring(1, text.length() - 1).replace("''", "'");
        }
        int mark = text.indexOf('$', 1) + 1;
        return text.substring(mark, text.length() - mark);
    }

    private static boolean isBlock(List<Token> tokens, int at) {
        return is(tokens, at, "do")
                && !(at + 1 < tokens.size()
                        && NO_BLOCK.contains(tokens.get(at + 1).normal()));
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
            case QUOTED -> token.isInBackTicks();
            case NUMBER -> token.text().indexOf('$') >= 0;
            default -> false;
        };
    }

    private static Refusal refusedRunning() {
        return Refusal.of(
                "it has a DO block that runs SQL from a variable or an expression, or in another language than plpgsql",
                "give EXECUTE one plain string, or run the block through the plain driver");
    }

    private static Refusal refused() {
        return Refusal.of(
                "it has a DO block or a routine whose text, or a string beside it, is written with escapes, or as two strings",
                "write the text as one string, between $$ and $$, and backslashes nowhere else");
    }
}
