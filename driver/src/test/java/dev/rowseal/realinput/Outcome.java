package dev.rowseal.realinput;

import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** What came of a statement. */
sealed interface Outcome {

    /**
     * Rows.
     *
     * @param columns one line for each: its label and types
     * @param rows one line for each cell: what each getter gave
     */
    record Rows(List<String> columns, List<List<String>> rows) implements Outcome {}

    /** Rows changed. */
    record Count(int rows) implements Outcome {}

    /** Rows changed by the entries of a batch, and the keys that were asked for. */
    record Keyed(List<String> countsAndKeys) implements Outcome {}

    /**
     * The database's error.
     *
     * @param kind its class, as far as JDBC names it
     * @param code the vendor's code
     */
    record Failed(String sqlState, String kind, int code, String message) implements Outcome {

        static Failed of(SQLException failed) {
            Class<?> kind = failed.getClass();
            while (!kind.getName().startsWith("java.sql.")) {
                kind = kind.getSuperclass();
            }
            return new Failed(
                    String.valueOf(failed.getSQLState()),
                    kind.getSimpleName(),
                    failed.getErrorCode(),
                    String.valueOf(failed.getMessage()));
        }

        private boolean isLike(Failed other) {
            return sqlState.equals(other.sqlState) && kind.equals(other.kind) && code == other.code;
        }
    }

    /** Refused by Rowseal. */
    record Refused(String message) implements Outcome {}

    /** How another outcome differs from this one; null when it does not. */
    default @Nullable String differenceTo(Outcome other, boolean ordered) {
        if (this instanceof Failed one && other instanceof Failed two) {
            return one.isLike(two) ? null : one + "\n instead of\n" + two;
        }
        if (this instanceof Rows one && other instanceof Rows two) {
            return difference(one, two, ordered);
        }
        return equals(other) ? null : shown(this) + "\n instead of\n" + shown(other);
    }

    private static @Nullable String difference(Rows one, Rows two, boolean ordered) {
        if (!one.columns().equals(two.columns())) {
            return "columns " + one.columns() + "\n instead of\n" + two.columns();
        }
        List<List<String>> ones = ordered ? one.rows() : sorted(one.rows());
        List<List<String>> twos = ordered ? two.rows() : sorted(two.rows());
        if (ones.size() != twos.size()) {
            return ones.size() + " rows instead of " + twos.size();
        }
        for (int row = 0; row < ones.size(); row++) {
            for (int column = 0; column < ones.get(row).size(); column++) {
                if (!Reads.agree(ones.get(row).get(column), twos.get(row).get(column))) {
                    return "row " + row + ", " + one.columns().get(column) + ":\n"
                            + ones.get(row).get(column) + "\n instead of\n"
                            + twos.get(row).get(column);
                }
            }
        }
        return null;
    }

    private static List<List<String>> sorted(List<List<String>> rows) {
        return rows.stream()
                .sorted(java.util.Comparator.comparing(
                        row -> row.stream().map(Reads::key).collect(Collectors.joining("|"))))
                .toList();
    }

    private static String shown(Outcome outcome) {
        return outcome instanceof Rows rows ? rows.rows().size() + " rows " + rows.columns() : outcome.toString();
    }
}
