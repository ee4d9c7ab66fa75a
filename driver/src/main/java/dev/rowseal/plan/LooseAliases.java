package dev.rowseal.plan;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.Alias;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.SelectItem;

/**
 * Aliases without AS. The parser takes a word that it does not know for a column, and what stands behind it for its alias;
 * to the database the word may be a modifier or an operator, and what stands behind it a column. So an alias must have AS
 * where the word before it is no column that is in sight.
 */
final class LooseAliases {

    /** Words that end an expression, so that only an alias can follow. */
    private static final Set<String> ENDS = Set.of(
            "END",
            "NULL",
            "TRUE",
            "FALSE",
            "UNKNOWN",
            "CURRENT_DATE",
            "CURRENT_TIME",
            "CURRENT_TIMESTAMP",
            "CURRENT_USER",
            "CURRENT_ROLE",
            "CURRENT_SCHEMA",
            "SESSION_USER",
            "USER",
            "LOCALTIME",
            "LOCALTIMESTAMP");

    private LooseAliases() {}

    /** Refuses an alias that might be none. */
    static void require(SelectItem<?> item, Scope scope, Draft draft) throws Refusal {
        Alias alias = item.getAlias();
        if (alias != null && !alias.isUseAs() && !isBehindValue(item, scope)) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "its select list has an alias without AS, " + alias.getName()
                                + ", behind a word that is no column",
                        "write AS before the alias, and leave modifiers out");
            });
        }
    }

    private static boolean isBehindValue(SelectItem<?> item, Scope scope) {
        List<Token> tokens = Lexer.tokens(item.getExpression().toString());
        if (tokens == null || tokens.isEmpty()) {
            return false;
        }
        Token last = tokens.get(tokens.size() - 1);
        boolean qualified =
                tokens.size() > 1 && tokens.get(tokens.size() - 2).text().equals(".");
        return last.kind() != Token.Kind.WORD
                || qualified
                || ENDS.contains(last.text().toUpperCase(Locale.ROOT))
                || !(scope.resolve(new Column(last.text())) instanceof Scope.Unresolved);
    }
}
