package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.policy.Policy;
import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

/** Each way in which a table may not be what the policy takes it for, and its message. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class SealedTableFitTest {

    private final TestDatabase database;
    private final boolean h2;
    private final boolean mariaDb;
    private final String binary;

    SealedTableFitTest(TestDatabase database) {
        this.database = database;
        this.h2 = database.engine() == Engine.H2;
        this.mariaDb = database.engine() == Engine.MARIADB;
        this.binary = database.binaryType();
    }

    @Test
    void aSealedColumnIsMissing() throws SQLException {
        database.execute("create table patient (id bigint primary key)");
        refused(ssn(), "has no column " + database.fold("ssn"), "sealed column");
    }

    @Test
    void aRowIdColumnIsMissing() throws SQLException {
        database.execute("create table patient (no bigint primary key, ssn " + binary + ")");
        refused(ssn(), "has no column " + database.fold("id"), "row-id column");
    }

    @Test
    void anIndexColumnIsMissing() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + binary + ")");
        refused(lookup(), "has no column " + database.fold("ssn_idx"), "index column");
    }

    @Test
    void aViewIsNoTable() throws SQLException {
        database.execute(
                "create table t (id bigint primary key, ssn " + binary + ")", "create view patient as select * from t");
        refused(ssn(), "is a view");
    }

    @Test
    void storageIsBinaryOrTextThatComparesByteByByte() throws SQLException {
        for (String type : new String[] {"integer", "char(200)", "date", "uuid", "boolean"}) {
            database.execute("create table patient (id bigint primary key, ssn " + type + ")");
            refused(ssn(), "holds neither envelopes nor blind indexes");
            database.execute("drop table patient");
        }
        if (h2) {
            database.execute("create table patient (id bigint primary key, ssn varchar_ignorecase(200))");
        } else if (mariaDb) {
            database.execute("create table patient (id bigint primary key, ssn varchar(200))");
        } else {
            database.execute(
                    "create collation loose (provider = icu, locale = 'und-u-ks-level2', deterministic = false)",
                    "create table patient (id bigint primary key, ssn varchar(200) collate loose)");
        }
        refused(ssn(), "takes different texts for equal");
    }

    @Test
    void aDomainIsNoStorage() throws SQLException {
        if (mariaDb) {
            return;
        }
        database.execute("create domain d as " + binary, "create table patient (id bigint primary key, ssn d)");
        refused(ssn(), "holds neither envelopes nor blind indexes");
    }

    @Test
    void storageHoldsTheWidestEnvelope() throws SQLException {
        // varchar(11): 47 of envelope, 1 of tag, 4 for each character; in text rs1. and four characters for three bytes
        database.execute("create table patient (id bigint primary key, ssn " + database.textType(126) + ")");
        refused(ssn(), "too narrow", "up to 127 characters");
        database.execute(
                "drop table patient",
                "create table patient (id bigint primary key, ssn " + database.textType(127) + ")");
        accepted(ssn());
        refused(Clinic.rowId("bigint", "id").sealed("ssn", "text").in("patient"), "too narrow", "text has no limit");
        if (h2 || mariaDb) {
            database.execute("drop table patient", "create table patient (id bigint primary key, ssn varbinary(91))");
            refused(ssn(), "too narrow", "up to 92 bytes");
            database.execute("drop table patient", "create table patient (id bigint primary key, ssn varbinary(92))");
            accepted(ssn());
        }
    }

    @Test
    void paddingCountsIntoTheWidth() throws SQLException {
        Policy padded = Clinic.rowId("bigint", "id")
                .sealed("ssn", "varchar(11)", null, 64)
                .in("patient");
        database.execute("create table patient (id bigint primary key, ssn " + database.textType(151) + ")");
        refused(padded, "up to 152 characters");
        database.execute(
                "drop table patient",
                "create table patient (id bigint primary key, ssn " + database.textType(152) + ")");
        accepted(padded);
    }

    @Test
    void indexColumnsHoldABlindIndex() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + binary + ", ssn_idx "
                + database.textType(21) + ")");
        refused(lookup(), "too narrow", "22 characters");
        database.execute(
                "drop table patient",
                "create table patient (id bigint primary key, ssn " + binary + ", ssn_idx integer)");
        refused(lookup(), "holds neither envelopes nor blind indexes");
        if (h2 || mariaDb) {
            database.execute(
                    "drop table patient",
                    "create table patient (id bigint primary key, ssn " + binary + ", ssn_idx varbinary(15))");
            refused(lookup(), "too narrow", "16 bytes");
            database.execute(
                    "drop table patient",
                    "create table patient (id bigint primary key, ssn " + binary + ", ssn_idx blob)");
            refused(lookup(), "on which no index can be put");
        }
    }

    @Test
    void valueAndIndexAreNullTogether() throws SQLException {
        database.execute("create table patient (id bigint primary key, ssn " + binary + ", ssn_idx "
                + database.binaryType(16) + " not null)");
        refused(lookup(), "NOT NULL although", "declare both alike");
    }

    @Test
    void theRowIdIsAKey() throws SQLException {
        String column = ", ssn " + binary + ")";
        for (String columns : new String[] {
            "id bigint",
            "id bigint unique",
            "id bigint not null",
            "id bigint, b bigint, primary key (id, b)",
            "id bigint not null, b bigint primary key"
        }) {
            database.execute("create table patient (" + columns + column);
            refused(ssn(), "primary key or immediate unique index", "(" + database.fold("id") + ")");
            database.execute("drop table patient");
        }
        for (String columns : new String[] {"id bigint primary key", "id bigint not null unique"}) {
            database.execute("create table patient (" + columns + column);
            accepted(ssn());
            database.execute("drop table patient");
        }
        database.execute("create table patient (b bigint, id bigint, primary key (b, id)" + column);
        accepted(Clinic.rowId("bigint", "id", "b").sealed("ssn", "varchar(11)").in("patient"));
    }

    @Test
    void aPostgresKeyIsWholeImmediateAndOfAllRows() throws SQLException {
        if (h2 || mariaDb) {
            return;
        }
        String columns = "create table patient (id bigint not null, b bigint, ssn bytea";
        database.execute(columns + ", unique (id) deferrable)");
        refused(ssn(), "immediate unique index");
        database.execute("drop table patient", columns + ")", "create unique index u on patient (id) where b > 0");
        refused(ssn(), "immediate unique index");
        database.execute("create unique index v on patient (id) include (b)");
        accepted(ssn());
        database.execute("create table child () inherits (patient)");
        refused(ssn(), "inheriting tables included");
    }

    @Test
    void rowIdTypesAreThoseOfTheDatabase() throws SQLException {
        fits("bigint", "bigint", true);
        fits("bigint", "integer", true);
        fits("integer", "bigint", false);
        fits("bigint", "varchar(20)", false);
        fits("varchar(20)", "bigint", false);
        fits("varchar(20)", "varchar(20)", true);
        fits("varchar(20)", "char(20)", false);
        fits("char(20)", "char(20)", true);
        fits("uuid", "uuid", true);
        fits("uuid", "varchar(36)", false);
        fits("decimal(10,2)", "numeric(10,2)", true);
        fits("date", "date", true);
        fits("date", "timestamp", false);
        fits("timestamptz", mariaDb ? "timestamp(6)" : "timestamp with time zone", true);
        fits("binary", database.binaryType(8), true);
        if (mariaDb) {
            fits("bigint", "int unsigned", true);
            fits("integer", "int unsigned", false);
            fits("bigint", "bigint unsigned", false);
            fits("integer", "mediumint", true);
        }
    }

    private void fits(String declared, String stored, boolean fits) throws SQLException {
        database.execute("create table patient (id " + stored + " primary key, ssn " + binary + ")");
        Policy policy =
                Clinic.rowId(declared, "id").sealed("ssn", "varchar(11)").in("patient");
        if (fits) {
            accepted(policy);
        } else {
            refused(policy, "where the policy says " + declared);
        }
        database.execute("drop table patient");
    }

    @Test
    void onlySomeRowIdsAreStoredAsGiven() throws SQLException {
        storedAsGiven("bigint", "bigint", true);
        String exact = mariaDb ? "varchar(20) character set utf8mb4 collate utf8mb4_nopad_bin" : "varchar(20)";
        storedAsGiven("varchar(20)", exact, true);
        storedAsGiven("varchar(30)", exact, false);
        storedAsGiven("text", exact, false);
        storedAsGiven("char(20)", "char(20)", false);
        storedAsGiven("uuid", "uuid", true);
        storedAsGiven("decimal(10,2)", "numeric(10,2)", false);
        storedAsGiven("timestamp", mariaDb ? "datetime" : "timestamp", false);
        if (h2) {
            storedAsGiven("varchar(20)", "varchar_ignorecase(20)", false);
            storedAsGiven("binary", "binary(8)", false);
        }
        if (mariaDb) {
            storedAsGiven("varchar(20)", "varchar(20)", false);
            storedAsGiven("varchar(20)", "varchar(20) character set utf8mb4 collate utf8mb4_bin", false);
            storedAsGiven("binary", "binary(8)", false);
            storedAsGiven("binary", "varbinary(8)", true);
        }
    }

    private void storedAsGiven(String declared, String stored, boolean asGiven) throws SQLException {
        database.execute("create table patient (id " + stored + " primary key, ssn " + binary + ")");
        SealedTable table = accepted(
                Clinic.rowId(declared, "id").sealed("ssn", "varchar(11)").in("patient"));
        assertThat(table.rowId().get(0).storedAsGiven())
                .as("%s as %s", declared, stored)
                .isEqualTo(asGiven);
        database.execute("drop table patient");
    }

    @Test
    void nothingElseWorksOnASealedColumn() throws SQLException {
        String key = "create table patient (id bigint primary key, ssn " + database.textType(200);
        obstacle(key + " default 'x')", "a default");
        obstacle(key + " unique)", "the unique index", "put it on the index column");
        obstacle(key + ", b integer, unique (b, ssn))", "the unique index");
        obstacle(
                key + ", constraint longer check (char_length(ssn) > 5))",
                "the CHECK constraint " + database.fold("longer"));
        obstacle(key + " generated always as ('x' || 'y')" + (h2 ? ")" : " stored)"), "is generated");
        obstacle(
                key + ", up varchar(200) generated always as (upper(ssn))" + (h2 ? ")" : " stored)"),
                "the generated column " + database.fold("up"));
        database.execute("create table other (ssn " + database.textType(200) + " primary key)");
        obstacle(key + " references other (ssn))", "the foreign key");
        obstacle(key + " references other (ssn) on update cascade)", "the cascading foreign key");
    }

    @Test
    void nothingInPostgresWorksOnASealedColumnEither() throws SQLException {
        if (h2 || mariaDb) {
            return;
        }
        String key = "create table patient (id bigint primary key, ssn text collate \"C\", b bigint)";
        obstacle(key + "; create index i on patient (lower(ssn))", "the expression or partial index i");
        obstacle(key + "; create index i on patient (b) where ssn > 'a'", "the expression or partial index i");
        obstacle(
                "create table patient (id bigint primary key, ssn text, up text generated always as (upper(ssn)) virtual)",
                "the generated column up");
        database.execute(
                "create table patient (id bigint, ssn text, primary key (id)) partition by list (id)",
                "drop table patient",
                "create table patient (id bigint not null, ssn text) partition by list (ssn)");
        assertThatThrownBy(() -> accepted(ssn())).isInstanceOf(Misconfigured.class);
        database.execute("drop table patient", key, "create index plain on patient (b, ssn)");
        accepted(ssn());
    }

    @Test
    void nothingInMariaDbWorksOnASealedColumnEither() throws SQLException {
        if (!mariaDb) {
            return;
        }
        String key = "create table patient (id bigint primary key, Ssn " + database.textType(200);
        obstacle(key + " check (char_length(ssn) > 5))", "the CHECK constraint Ssn");
        obstacle(key + ", up varchar(200) default (upper(SSN)))", "the generated column up");
        obstacle(key + ", up varchar(200) as (upper(SSN)) virtual)", "the generated column up");
        // MariaDB wants the partition key in every unique key, so that none is left that is the row id alone.
        obstacle(
                "create table patient (id bigint, ssn varbinary(100), primary key (id, ssn)) partition by key (ssn)",
                "no primary key or immediate unique index");
        obstacle(
                "create table patient (id bigint, ssn varbinary(100)) partition by range columns (ssn)"
                        + " (partition p values less than (maxvalue))",
                "no primary key or immediate unique index");
        database.execute(key + ", index plain (ssn))");
        accepted(ssn());
    }

    @Test
    void aMariaDbTableThatIsNotTransactionalMayCutValues() throws SQLException {
        if (!mariaDb) {
            return;
        }
        database.execute("create table patient (id bigint primary key, ssn longblob)");
        assertThat(accepted(ssn()).mayRewriteRows()).isFalse();
        database.execute("alter table patient engine=MyISAM");
        assertThat(accepted(ssn()).mayRewriteRows()).isTrue();
    }

    @Test
    void aRowIdDoesNotChangeByACascade() throws SQLException {
        String column = ", ssn " + binary + ")";
        database.execute("create table person (id bigint primary key)");
        obstacle(
                "create table patient (id bigint primary key references person (id) on update cascade" + column,
                "on its row-id column " + database.fold("id"),
                "ON UPDATE NO ACTION");
        database.execute(
                "create table patient (id bigint primary key references person (id) on delete cascade" + column);
        accepted(ssn());
    }

    @Test
    void theIndexColumnMayBeUniqueAndReferred() throws SQLException {
        database.execute(
                "create table patient (id bigint primary key, ssn " + binary + ", ssn_idx " + database.binaryType(16)
                        + " unique)",
                "create table visit (ssn_idx " + database.binaryType(16) + " references patient (ssn_idx))");
        accepted(lookup());
    }

    @Test
    void aColumnHasOneRole() throws SQLException {
        database.execute(Clinic.table(database, "patient"));
        refused(
                Clinic.rowId("bigint", "id")
                        .sealed("ssn", "varchar(11)", Clinic.lookup(null, "ssn_idx"), 1)
                        .sealed("ssn_idx", "varchar(1)")
                        .in("patient"),
                "named twice");
        refused(Clinic.rowId("bigint", "id").sealed("id", "varchar(11)").in("patient"), "named twice");
    }

    private static Policy ssn() {
        return Clinic.rowId("bigint", "id").sealed("ssn", "varchar(11)").in("patient");
    }

    private static Policy lookup() {
        return Clinic.rowId("bigint", "id")
                .sealed("ssn", "varchar(11)", Clinic.lookup(null, null), 1)
                .in("patient");
    }

    private void obstacle(String ddl, String... parts) throws SQLException {
        database.execute(ddl);
        refused(ssn(), parts);
        database.execute("drop table patient");
    }

    private void refused(Policy policy, String... parts) {
        assertThatThrownBy(() -> accepted(policy))
                .isInstanceOf(Misconfigured.class)
                .hasMessageStartingWith("rowseal.yaml:7: table patient ")
                .hasMessageContainingAll((CharSequence[]) parts);
    }

    private SealedTable accepted(Policy policy) throws SQLException {
        try (Connection connection = database.plain()) {
            return (SealedTable) DatabaseCatalogue.read(connection, policy).resolve(null, database.fold("patient"));
        }
    }
}
