package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import java.util.List;
import java.util.regex.Pattern;

/**
 * JDBC's escapes (JDBC 4.3, 13.4), which wrapped drivers undo by themselves, wherever they take them to stand and each in a way of
 * its own: what is left of {@code pa{oj tient}} is one word, pgjdbc and H2 need no blank behind {@code oj}, and pgjdbc drops a
 * letter of a {@code fn} that is no call. Texts with braces alone are looked at.
 */
final class JdbcEscapes {

    private static final String BLANK = "[\\s\\p{Z}\\p{Cntrl}]*+";

    private static final Pattern ESCAPE =
            Pattern.compile("\\{" + BLANK + "(?:oj|fn|params|d|ts|t|escape|call|\\?)(?![a-z0-9_])");

    /** What may be a part of a word, or of a quoted name, directly before or behind one; or another. */
    private static final Pattern JOINED =
            Pattern.compile("[\\p{L}\\p{M}\\p{N}_$@&\"`\\]}]\\{|\\}[\\p{L}\\p{M}\\p{N}_$@&\"`\\[]");

    private static final Pattern NO_BLANK =
            Pattern.compile("\\{" + BLANK + "(?:oj|fn|params)[\\p{L}\\p{M}\\p{N}_$@&\"`\\[]");

    private static final Pattern NO_CALL = Pattern.compile(
            "\\{" + BLANK + "fn(?![a-z0-9_])" + BLANK + "(?![\\p{L}_][\\p{L}\\p{N}_$]*+" + BLANK + "\\()");

    private JdbcEscapes() {}

    /** Refuses a text of which the driver may make words that are not in it. */
    static void refuseHidden(String sql) throws Refusal {
        if (sql.indexOf('{') < 0) {
            return;
        }
        String text = Folding.comparable(sql);
        if (ESCAPE.matcher(text).find() && JOINED.matcher(text).find()
                || NO_BLANK.matcher(text).find()
                || NO_CALL.matcher(text).find()) {
            throw Refusal.of(
                    "it has a JDBC escape of which the driver may make other words",
                    "put blanks around an escape and behind its first word, and a function's parentheses behind fn");
        }
    }

    /** Refuses a parameter in a function's escape: drivers put the function's arguments in another order, and write them twice. */
    static void refuseParameters(List<Token> tokens) throws Refusal {
        int depth = 0;
        for (int i = 0; i < tokens.size(); i++) {
            String text = tokens.get(i).text();
            if (text.equals("{")
                    && (depth > 0
                            || i + 1 < tokens.size()
                                    && tokens.get(i + 1).normal().equals("fn"))) {
                depth++;
            } else if (text.equals("}") && depth > 0) {
                depth--;
            } else if (depth > 0 && tokens.get(i).kind() == Token.Kind.PARAMETER) {
                throw Refusal.of(
                        "it names a sealed table and has a parameter in a JDBC escape of a function",
                        "call the database's own function");
            }
        }
    }
}
