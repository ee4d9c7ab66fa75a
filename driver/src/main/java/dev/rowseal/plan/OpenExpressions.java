package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Index;
import dev.rowseal.value.DeclaredType;
import java.util.Set;
import net.sf.jsqlparser.expression.AnalyticExpression;
import net.sf.jsqlparser.expression.AnyComparisonExpression;
import net.sf.jsqlparser.expression.BinaryExpression;
import net.sf.jsqlparser.expression.CaseExpression;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import net.sf.jsqlparser.expression.WindowDefinition;
import net.sf.jsqlparser.expression.operators.relational.CosineSimilarity;
import net.sf.jsqlparser.expression.operators.relational.EqualsTo;
import net.sf.jsqlparser.expression.operators.relational.ExistsExpression;
import net.sf.jsqlparser.expression.operators.relational.ExpressionList;
import net.sf.jsqlparser.expression.operators.relational.InExpression;
import net.sf.jsqlparser.expression.operators.relational.IsDistinctExpression;
import net.sf.jsqlparser.expression.operators.relational.IsNullExpression;
import net.sf.jsqlparser.expression.operators.relational.NotEqualsTo;
import net.sf.jsqlparser.schema.Column;
import net.sf.jsqlparser.statement.select.AllTableColumns;
import net.sf.jsqlparser.statement.select.OrderByElement;
import net.sf.jsqlparser.statement.select.ParenthesedSelect;
import net.sf.jsqlparser.statement.select.Select;
import org.jspecify.annotations.Nullable;

/**
 * Expressions whose value the database computes. Comparisons for equality of lookup columns are rewritten in place,
 * wherever they stand; so are counts, partitions and null tests of sealed columns, and subqueries. Any other use of a
 * sealed column is refused by name. What the parser's visitor does not reach stays unclaimed.
 */
final class OpenExpressions {

    private final Scope scope;
    private final Draft draft;
    private final Comparisons comparisons;

    OpenExpressions(Scope scope, Draft draft) {
        this.scope = scope;
        this.draft = draft;
        this.comparisons = new Comparisons(scope, draft, this);
    }

    /**
     * Claims what an expression names.
     *
     * @param clause where it stands, for the message
     */
    void claim(@Nullable Expression expression, String clause) throws Refusal {
        claim(expression, clause, Set.of());
    }

    /**
     * Claims what an expression names, where it may name labels of the select list too.
     *
     * @param sealedLabels labels that sealed columns have in the select list
     */
    void claim(@Nullable Expression expression, String clause, Set<String> sealedLabels) throws Refusal {
        if (expression == null) {
            return;
        }
        Misread.refuse(expression, draft);
        Claimer claimer = new Claimer(clause, sealedLabels);
        expression.accept(claimer, null);
        if (claimer.refusal != null) {
            throw claimer.refusal;
        }
    }

    /** Claims a named window. */
    void window(WindowDefinition window) throws Refusal {
        partition(window.getPartitionExpressionList());
        claim(window.getPartitionExpressionList(), "PARTITION BY");
        if (window.getOrderByElements() != null) {
            for (OrderByElement element : window.getOrderByElements()) {
                claim(element.getExpression(), "ORDER BY");
            }
        }
    }

    private void partition(@Nullable ExpressionList<?> keys) throws Refusal {
        if (keys != null) {
            for (Object key : keys) {
                if (key instanceof Column column && scope.resolve(column) instanceof Scope.SealedOne sealed) {
                    toIndex(column, sealed, "PARTITION BY");
                }
            }
        }
    }

    /** Reads a subquery of an expression. */
    QueryBlock subquery(Select select) throws Refusal {
        return QueryBlock.read(select, draft, scope);
    }

    /** Turns a reference to a sealed column into one to its index column. */
    void toIndex(Column reference, Scope.SealedOne column, String clause) throws Refusal {
        index(column, clause);
        scope.redirect(
                reference,
                column,
                java.util.Objects.requireNonNull(column.carried().index()));
        draft.redirected(reference);
    }

    /** The index of a lookup column that can be compared where it stands. */
    static Index index(Scope.SealedOne column, String clause) throws Refusal {
        Index index = column.column().index();
        if (index == null) {
            throw Refusal.of(
                    "sealed column " + column.column().display() + " is compared in " + clause + " and has no lookup",
                    column.column().type().kind() == DeclaredType.Kind.BOOLEAN
                            ? "read the rows and compare it in the application, as a boolean can have none"
                            : "declare lookup: equality for it, or find the rows by an open column");
        }
        if (column.carried().index() == null) {
            throw Refusal.of(
                    "sealed column " + column.column().display() + " is compared in " + clause
                            + ", outside a subquery that its blind index does not leave",
                    "compare it inside that subquery");
        }
        return index;
    }

