package dev.rowseal.jdbc;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.RowIdColumn;
import dev.rowseal.catalog.SealedTable;
import dev.rowseal.plan.Plan;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The generated keys that an application asks a statement for. Immutable.
 *
 * @param all whether it asks for whatever the driver gives
 * @param names the columns that the wrapped driver is asked for instead; null or empty for none
 * @param visible how many of them the application asked for; the others open the sealed ones
 */
record AskedKeys(boolean all, String @Nullable [] names, int visible) {

    static final AskedKeys NONE = new AskedKeys(false, null, 0);

    /** By the flag of {@link Statement}. */
    static AskedKeys flag(int keys) {
        return keys == Statement.RETURN_GENERATED_KEYS ? new AskedKeys(true, null, 0) : NONE;
    }

    /** By name; the row id is added where it opens a sealed column. */
    static AskedKeys named(Plan plan, String @Nullable [] names) throws SQLException {
        Plan.Rewritten whole = plan.whole();
        SealedTable table = whole == null ? null : whole.target();
        if (names == null || table == null) {
            return new AskedKeys(false, names, names == null ? 0 : names.length);
        }
        List<String> folded =
                Stream.of(names).map(name -> name.toLowerCase(Locale.ROOT)).toList();
        for (String index : table.indexColumns()) {
            if (folded.contains(index.toLowerCase(Locale.ROOT))) {
                throw Failures.refused("to give out the index column " + index, "ask for other columns");
            }
        }
        boolean sealed =
                table.sealed().keySet().stream().anyMatch(column -> folded.contains(column.toLowerCase(Locale.ROOT)));
        return sealed || plan instanceof Plan.Stepped
                ? withRowId(table, names, folded)
                : new AskedKeys(false, names, names.length);
    }

    private static AskedKeys withRowId(SealedTable table, String[] names, List<String> folded) {
        List<String> more = new ArrayList<>(List.of(names));
        for (RowIdColumn column : table.rowId()) {
            if (!folded.contains(column.name().toLowerCase(Locale.ROOT))) {
                more.add(column.name());
            }
        }
        return new AskedKeys(false, more.toArray(String[]::new), names.length);
    }

    /** By the numbers of columns, as the application counts them. */
    static AskedKeys numbered(RowsealConnection connection, Plan plan, int @Nullable [] numbers) throws SQLException {
        Plan.Rewritten whole = plan.whole();
        if (numbers == null || numbers.length == 0 || whole == null || whole.target() == null) {
            return NONE;
        }
        List<String> visible = whole.target().visibleColumns();
        boolean known = java.util.Arrays.stream(numbers).allMatch(number -> number > 0 && number <= visible.size());
        if (connection.catalogue().dialect() != Dialect.H2 || !known) {
            throw Failures.refused(
                    "generated keys by these column numbers after a change of a sealed table",
                    "ask for them by column name");
        }
        return named(
                plan,
                java.util.Arrays.stream(numbers)
                        .mapToObj(number -> visible.get(number - 1))
                        .toArray(String[]::new));
    }

    /** Whether any are asked for. */
    boolean any() {
        return all || names != null && names.length > 0;
    }

    /** The columns to ask the wrapped driver for, as an array that is not changed. */
    String[] array() {
        return names == null ? new String[0] : names;
    }

    /** Prepares a statement that gives these keys, or those that a sealed table's row id needs. */
    PreparedStatement prepare(Connection connection, String sql, SealedTable table) throws SQLException {
        if (all) {
            return connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
        }
        return connection.prepareStatement(
                sql,
                any() ? array() : table.rowId().stream().map(RowIdColumn::name).toArray(String[]::new));
    }
}
