package dev.rowseal.plan;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which spellings of a database are which of the policy's types: those that the database itself does not tell apart. */
final class WrittenTypes {

    private final Dialect dialect;

    WrittenTypes(Dialect dialect) {
        this.dialect = dialect;
    }

    private boolean isPostgres() {
        return dialect == Dialect.POSTGRESQL;
    }

    /**
     * The type, or null when there is none.
     *
     * @param words the type's words in lower case
     * @param numbers what stands in parentheses
     */
    @Nullable
    DeclaredType declared(String words, List<Integer> numbers) {
        if (dialect == Dialect.MARIADB) {
            return mariaDb(words, numbers);
        }
        return switch (words) {
            case "smallint", "int2" -> plain(Kind.SMALLINT, numbers);
            case "int", "integer", "int4" -> plain(Kind.INTEGER, numbers);
            case "bigint", "int8" -> plain(Kind.BIGINT, numbers);
            case "serial", "serial4" -> isPostgres() ? plain(Kind.INTEGER, numbers) : null;
            case "bigserial", "serial8" -> isPostgres() ? plain(Kind.BIGINT, numbers) : null;
            case "numeric", "decimal", "dec" -> decimal(numbers);
            case "real", "float4" -> plain(Kind.REAL, numbers);
            case "double precision", "float8" -> plain(Kind.DOUBLE, numbers);
            case "double" -> isPostgres() ? null : plain(Kind.DOUBLE, numbers);
            case "float" -> floating(numbers);
            case "boolean", "bool" -> plain(Kind.BOOLEAN, numbers);
            case "date" -> plain(Kind.DATE, numbers);
            case "time", "time without time zone" -> precise(Kind.TIME, isPostgres() ? 6 : 0, numbers);
            case "timestamp", "timestamp without time zone" -> precise(Kind.TIMESTAMP, 6, numbers);
            case "timestamp with time zone" -> precise(Kind.TIMESTAMPTZ, 6, numbers);
            case "timestamptz" -> isPostgres() ? precise(Kind.TIMESTAMPTZ, 6, numbers) : null;
            case "uuid" -> plain(Kind.UUID, numbers);
            case "json" -> plain(Kind.JSON, numbers);
            default -> textOrBinary(words, numbers);
        };
    }

    private @Nullable DeclaredType mariaDb(String words, List<Integer> numbers) {
        return switch (words) {
            case "smallint", "int2" -> plain(Kind.SMALLINT, numbers);
            case "int", "integer", "int4" -> plain(Kind.INTEGER, numbers);
            case "bigint", "int8" -> plain(Kind.BIGINT, numbers);
            case "decimal", "numeric", "dec", "fixed" -> decimal(numbers);
            case "float", "float4" -> plain(Kind.REAL, numbers);
            case "double", "double precision", "float8", "real" -> plain(Kind.DOUBLE, numbers);
            case "boolean", "bool" -> plain(Kind.BOOLEAN, numbers);
            case "tinyint" -> numbers.equals(List.of(1)) ? new DeclaredType(Kind.BOOLEAN, 0, 0) : null;
            case "date" -> plain(Kind.DATE, numbers);
            case "time" -> precise(Kind.TIME, 0, numbers);
            case "datetime" -> precise(Kind.TIMESTAMP, 0, numbers);
            case "timestamp" -> precise(Kind.TIMESTAMPTZ, 0, numbers);
            case "uuid" -> plain(Kind.UUID, numbers);
            case "json" -> plain(Kind.JSON, numbers);
            case "char", "character", "varchar", "character varying", "char varying" -> textOrBinary(words, numbers);
            case "longtext" -> plain(Kind.TEXT, numbers);
            case "longblob" -> plain(Kind.BINARY, numbers);
            default -> null;
        };
    }

    /** A type of the policy for messages, with the database's word for it where that is another. */
    static String spelled(DeclaredType type, Dialect dialect) {
        if (dialect == Dialect.MARIADB) {
            String there = switch (type.kind()) {
                case TEXT -> "LONGTEXT";
                case BINARY -> "LONGBLOB";
                case REAL -> "FLOAT";
                case TIME -> "TIME(6)";
                case TIMESTAMP -> "DATETIME(6)";
                case TIMESTAMPTZ -> "TIMESTAMP(6)";
                default -> "";
            };
            return there.isEmpty() ? type.toString() : type + ", which MariaDB calls " + there;
        }
        return type.kind() == Kind.TEXT && dialect == Dialect.H2 ? type + ", which H2 calls CLOB" : type.toString();
    }

    private @Nullable DeclaredType textOrBinary(String words, List<Integer> numbers) {
        return switch (words) {
            case "char", "character" ->
                numbers.isEmpty() ? new DeclaredType(Kind.CHAR, 1, 0) : sized(Kind.CHAR, numbers);
            case "varchar", "character varying", "char varying" -> sized(Kind.VARCHAR, numbers);
            // H2's TEXT is a varchar.
            case "text" -> isPostgres() ? plain(Kind.TEXT, numbers) : null;
            case "clob", "character large object" -> dialect == Dialect.H2 ? plain(Kind.TEXT, numbers) : null;
            case "bytea" -> plain(Kind.BINARY, numbers);
            case "varbinary", "binary varying" -> dialect == Dialect.H2 ? plain(Kind.BINARY, numbers) : null;
            default -> null;
        };
    }

    private static @Nullable DeclaredType plain(Kind kind, List<Integer> numbers) {
        return numbers.isEmpty() ? new DeclaredType(kind, 0, 0) : null;
    }

    private static @Nullable DeclaredType sized(Kind kind, List<Integer> numbers) {
        return numbers.size() == 1 ? new DeclaredType(kind, numbers.get(0), 0) : null;
    }

    private static @Nullable DeclaredType decimal(List<Integer> numbers) {
        return switch (numbers.size()) {
            case 1 -> new DeclaredType(Kind.DECIMAL, numbers.get(0), 0);
            case 2 -> new DeclaredType(Kind.DECIMAL, numbers.get(0), numbers.get(1));
            default -> null;
        };
    }

    /** A precision that is the database's own when none is written. */
    private @Nullable DeclaredType precise(Kind kind, int own, List<Integer> numbers) {
        // MariaDB's own precision is none, and the policy's is to the microsecond.
        boolean same = dialect == Dialect.MARIADB
                ? numbers.equals(List.of(6))
                : numbers.isEmpty() || numbers.size() == 1 && numbers.get(0) == own;
        return same ? new DeclaredType(kind, 0, 0) : null;
    }

    private static @Nullable DeclaredType floating(List<Integer> numbers) {
        boolean isReal = numbers.size() == 1 && numbers.get(0) <= 24;
        return numbers.size() > 1 ? null : new DeclaredType(isReal ? Kind.REAL : Kind.DOUBLE, 0, 0);
    }
}