    /** The refusal of a sealed column that stands in a clause. */
    static Refusal sealedIn(Scope.SealedOne sealed, String clause) {
        String instead = sealed.column().index() == null
                ? "read the column and work on the value in the application; to find rows by it, declare a lookup"
                : "compare it with = , <> or IN with a parameter or literal, or read the column and work on the value"
                        + " in the application";
        return Refusal.of("sealed column " + sealed.column().display() + " stands in " + clause, instead);
    }

    /** The refusal of an index column that the statement names. */
    static Refusal hidden(Scope.HiddenOne hidden) {
        return Refusal.of(
                "column " + hidden.table() + "." + hidden.column() + " is a blind index and belongs to Rowseal",
                "name the sealed column instead");
    }

    private final class Claimer extends EveryExpression {

        private final String clause;
        private final Set<String> sealedLabels;
        private @Nullable Refusal refusal;
        /** How many aggregates are around what is visited: an aggregate's argument is a row's, not a group's. */
        private int calls;

        Claimer(String clause, Set<String> sealedLabels) {
            this.clause = clause;
            this.sealedLabels = sealedLabels;
        }

        /** A step of planning that refuses by throwing, as a visitor may not. */
        private interface Step {
            boolean take() throws Refusal;
        }

        /** Whether the step has dealt with the node, by rewriting or by refusing it. */
        private boolean done(Step step) {
            if (refusal != null) {
                return true;
            }
            try {
                return step.take();
            } catch (Refusal reason) {
                refusal = reason;
                return true;
            }
        }

        private Scope.@Nullable SealedOne sealed(@Nullable Expression expression) {
            return expression instanceof Column column
                            && !draft.isRedirected(column)
                            && scope.resolve(column) instanceof Scope.SealedOne sealed
                    ? sealed
                    : null;
        }

        @Override
        public <S> @Nullable Void visit(Column column, S context) {
            done(() -> {
                if (draft.isRedirected(column)) {
                    return true;
                }
                Scope.Resolved resolved = scope.resolve(column);
                if (column.getTable() == null
                        && sealedLabels.contains(Written.column(draft.folding(), column.getColumnName()))) {
                    throw Refusal.of(
                            "the label of a sealed column, " + column.getColumnName() + ", is used in " + clause,
                            "work on the value in the application after reading it");
                } else if (resolved instanceof Scope.SealedOne sealed) {
                    throw sealedIn(sealed, clause);
                } else if (resolved instanceof Scope.HiddenOne hidden) {
                    throw hidden(hidden);
                } else if (resolved instanceof Scope.OpenOne) {
                    scope.claim(column);
                }
                return true;
            });
            return null;
        }

        private <S> @Nullable Void comparison(BinaryExpression comparison, S context) {
            return done(() -> comparisons.rewrite(comparison, clause))
                    ? null
                    : visitBinaryExpression(comparison, context);
        }

        @Override
        public <S> @Nullable Void visit(EqualsTo comparison, S context) {
            return comparison(comparison, context);
        }

        @Override
        public <S> @Nullable Void visit(NotEqualsTo comparison, S context) {
            return comparison(comparison, context);
        }

        @Override
        public <S> @Nullable Void visit(IsDistinctExpression comparison, S context) {
            return comparison(comparison, context);
        }

        /** What MariaDB's null-safe {@code <=>} is to the parser. */
        @Override
        public <S> @Nullable Void visit(CosineSimilarity comparison, S context) {
            return comparison(comparison, context);
        }

        @Override
        public <S> @Nullable Void visit(InExpression in, S context) {
            return done(() -> comparisons.in(in, clause)) ? null : super.visit(in, context);
        }

