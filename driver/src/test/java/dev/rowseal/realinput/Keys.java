package dev.rowseal.realinput;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Generated keys, asked for in every way that JDBC has, on both of {@link Twins}. */
final class Keys {

    /** How keys are asked for. */
    record Asked(String kind, List<String> names, List<Integer> numbers) {

        boolean isNone() {
            return kind.equals("none");
        }

        PreparedStatement prepare(Connection connection, String sql) throws SQLException {
            return switch (kind) {
                case "flag" -> connection.prepareStatement(sql, Statement.RETURN_GENERATED_KEYS);
                case "names" -> connection.prepareStatement(sql, names.toArray(String[]::new));
                case "numbers" -> connection.prepareStatement(sql, ints());
                default -> connection.prepareStatement(sql);
            };
        }

        int run(Statement statement, String sql) throws SQLException {
            return switch (kind) {
                case "flag" -> statement.executeUpdate(sql, Statement.RETURN_GENERATED_KEYS);
                case "names" -> statement.executeUpdate(sql, names.toArray(String[]::new));
                case "numbers" -> {
                    statement.execute(sql, ints());
                    yield statement.getUpdateCount();
                }
                default -> statement.executeUpdate(sql);
            };
        }

        private int[] ints() {
            return numbers.stream().mapToInt(Integer::intValue).toArray();
        }
    }

    private Keys() {}

    static Asked flag() {
        return new Asked("flag", List.of(), List.of());
    }

    static Asked none() {
        return new Asked("none", List.of(), List.of());
    }

    static Asked named(String... names) {
        return new Asked("names", List.of(names), List.of());
    }

    static Asked numbered(Integer... numbers) {
        return new Asked("numbers", List.of(), List.of(numbers));
    }

    /** Runs a prepared statement once, or as a batch of several, and compares the counts and the keys. */
    static void compare(Twins twins, String sql, List<@Nullable Object> values, Asked asked, int times)
            throws SQLException {
        List<String> ours = prepared(twins.sealed(), sql, values, asked, times);
        if (!ours.get(0).startsWith("refused")) {
            assertThat(ours)
                    .as(sql + " " + asked + " " + times)
                    .isEqualTo(prepared(twins.plain(), sql, values, asked, times));
        } else {
            twins.unchanged(sql);
        }
        boolean plain = asked.kind().equals("flag")
                || asked.kind().equals("none")
                || asked.names().size() == 1;
        assertThat(plain && ours.get(0).startsWith("refused"))
                .as(sql + " " + asked + ours)
                .isFalse();
    }

    private static List<String> prepared(Side side, String sql, List<@Nullable Object> values, Asked asked, int times)
            throws SQLException {
        try (PreparedStatement statement = asked.prepare(side.connection(), sql)) {
            int[] counts = new int[1];
            for (int i = 0; i < times; i++) {
                for (int v = 0; v < values.size(); v++) {
                    side.set(statement, v + 1, values.get(v));
                }
                if (times > 1) {
                    statement.addBatch();
                } else {
                    counts[0] = statement.executeUpdate();
                }
            }
            if (times > 1) {
                counts = statement.executeBatch();
            }
            return seen(Arrays.toString(counts), statement);
        } catch (SQLFeatureNotSupportedException refused) {
            return List.of("refused " + refused.getMessage());
        } catch (SQLException failed) {
            return List.of(String.valueOf(failed.getSQLState()));
        }
    }

    /** The same for a statement without parameters. */
    static void compareText(Twins twins, String sql, Asked asked) throws SQLException {
        List<String> ours = text(twins.sealed(), sql, asked);
        if (!ours.get(0).startsWith("refused")) {
            assertThat(ours).as(sql + " " + asked).isEqualTo(text(twins.plain(), sql, asked));
        } else {
            twins.unchanged(sql);
        }
    }

    private static List<String> text(Side side, String sql, Asked asked) throws SQLException {
        try (Statement statement = side.connection().createStatement()) {
            return seen(Integer.toString(asked.run(statement, sql)), statement);
        } catch (SQLFeatureNotSupportedException refused) {
            return List.of("refused " + refused.getMessage());
        } catch (SQLException failed) {
            return List.of(String.valueOf(failed.getSQLState()));
        }
    }

    /** The counts of what a statement ran as, and its keys: their columns, and what getters give. */
    static List<String> seen(String counts, Statement statement) throws SQLException {
        List<String> seen = new ArrayList<>(List.of(counts));
        try (ResultSet keys = statement.getGeneratedKeys()) {
            ResultSetMetaData metaData = keys.getMetaData();
            for (int i = 1; i <= metaData.getColumnCount(); i++) {
                seen.add(metaData.getColumnLabel(i) + " " + metaData.getColumnType(i));
            }
            while (keys.next()) {
                for (int i = 1; i <= metaData.getColumnCount(); i++) {
                    seen.add(Reads.FEW.of(keys, i) + keys.getString(metaData.getColumnLabel(i)));
                }
            }
        }
        return seen;
    }
}
