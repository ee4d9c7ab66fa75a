package dev.rowseal.ddl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.nio.file.Path;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Every type that a policy may name, in the spellings that a database takes for it, as its metadata describe it. */
@OnEveryDatabase
class DescribedTypesTest {

    private record Spelling(String declared, String written) {}

    private static final List<Spelling> BOTH = List.of(
            new Spelling("char(5)", "char(5)"),
            new Spelling("char(1)", "character"),
            new Spelling("varchar(11)", "VARCHAR(11)"),
            new Spelling("varchar(12)", "character varying (12)"),
            new Spelling("smallint", "smallint"),
            new Spelling("integer", "int"),
            new Spelling("integer", "INTEGER"),
            new Spelling("bigint", "bigint"),
            new Spelling("decimal(12,2)", "numeric(12,2)"),
            new Spelling("decimal(9,0)", "numeric(9)"),
            new Spelling("real", "real"),
            new Spelling("double", "double precision"),
            new Spelling("boolean", "boolean"),
            new Spelling("date", "date"),
            new Spelling("time", "time"),
            new Spelling("timestamp", "timestamp"),
            new Spelling("timestamp", "timestamp(6) without time zone"),
            new Spelling("timestamptz", "timestamp with time zone"),
            new Spelling("timestamptz", "timestamp(6) with time zone"),
            new Spelling("uuid", "uuid"),
            new Spelling("json", "json"));

    private static final List<Spelling> POSTGRESQL = List.of(
            new Spelling("text", "text"),
            new Spelling("binary", "bytea"),
            new Spelling("decimal(12,2)", "decimal(12,2)"),
            new Spelling("decimal(12,2)", "dec(12,2)"),
            new Spelling("smallint", "int2"),
            new Spelling("integer", "int4"),
            new Spelling("bigint", "int8"),
            new Spelling("real", "float4"),
            new Spelling("real", "float(24)"),
            new Spelling("double", "float"),
            new Spelling("double", "float8"),
            new Spelling("boolean", "bool"),
            new Spelling("time", "time(6)"),
            new Spelling("timestamptz", "timestamptz"));

    private static final List<Spelling> H2 = List.of(
            new Spelling("text", "clob"),
            new Spelling("text", "character large object"),
            new Spelling("binary", "varbinary"),
            new Spelling("binary", "binary varying"),
            new Spelling("double", "double"),
            new Spelling("time", "time(0)"));

    private static final List<Spelling> MARIADB = List.of(
            new Spelling("char(5)", "char(5)"),
            new Spelling("char(1)", "character"),
            new Spelling("varchar(11)", "VARCHAR(11)"),
            new Spelling("varchar(12)", "character varying (12)"),
            new Spelling("smallint", "smallint"),
            new Spelling("integer", "int"),
            new Spelling("integer", "INTEGER"),
            new Spelling("bigint", "bigint"),
            new Spelling("decimal(12,2)", "numeric(12,2)"),
            new Spelling("decimal(9,0)", "decimal(9)"),
            new Spelling("decimal(30,30)", "fixed(30,30)"),
            new Spelling("real", "float"),
            new Spelling("double", "double"),
            new Spelling("double", "double precision"),
            new Spelling("boolean", "boolean"),
            new Spelling("boolean", "tinyint(1)"),
            new Spelling("date", "date"),
            new Spelling("time", "time(6)"),
            new Spelling("timestamp", "datetime(6)"),
            new Spelling("timestamptz", "timestamp(6) null"),
            new Spelling("uuid", "uuid"),
            new Spelling("json", "json"),
            new Spelling("text", "longtext"),
            new Spelling("binary", "longblob"));

    private static List<Spelling> spellings(TestDatabase database) {
        List<Spelling> spellings = new ArrayList<>();
        switch (database.engine()) {
            case H2 -> {
                spellings.addAll(BOTH);
                spellings.addAll(H2);
            }
            case POSTGRESQL -> {
                spellings.addAll(BOTH);
                spellings.addAll(POSTGRESQL);
            }
            case MARIADB -> spellings.addAll(MARIADB);
        }
        return spellings;
    }

    @Test
    void looksLikeThePlainColumn(TestDatabase database, @TempDir Path folder) throws SQLException {
        List<Spelling> spellings = spellings(database);
        StringBuilder policy = new StringBuilder("tables:\n  t:\n    row-id: { id: bigint }\n    columns:\n");
        StringBuilder ddl = new StringBuilder("create table t (id bigint primary key");
        for (int i = 0; i < spellings.size(); i++) {
            Spelling spelling = spellings.get(i);
            policy.append("      c%d: { type: \"%s\" }%n".formatted(i, spelling.declared()));
            ddl.append(", c").append(i).append(' ').append(spelling.written());
        }
        try (Twin twin = new Twin(database, folder, policy.toString())) {
            twin.bothTake(ddl + ")");
            twin.looksAlike("every type");
            assertThat(twin.same("select * from t")).hasSize(1);
            try (ResultSet plain = twin.columns(twin.plain, "t");
                    ResultSet sealed = twin.columns(twin.sealed, "t")) {
                while (plain.next()) {
                    assertThat(sealed.next()).isTrue();
                    for (String label : List.of(
                            "DATA_TYPE", "COLUMN_SIZE", "DECIMAL_DIGITS", "NUM_PREC_RADIX", "CHAR_OCTET_LENGTH")) {
                        String what = plain.getString("TYPE_NAME") + " " + label;
                        assertThat(sealed.getInt(label)).as(what).isEqualTo(plain.getInt(label));
                        assertThat(sealed.wasNull()).as(what).isEqualTo(plain.wasNull());
                        assertThat(sealed.getObject(label)).as(what).isEqualTo(plain.getObject(label));
                        assertThat(sealed.wasNull()).as(what).isEqualTo(plain.wasNull());
                    }
                    assertThat(sealed.getString("TYPE_NAME")).isEqualTo(plain.getString("TYPE_NAME"));
                }
                assertThat(sealed.next()).isFalse();
            }
        }
    }
}