        @Override
        public <S> @Nullable Void visit(IsNullExpression test, S context) {
            Scope.SealedOne tested = sealed(test.getLeftExpression());
            if (tested == null) {
                return done(() -> NullTests.ofParameter(test, draft)) ? null : super.visit(test, context);
            }
            if ((test.isUseIsNull() || test.isUseNotNull()) && draft.catalogue().dialect() != Dialect.POSTGRESQL) {
                // To H2 and MariaDB it may be an alias.
                done(() -> {
                    throw Refusal.of(
                            "ISNULL or NOTNULL stands behind a sealed column", "write IS NULL, or IS NOT NULL");
                });
                return null;
            }
            // A NULL is stored as NULL, and its index too; where rows are grouped, they are by the index. A query
            // around
            // this one may group its own.
            Column column = (Column) test.getLeftExpression();
            boolean row = (clause.equals("WHERE") || clause.equals("ON"))
                    && scope.sources().contains(tested.source());
            done(() -> {
                if (clause.equals("HAVING") && calls == 0 && tested.column().index() == null) {
                    throw Refusal.of(
                            "IS NULL of sealed column " + tested.column().display()
                                    + ", which has no lookup, stands in HAVING",
                            "ask in WHERE, or declare lookup: equality for it");
                }
                if (row || tested.column().index() == null || tested.carried().index() == null) {
                    scope.claim(column);
                } else {
                    toIndex(column, tested, clause);
                }
                return true;
            });
            return null;
        }

        @Override
        public <S> @Nullable Void visit(CaseExpression cases, S context) {
            return done(() -> SealedCase.rewrite(cases, scope, draft, OpenExpressions.this, clause))
                    ? null
                    : super.visit(cases, context);
        }

        @Override
        public <S> @Nullable Void visit(ExistsExpression exists, S context) {
            if (exists.getRightExpression() instanceof ParenthesedSelect select) {
                done(() -> {
                    subquery(select).forExistence();
                    return true;
                });
                return null;
            }
            return super.visit(exists, context);
        }

        @Override
        public <S> @Nullable Void visit(Function function, S context) {
            // A function may be called as a column is: an attribute of a row. The row would have to be named, and a
            // row's name stays unclaimed.
            if (draft.claims().first(function)) {
                for (String part : function.getMultipartName()) {
                    draft.claims().claim(part);
                }
            }
            boolean counts = "count".equalsIgnoreCase(function.getName())
                    && function.getParameters() != null
                    && function.getParameters().size() == 1;
            done(() -> CaseFold.isRefused(function, sealed(CaseFold.folded(function)), clause));
            Scope.SealedOne counted = counts ? sealed(function.getParameters().get(0)) : null;
            if (counted == null) {
                int around = calls;
                calls += Aggregates.is(function, draft.catalogue()) ? 1 : 0;
                super.visit(function, context);
                calls = around;
                return null;
            }
            done(() -> {
                Features.only(
                        function,
                        new Function(),
                        "COUNT",
                        "getName",
                        "getMultipartName",
                        "getParameters",
                        "isDistinct",
                        "isUnique");
                count((Column) function.getParameters().get(0), counted, function.isDistinct() || function.isUnique());
                return true;
            });
            return null;
        }

        private void count(Column column, Scope.SealedOne counted, boolean distinct) throws Refusal {
            if (distinct) {
                toIndex(column, counted, "COUNT(DISTINCT)");
            } else {
                // A sealed cell is NULL exactly where its value is.
                scope.claim(column);
                draft.redirected(column);
            }
        }

        @Override
        public <S> @Nullable Void visit(AnalyticExpression function, S context) {
            done(() -> {
                Scope.SealedOne counted =
                        "count".equalsIgnoreCase(function.getName()) ? sealed(function.getExpression()) : null;
                if (counted != null) {
                    // A window's rows are those of the groups, where there are any: a lookup column's have its index.
                    boolean indexed = counted.column().index() != null
                            && counted.carried().index() != null;
                    count(
                            (Column) function.getExpression(),
                            counted,
                            indexed || function.isDistinct() || function.isUnique());
                }
                partition(function.getPartitionExpressionList());
                return true;
            });
            calls++;
            if (refusal == null) {
                super.visit(function, context);
            }
            calls--;
            return null;
        }

        @Override
        public <S> @Nullable Void visit(AllTableColumns columns, S context) {
            done(() -> {
                throw Refusal.of("a whole row is used as a value in " + clause, "name the columns");
            });
            return null;
        }

        @Override
        public <S> @Nullable Void visit(AnyComparisonExpression any, S context) {
            return any.getSelect() == null ? super.visit(any, context) : query(any.getSelect());
        }

        @Override
        public <S> @Nullable Void visit(ParenthesedSelect select, S context) {
            return query(select);
        }

        @Override
        public <S> @Nullable Void visit(Select select, S context) {
            return query(select);
        }

        private @Nullable Void query(Select select) {
            done(() -> {
                subquery(select).forExpression();
                return true;
            });
            return null;
        }
    }
}
