package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Row ids that are evaluated before an INSERT, so that values can be sealed for them. The sequences that they come from
 * are drawn from by the same session, in the order in which the INSERT would have.
 *
 * @param expressions SQL of each generated row-id column
 * @param columns these columns, in the same order
 * @param rows how many rows of the INSERT need such ids; they are numbered from 0
 * @param alone whether no others may be drawn together with them, because the INSERT asks sequences of more
 */
public record Generation(List<String> expressions, List<RowIdColumn> columns, int rows, boolean alone) {

    private static final Pattern NEXT =
            Pattern.compile("\\b(nextval|next\\s+value\\s+for)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern ASKS = Pattern.compile(
            NEXT + "|\\b(currval|lastval|(current|previous)\\s+value\\s+for|identity|last_insert_id)\\b",
            Pattern.CASE_INSENSITIVE);

    /**
     * The same, of an INSERT of this text, from which its ids are gone.
     *
     * @throws Refusal when what it asks of sequences would be another value than in its place
     */
    Generation beside(String insert, Dialect dialect) throws Refusal {
        // In a row H2 gives one value of a sequence, however often it is asked for.
        boolean twice = dialect == Dialect.H2 && NEXT.matcher(insert).find();
        boolean asks = ASKS.matcher(insert).find();
        if (twice || asks && rows > 1) {
            throw Refusal.of(
                    "an INSERT whose row ids are drawn first asks a sequence for more",
                    "insert one row by a statement, or draw the values first and give them as parameters");
        }
        return new Generation(expressions, columns, rows, asks);
    }

    public Generation {
        expressions = List.copyOf(expressions);
        columns = List.copyOf(columns);
    }
}
