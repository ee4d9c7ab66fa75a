package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Index;
import dev.rowseal.catalog.SealedColumn;
import dev.rowseal.value.DeclaredType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the columns of a UNION and its like are, by what they are in its queries: types, lengths and lookups. */
final class SetColumns {

    private final Dialect dialect;
    private final List<QueryBlock> branches;
    /** Positions where the database forgets the declared length. */
    private final Set<Integer> unlimited = new HashSet<>();
    /** @param branches the queries, as they will be when the columns are asked for */
    SetColumns(Dialect dialect, List<QueryBlock> branches) {
        this.dialect = dialect;
        this.branches = branches;
    }

    /** Whether the database forgets the declared length of the column at a position. */
    boolean isUnlimited(int at) {
        return unlimited.contains(at);
    }

    /** What a sealed column at a position, which is the longest of those that meet there, is declared as in the end. */
    DeclaredType type(int at, SealedColumn longest) {
        boolean forgotten = isUnlimited(at) && longest.type().kind() == DeclaredType.Kind.VARCHAR;
        return forgotten ? Empty.ANY_LENGTH : longest.type();
    }

    /** What the column at a position is in all branches: null when it is open in all. */
    @Nullable
    Carried common(int at) throws Refusal {
        Carried common = null;
        boolean open = false;
        List<Empty> empty = new ArrayList<>();
        for (QueryBlock branch : branches) {
            if (at >= branch.outputs().size()) {
                throw Refusal.of("the queries of a UNION have different numbers of columns", "select as many");
            }
            QueryBlock.Output output = branch.outputs().get(at);
            if (output.sealed() == null) {
                open |= output.empty() == null;
                if (output.empty() != null) {
                    empty.add(output.empty());
                }
            } else if (common == null) {
                common = output.sealed();
            } else {
                boolean oneLookup = isOneLookup(common, output.sealed());
                common = longest(common, output.sealed(), at);
                common = oneLookup ? common : common.withIndex(null);
            }
            if (output.isUnlimited()) {
                unlimited.add(at);
            }
        }
        if (common != null && open) {
            throw Refusal.of(
                    "sealed column " + common.column().display() + " meets an open one in a UNION",
                    "run two queries, or give NULL instead");
        }
        if (common != null && dialect == Dialect.POSTGRESQL) {
            for (Empty one : empty) {
                meet(common, one, at);
            }
            requireType(common, at);
        }
        return common;
    }

    /**
     * PostgreSQL gives a column that meets NULL no length, precision or scale, unless the NULL is cast to the very type:
     * of these only text loses nothing.
     */
    private void meet(Carried common, Empty empty, int at) throws Refusal {
        DeclaredType type = common.column().type();
        DeclaredType cast = empty instanceof Empty.Cast it ? it.type() : null;
        if (type.equals(cast)) {
            return;
        }
        boolean isText = type.kind() == DeclaredType.Kind.TEXT;
        boolean isVarchar = type.kind() == DeclaredType.Kind.VARCHAR;
        boolean loses = type.kind() == DeclaredType.Kind.CHAR || type.kind() == DeclaredType.Kind.DECIMAL;
        if (cast == null ? loses : cast.kind() != DeclaredType.Kind.VARCHAR || !isText && !isVarchar) {
            throw Refusal.of(
                    "sealed column " + common.column().display() + " of type " + type + " meets NULL"
                            + (cast == null ? "" : " of another type") + " in a UNION",
                    cast == null ? "run two queries, or cast the NULL to the column's type" : "cast it to that type");
        }
        if (isVarchar) {
            unlimited.add(at);
        }
    }

    /** PostgreSQL takes two queries' NULLs for text before it comes to the third. */
    private void requireType(Carried common, int at) throws Refusal {
        boolean two = branches.size() > 2 && isBare(branches.get(0), at) && isBare(branches.get(1), at);
        if (two && common.column().type().kind() != DeclaredType.Kind.TEXT) {
            throw Refusal.of(
                    "sealed column " + common.column().display()
                            + " meets the NULLs of two queries in a UNION, which are text"
                            + " to PostgreSQL",
                    "cast them to the column's type, or put its query first");
        }
    }

    private static boolean isBare(QueryBlock branch, int at) throws Refusal {
        List<QueryBlock.Output> outputs = branch.outputs();
        return at < outputs.size() && outputs.get(at).empty() instanceof Empty.Bare;
    }

    /** The one whose values may be longer. PostgreSQL gives texts of two lengths none; the others give them the longer. */
    private Carried longest(Carried one, Carried other, int at) throws Refusal {
        DeclaredType type = one.column().type();
        DeclaredType met = other.column().type();
        if (type.equals(met)) {
            return one;
        }
        if (type.kind() != DeclaredType.Kind.VARCHAR || met.kind() != DeclaredType.Kind.VARCHAR) {
            throw Refusal.of(
                    "sealed columns " + one.column().display() + " and "
                            + other.column().display() + " of different types meet in a UNION",
                    "run two queries, or declare the same type");
        }
        if (dialect == Dialect.POSTGRESQL) {
            unlimited.add(at);
        }
        return type.length() >= met.length() ? one : other;
    }

    private static boolean isOneLookup(Carried a, Carried b) {
        Index one = a.column().index();
        Index other = b.column().index();
        return a.index() != null
                && b.index() != null
                && one != null
                && other != null
                && one.group().equals(other.group())
                && one.equality() == other.equality()
                && one.storage() == other.storage();
    }
}
