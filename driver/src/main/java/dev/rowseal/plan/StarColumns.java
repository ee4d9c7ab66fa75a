package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import net.sf.jsqlparser.statement.select.Join;

/**
 * The columns that a {@code *} stands for, in order, as joins with USING and NATURAL make one column of two. PostgreSQL puts
 * these before the others of what is joined, in the order of USING, those of the last join first; MariaDB in that of the left
 * side; H2 before the others of the first table, those of the first join first. A comma in FROM begins anew, and so does a
 * parenthesis. One query's, one thread's.
 */
final class StarColumns {

    private final Dialect dialect;
    private final List<Scope.StarColumn> all = new ArrayList<>();
    /** Those that were made of two, by identity. */
    private final Set<Scope.StarColumn> made = Collections.newSetFromMap(new IdentityHashMap<>());
    /** What H2 gives before the others of the first table. */
    private final Set<String> first = new LinkedHashSet<>();
    /** Where what is joined here begins. */
    private int begin;

    private boolean turned;
    private boolean nested;
    private boolean known = true;

    StarColumns(Dialect dialect) {
        this.dialect = dialect;
    }

    List<Scope.StarColumn> all() {
        return all;
    }

    /** Whether a join made a column of two. */
    boolean isMade(Scope.StarColumn column) {
        return made.contains(column);
    }

    /** Refuses a {@code *} whose order is not known. */
    void requireKnown(Draft draft) throws Refusal {
        // A RIGHT join turns the sides around, and what H2 takes for the first table.
        boolean order = dialect == Dialect.POSTGRESQL
                || made.isEmpty()
                || known && !turned && !(nested && dialect == Dialect.H2);
        if (!order) {
            draft.onlyIfSealed(() -> {
                throw Refusal.of(
                        "a * stands for columns that USING or NATURAL made one, beside a RIGHT join or several others",
                        "name the columns");
            });
        }
    }

    /**
     * Refuses a column that has to be written in the place of {@code *} and that its name does not tell from others.
     *
     * @param made whether it was made of two, and is written without a table
     */
    void requireOne(Scope.Source source, String name, boolean made) throws Refusal {
        long of = made
                ? all.stream()
                        .filter(column -> name.equals(column.column().name()))
                        .count()
                : source.columns().stream()
                        .filter(column -> name.equals(column.name()))
                        .count();
        if (of > 1) {
            throw Refusal.of(
                    "a * stands for several columns with the name \"" + name + "\"",
                    "name the columns, each behind its table's name");
        }
    }

    void add(Scope.Source source) {
        source.columns().forEach(column -> all.add(new Scope.StarColumn(source, column)));
    }

    /** To be told of a join before what it joins is added. */
    void join(Join join) {
        turned |= join.isRight();
        if (join.isSimple()) {
            begin = all.size();
            first.clear();
        }
    }

    /** Reads joins in parentheses. */
    void inside(Reading joins) throws Refusal {
        int outer = begin;
        Set<String> outerFirst = new LinkedHashSet<>(first);
        nested = true;
        begin = all.size();
        first.clear();
        joins.read();
        begin = outer;
        first.clear();
        first.addAll(outerFirst);
    }

    /** The reading of joins. */
    interface Reading {
        void read() throws Refusal;
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
        known &= dialect != Dialect.H2 || isOfFirst(join, left, names);
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
        made.addAll(common);
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
}
