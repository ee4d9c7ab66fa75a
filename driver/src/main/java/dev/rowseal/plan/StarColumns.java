package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.statement.select.Join;

/**
 * The columns that a {@code *} stands for, in order, as joins with USING and NATURAL make one column of two. PostgreSQL puts
 * these before the others of what is joined, in the order of USING, those of the last join first; MariaDB in that of the left
 * side; H2 before the others of the first table, those of the first join first. A comma in FROM begins anew. One query's, one thread's.
 */
final class StarColumns {

    private final Dialect dialect;
    private final List<Scope.StarColumn> all = new ArrayList<>();
    private final Set<String> ofRight = new HashSet<>();
    /** Where what stands behind the last comma begins. */
    private int begin;

    /** What H2 gives before the others of the table behind the last comma. */
    private final Set<String> first = new LinkedHashSet<>();

    private boolean known = true;

    StarColumns(Dialect dialect) {
        this.dialect = dialect;
    }

    List<Scope.StarColumn> all() {
        return all;
    }

    /** Refuses a {@code *} whose order is not known. */
    void requireKnown(Draft draft) throws Refusal {
        if (!known) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "a * stands for columns that a RIGHT join, or one of several joins, made one by USING or NATURAL",
                        "name the columns");
            });
        }
    }

    /** Refuses a column of {@code *} that its name does not tell from others. */
    void requireOne(Scope.Source source, String name) throws Refusal {
        long of = source.columns().stream()
                .filter(column -> name.equals(column.name()))
                .count();
        if (of > 1 || ofRight.contains(name)) {
            throw Refusal.of(
                    "a * stands for "
                            + (of > 1 ? "several columns" : "the column of a RIGHT or FULL join by USING or NATURAL")
                            + " with the name \"" + name + "\"",
                    "name the columns, each behind its table's name");
        }
    }

    void add(Scope.Source source) {
        source.columns().forEach(column -> all.add(new Scope.StarColumn(source, column)));
    }

    /** To be told before what stands behind a comma is added. */
    void comma() {
        begin = all.size();
        first.clear();
    }

    /** Whether H2 finds the names in the first table, the only one where it looks for those of USING. */
    private static boolean isOfFirst(Join join, List<Scope.StarColumn> left, List<String> names) {
        List<Scope.Source> sources =
                left.stream().map(Scope.StarColumn::source).distinct().toList();
        return sources.size() == 1
                || !join.isNatural()
                        && names.stream()
                                .allMatch(name -> sources.get(0).columns().stream()
                                        .anyMatch(column -> name.equals(column.name())));
    }

    private List<Scope.StarColumn> left(Scope.Source right) {
        return all.subList(begin, all.size()).stream()
                .filter(column -> column.source() != right)
                .toList();
    }

    /** The names that NATURAL joins by. */
    List<String> shared(Scope.Source right) {
        Set<String> names = new HashSet<>();
        right.columns().forEach(column -> names.add(column.name() == null ? "" : column.name()));
        return left(right).stream()
                .filter(column -> names.contains(column.column().name()))
                .map(column -> Objects.requireNonNull(column.column().name()))
                .toList();
    }

    /**
     * Notes that a join makes one column of two of each of these names.
     *
     * @param right what was joined last
     */
    void merge(Join join, List<String> names, Scope.Source right) {
        List<Scope.StarColumn> left = left(right);
        // MariaDB turns the sides of a RIGHT join around.
        known &= dialect == Dialect.POSTGRESQL
                || (dialect == Dialect.MARIADB ? !join.isRight() : isOfFirst(join, left, names));
        if (join.isRight() || join.isFull()) {
            ofRight.addAll(names);
        }
        List<Scope.StarColumn> common = new ArrayList<>();
        if (dialect == Dialect.MARIADB) {
            left.stream()
                    .filter(column -> names.contains(column.column().name()))
                    .forEach(common::add);
        } else {
            first.addAll(names);
            for (String name : dialect == Dialect.H2 ? first : names) {
                left.stream()
                        .filter(column -> name.equals(column.column().name()))
                        .findFirst()
                        .ifPresent(common::add);
            }
        }
        all.removeIf(column ->
                column.source() == right && names.contains(column.column().name()));
        all.removeAll(common);
        all.addAll(begin, common);
    }
}
