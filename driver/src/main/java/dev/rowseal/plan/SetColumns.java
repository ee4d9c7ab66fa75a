package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Index;
import dev.rowseal.value.DeclaredType;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What the columns of a UNION and its like are, by what they are in its queries: types, lengths and lookups. */
final class SetColumns {

    private final Dialect dialect;
    private final List<QueryBlock> branches;
    /** Positions where the database forgets the declared length. */
    private final Set<Integer> unlimited = new HashSet<>();
    /** Positions where texts of different declared lengths meet. */
    private final Set<Integer> lengths = new HashSet<>();

    /** @param branches the queries, as they will be when the columns are asked for */
    SetColumns(Dialect dialect, List<QueryBlock> branches) {
        this.dialect = dialect;
        this.branches = branches;
    }

    /** Whether the database forgets the declared length of the column at a position. */
    boolean isUnlimited(int at) {
        return unlimited.contains(at);
    }

    /** Refuses columns whose declared lengths a query around them would have to forget. */
    void requireLengths(List<QueryBlock.Output> outputs) throws Refusal {
        for (int i : lengths) {
            throw Refusal.of(
                    "sealed column "
                            + Objects.requireNonNull(outputs.get(i).sealed())
                                    .column()
                                    .display()
                            + " meets one of another length in a UNION inside of a query",
                    "run the UNION by itself, or declare the same length");
        }
        for (int i : unlimited) {
            Carried sealed = outputs.get(i).sealed();
            if (sealed != null && sealed.column().type().kind() == DeclaredType.Kind.VARCHAR) {
                throw meetsNull(sealed);
            }
        }
    }

    /** What the column at a position is in all branches: null when it is open in all. */
    @Nullable
    Carried common(int at) throws Refusal {
        Carried common = null;
        boolean open = false;
        boolean nulls = false;
        for (QueryBlock branch : branches) {
            if (at >= branch.outputs().size()) {
                throw Refusal.of("the queries of a UNION have different numbers of columns", "select as many");
            }
            QueryBlock.Output output = branch.outputs().get(at);
            if (output.sealed() == null) {
                open |= !output.isNull();
                nulls |= output.isNull();
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
        if (common != null && nulls && dialect == Dialect.POSTGRESQL) {
            requireUnlimited(common);
            unlimited.add(at);
        }
        if (common != null && open) {
            throw Refusal.of(
                    "sealed column " + common.column().display() + " meets an open one in a UNION",
                    "run two queries, or give NULL instead");
        }
        return common;
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
        lengths.add(at);
        if (dialect == Dialect.POSTGRESQL) {
            unlimited.add(at);
        }
        return type.length() >= met.length() ? one : other;
    }

    /** PostgreSQL gives a column that meets NULL no length, precision or scale: of these only text loses nothing. */
    private static void requireUnlimited(Carried common) throws Refusal {
        DeclaredType type = common.column().type();
        if (type.kind() == DeclaredType.Kind.CHAR || type.kind() == DeclaredType.Kind.DECIMAL) {
            throw meetsNull(common);
        }
    }

    private static Refusal meetsNull(Carried common) {
        return Refusal.of(
                "sealed column " + common.column().display() + " of type "
                        + common.column().type() + " meets NULL in a UNION",
                "run two queries");
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
