package dev.rowseal.plan;

import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.catalog.SealedTable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.StatementVisitor;
import net.sf.jsqlparser.statement.insert.Insert;
import net.sf.jsqlparser.statement.upsert.Upsert;
import net.sf.jsqlparser.statement.upsert.UpsertType;
import org.jspecify.annotations.Nullable;

/**
 * Statements that are an INSERT but for their first words: MariaDB's REPLACE and H2's MERGE … KEY. What they store has the
 * row id that they give, whatever was there before: for MERGE the key must be the row id.
 *
 * @param insert the same rows as an INSERT, which is what is planned
 * @param head the first words
 * @param key the columns of KEY as they are written; null where there is no such clause
 */
record Replacing(Insert insert, String head, @Nullable List<String> key) implements Statement {

    /** The REPLACE that a tree is; null when it is none, or one of another form. */
    static @Nullable Replacing of(Upsert replace) {
        boolean plain = replace.getUpsertType() == UpsertType.REPLACE
                && replace.getSelect() != null
                && Features.isOnly(replace, new Upsert(), "getUpsertType", "isUsingInto", "getTable", "getSelect");
        if (!plain) {
            return null;
        }
        Insert insert = new Insert();
        insert.setTable(replace.getTable());
        insert.setColumns(replace.getColumns());
        insert.setSelect(replace.getSelect());
        return new Replacing(insert, "REPLACE INTO", null);
    }

    /** An INSERT as which a MERGE … KEY was parsed. */
    static Replacing of(Insert insert, List<String> key) throws Refusal {
        Features.only(insert, new Insert(), "MERGE", "getTable", "getSelect");
        return new Replacing(insert, "MERGE INTO", key);
    }

    /**
     * A text of the form {@code MERGE INTO table (columns) KEY (columns) VALUES …}, which the parser does not know.
     *
     * @param insert the same as an INSERT
     * @param key the columns of KEY as they are written
     */
    record Merge(String insert, List<String> key) {

        /** Reads a text; null when it has another form. */
        static @Nullable Merge of(String sql) {
            List<Token> tokens = Lexer.tokens(sql);
            if (tokens == null || !is(tokens, 0, "MERGE") || !is(tokens, 1, "INTO")) {
                return null;
            }
            int at = 3;
            while (is(tokens, at, ".")) {
                at += 2;
            }
            List<String> columns = new ArrayList<>();
            at = names(tokens, at, columns);
            if (!is(tokens, at, "KEY")) {
                return null;
            }
            List<String> key = new ArrayList<>();
            int values = names(tokens, at + 1, key);
            if (key.isEmpty() || !is(tokens, values, "VALUES")) {
                return null;
            }
            int behind = tokens.get(0).begin() + tokens.get(0).text().length();
            String insert = "INSERT" + sql.substring(behind, tokens.get(at).begin())
                    + sql.substring(tokens.get(values).begin());
            return new Merge(insert, key);
        }

        private static boolean is(List<Token> tokens, int at, String text) {
            return at < tokens.size()
                    && tokens.get(at).kind() != Token.Kind.QUOTED
                    && tokens.get(at).text().equalsIgnoreCase(text);
        }

        /** Reads names in parentheses; says where they end, or where they would begin when there are none. */
        private static int names(List<Token> tokens, int from, List<String> names) {
            int at = from;
            if (!is(tokens, at, "(")) {
                return from;
            }
            do {
                at++;
                boolean name = at < tokens.size()
                        && (tokens.get(at).kind() == Token.Kind.WORD
                                || tokens.get(at).kind() == Token.Kind.QUOTED);
                if (!name) {
                    return from;
                }
                names.add(tokens.get(at).text());
                at++;
            } while (is(tokens, at, ","));
            return is(tokens, at, ")") ? at + 1 : from;
        }
    }

    /** Refuses to leave out a column that a new row gets a default for, and one that is there keeps. */
    void requireNamed(SealedTable table, List<String> names) throws Refusal {
        for (SealedColumn column : table.sealed().values()) {
            if (key != null && column.absent() != null && !names.contains(column.name())) {
                throw Refusal.of(
                        "MERGE leaves out sealed column " + column.display() + ", which has a default in the policy",
                        "give the column, with DEFAULT or a value");
            }
        }
    }

    /** Refuses rows that could be stored under another id than the statement gives. */
    void require(SealedTable table, List<String> names, List<ExpressionList<Expression>> rows, Folding folding)
            throws Refusal {
        InsertPlanner.requireGivenRowIds(table);
        Set<String> rowId = table.rowId().stream().map(RowIdColumn::name).collect(Collectors.toSet());
        if (key != null) {
            Set<String> by = new HashSet<>();
            key.forEach(name -> by.add(Written.column(folding, name)));
            if (!by.equals(rowId)) {
                throw Refusal.of(
                        "MERGE into \"" + table.name() + "\" has another key than the row id",
                        "make the row id the KEY, or look for the row first and then insert or change it");
            }
            for (SealedColumn column : table.sealed().values()) {
                if (names.contains(column.name())) {
                    SetClause.requireUncompared(table, column, "MERGE");
                }
            }
        }
        for (String column : rowId) {
            int at = names.indexOf(column);
            for (ExpressionList<Expression> row : rows) {
                ValueSource given =
                        at < 0 || AssignedConstants.isDefault(row.get(at)) ? null : Constants.of(row.get(at));
                if (given == null || given instanceof ValueSource.Null) {
                    throw Refusal.of(
                            head + " \"" + table.name() + "\" does not give row-id column " + column
                                    + " as a parameter or literal",
                            "give the row its id");
                }
            }
        }
    }

    @Override
    public <T, S> @Nullable T accept(StatementVisitor<T> visitor, S context) {
        return null;
    }

    @Override
    public String toString() {
        StringBuilder sql = new StringBuilder(head + " " + insert.getTable() + " ");
        if (insert.getColumns() != null) {
            sql.append(insert.getColumns().stream().map(Column::toString).collect(Collectors.joining(", ", "(", ") ")));
        }
        if (key != null) {
            sql.append("KEY (").append(String.join(", ", key)).append(") ");
        }
        return sql.append(insert.getSelect()).toString();
    }
}
