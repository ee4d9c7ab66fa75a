package dev.rowseal.plan;

import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.ExpressionVisitor;
import net.sf.jsqlparser.parser.ASTNodeAccessImpl;
import org.jspecify.annotations.Nullable;

/** A slot in the parser's tree; written back as a mark that {@link Draft} finds again. */
final class Placeholder extends ASTNodeAccessImpl implements Expression {

    private static final long serialVersionUID = 1L;

    /** A private-use character, so that no SQL that a database takes has it outside a string or a quoted name. */
    static final char MARK = '\uE000';

    private final int slot;

    Placeholder(int slot) {
        this.slot = slot;
    }

    @Override
    public <T, S> @Nullable T accept(ExpressionVisitor<T> visitor, S context) {
        return null;
    }

    @Override
    public String toString() {
        return MARK + Integer.toString(slot) + MARK;
    }

    /** The number of the slot whose mark a token is, or -1. */
    static int slotOf(Token token) {
        String text = token.text();
        boolean mark = token.kind() == Token.Kind.WORD && text.length() > 2 && text.charAt(0) == MARK;
        return mark ? Integer.parseInt(text.substring(1, text.length() - 1)) : -1;
    }
}
