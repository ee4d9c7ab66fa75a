package dev.rowseal.plan;

import dev.rowseal.catalog.Catalogue;
import java.util.List;
import java.util.Set;
import net.sf.jsqlparser.JSQLParserException;
import net.sf.jsqlparser.parser.CCJSqlParserUtil;
import net.sf.jsqlparser.statement.Statement;
import org.jspecify.annotations.Nullable;

/**
 * A statement as the parser understood it, and the proof that it understood all of it: written back, it is the text it
 * came from, token by token, but for the quotes of {@link FreeWords}. A parser that drops, adds or reorders anything is found out here, before its tree is
 * trusted with a value.
 *
 * @param tree the parser's tree, to be rewritten in place
 * @param tokens the tokens of the text
 * @param written the text as the application wrote it, when that is what was parsed
 */
record ParsedStatement(
        Statement tree, List<Token> tokens, @Nullable String written) {

    private static final String INSTEAD =
            "write it in plainer SQL, or keep the sealed table's name out of statements that Rowseal need not plan";

    private static final Set<String> CHANGED = Set.of("final", "new", "old");

    /**
     * Parses the text of one statement, without or with a semicolon at its end.
     *
     * @param sql in the form that the parser reads
     * @param original as the application wrote it
     */
    static ParsedStatement of(String sql, String original, Catalogue catalogue) throws Refusal {
        List<Token> tokens = Lexer.tokens(sql);
        if (tokens == null) {
            throw Refusal.of(
                    "it names a sealed table and has a quote or comment that does not end, or an identifier with Unicode escapes",
                    INSTEAD);
        }
        tokens = oneStatement(tokens);
        if (tokens.stream().anyMatch(token -> token.text().equals(";"))) {
            throw Refusal.of("it holds several statements and names a sealed table", "run one statement at a time");
        }
        requireNoFinalTable(tokens);
        requireUnnumbered(tokens);
        JdbcEscapes.refuseParameters(tokens);
        Statement tree = parse(sql);
        List<Token> read = tokens;
        if (tree == null) {
            String quoted = FreeWords.quoted(sql, tokens, catalogue.dialect(), catalogue.folding());
            List<Token> further = quoted.equals(sql) ? null : Lexer.tokens(quoted);
            tree = further == null ? null : parse(quoted);
            if (further == null || tree == null) {
                throw Refusal.of("it names a sealed table and cannot be parsed", INSTEAD);
            }
            read = oneStatement(further);
        }
        List<Token> written = Lexer.tokens(tree.toString());
        if (written == null || !same(read, written)) {
            throw Refusal.of("it names a sealed table and the parser does not give it back token by token", INSTEAD);
        }
        return new ParsedStatement(tree, tokens, sql.equals(original) ? sql : null);
    }

    /** The tokens of a text without semicolons at its end, none of which a database cuts to another. */
    static List<Token> oneStatement(List<Token> tokens) throws Refusal {
        List<Token> statement = tokens;
        while (!statement.isEmpty()
                && statement.get(statement.size() - 1).text().equals(";")) {
            statement = statement.subList(0, statement.size() - 1);
        }
        if (statement.stream().anyMatch(Token::isCut)) {
            throw Refusal.of(
                    "it names a sealed table and has a name of more than " + Token.LONGEST_NAME
                            + " bytes, which a database may cut to another",
                    "write the name as the database keeps it");
        }
        return statement;
    }

    /** {@code FINAL TABLE (INSERT …)}, as jOOQ writes RETURNING for H2; the parser has no such thing. */
    private static void requireNoFinalTable(List<Token> tokens) throws Refusal {
        for (int i = 2; i < tokens.size(); i++) {
            if (tokens.get(i).text().equals("(")
                    && tokens.get(i - 1).normal().equals("table")
                    && CHANGED.contains(tokens.get(i - 2).normal())) {
                throw Refusal.of(
                        "it reads the rows that a change made (FINAL TABLE)",
                        "run the change by itself, and ask for generated keys or read the rows by their ids");
            }
        }
    }

    /** {@code $1} and {@code ?1} count the parameters of the text that is sent, which has others. */
    private static void requireUnnumbered(List<Token> tokens) throws Refusal {
        for (int i = 1; i < tokens.size(); i++) {
            Token before = tokens.get(i - 1);
            if (tokens.get(i).kind() == Token.Kind.NUMBER
                    && tokens.get(i).begin() == before.begin() + 1
                    && (before.kind() == Token.Kind.PARAMETER || before.text().equals("$"))) {
                throw Refusal.of("it names a sealed table and has a parameter with a number", "write ? for each");
            }
        }
    }

    private static @Nullable Statement parse(String sql) {
        try {
            return CCJSqlParserUtil.parse(sql);
        } catch (JSQLParserException | RuntimeException unparsable) {
            // The parser's message quotes the text, which may hold values: it goes no further.
            return null;
        }
    }

    private static boolean same(List<Token> read, List<Token> written) {
        if (read.size() != written.size()) {
            return false;
        }
        for (int i = 0; i < read.size(); i++) {
            if (read.get(i).kind() != written.get(i).kind()
                    || !read.get(i).normal().equals(written.get(i).normal())) {
                return false;
            }
        }
        return true;
    }
}
