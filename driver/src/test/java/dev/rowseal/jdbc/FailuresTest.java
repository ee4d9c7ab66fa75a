package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.sql.SQLIntegrityConstraintViolationException;
import java.sql.SQLInvalidAuthorizationSpecException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLNonTransientException;
import java.sql.SQLRecoverableException;
import java.sql.SQLTimeoutException;
import java.sql.SQLTransientException;
import java.util.List;
import java.util.Locale;
import java.util.ResourceBundle;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FailuresTest {

    @Test
    void cleansWhatPostgresqlSays() {
        SQLException cleaned = Failures.cleaned(new SQLException(
                "ERROR: duplicate key value violates unique constraint \"patient_pkey\"\n"
                        + "  Detail: Key (ssn_idx)=(\\xdeadbeef00112233) already exists.",
                "23505",
                7));

        assertThat((Throwable) cleaned)
                .hasMessage("ERROR: duplicate key value violates unique constraint \"patient_pkey\"")
                .hasNoCause();
        assertThat(cleaned.getSQLState()).isEqualTo("23505");
        assertThat(cleaned.getErrorCode()).isEqualTo(7);
    }

    @Test
    void cleansWhatH2Says() {
        SQLException cleaned = Failures.cleaned(new SQLIntegrityConstraintViolationException(
                "Unique index or primary key violation: \"PUBLIC.PRIMARY_KEY_F ON PUBLIC.PATIENT(ID) VALUES ( /* 2 */"
                        + " CAST(1 AS BIGINT), X'f71e01' )\"; SQL statement:\nINSERT INTO patient VALUES (1) [23505-240]",
                "23505",
                23505));

        assertThat((Throwable) cleaned)
                .isInstanceOf(SQLIntegrityConstraintViolationException.class)
                .hasMessage("Unique index or primary key violation: \"PUBLIC.PRIMARY_KEY_F ON PUBLIC.PATIENT(ID)");
    }

    @Test
    void cleansWhatMariaDbSays() {
        assertThat(Failures.cleaned(new SQLException("(conn=7) Duplicate entry 'a'b' for key 'ssn_idx'", "23000", 1062))
                        .getMessage())
                .isEqualTo("(conn=7) Duplicate entry … for key 'ssn_idx'");
        assertThat(Failures.cleaned(new SQLException(
                                "Incorrect integer value: 'secret' for column `x`.`patient`.`id` at row 1",
                                "22007",
                                1366))
                        .getMessage())
                .isEqualTo("Incorrect integer value: … for column `x`.`patient`.`id` at row 1");
        assertThat(Failures.cleaned(new SQLException(
                                "You have an error in your SQL syntax near ''secret') x'\nQuery is: INSERT …",
                                "42000",
                                1064))
                        .getMessage())
                .isEqualTo("You have an error in your SQL syntax near …");
    }

    @Test
    void cleansWhateverTheLanguageOfTheDriver() {
        for (String tag : List.of(
                "bg", "cs", "de", "fr", "es", "it", "ja", "ko", "pl", "pt-BR", "ru", "zh-CN", "zh-TW", "sr", "tr")) {
            ResourceBundle words =
                    ResourceBundle.getBundle("org.postgresql.translation.messages", Locale.forLanguageTag(tag));
            for (String part : List.of("Detail: {0}", "Hint: {0}", "Where: {0}", "Internal Query: {0}")) {
                String said = words.containsKey(part) ? words.getString(part) : part;
                assertThat((Throwable) Failures.cleaned(new SQLException(
                                "FEHLER: x\n  " + said.replace("{0}", "Key (ssn_idx)=(c7u3) is\n  Position: 4"),
                                "23505")))
                        .as(tag)
                        .hasMessage("FEHLER: x");
            }
        }
    }

    @Test
    void keepsWherePostgresqlSawIt() {
        String seen = "ERROR: column \"nope\" does not exist\n  Position: 8";
        String located =
                "\n  Location: File: parse_relation.c, Routine: errorMissingColumn, Line: 3716\n  Server SQLState: 42703";

        assertThat((Throwable) Failures.cleaned(new SQLException(seen, "42703")))
                .hasMessage(seen);
        assertThat((Throwable) Failures.cleaned(new SQLException(seen + "\n  Where: x", "42703")))
                .hasMessage(seen);
        assertThat((Throwable) Failures.cleaned(new SQLException(seen + located, "42703")))
                .hasMessage(seen + located);
        assertThat((Throwable) Failures.cleaned(new SQLException("ERROR: x\n  Position: 8 or secret", "42703")))
                .hasMessage("ERROR: x");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "(conn=7) Doppelter Eintrag 'sec'ret' für Schlüssel 'ssn_idx'",
                "(conn=7) Doppelter Eintrag 'sec' for key 'ret' für Schlüssel 'ssn_idx'",
                "(conn=7) 'sec'ret' は索引 'ssn_idx' で重複しています。",
                "(conn=7) 重复条目'secret'键'ssn_idx'",
                "(conn=7) Duplicata du champ 'secret' pour la clef 1\nQuery is: INSERT INTO t VALUES ('secret')",
            })
    void cleansWhateverTheLanguageOfMariaDb(String told) {
        assertThat(Failures.cleaned(new SQLException(told, "23000", 1062)).getMessage())
                .startsWith("(conn=7) ")
                .contains("…")
                .doesNotContain("sec")
                .doesNotContain("ret");
    }

    @Test
    void cleansWhatForeignKeysOfH2Say() {
        assertThat(Failures.cleaned(new SQLIntegrityConstraintViolationException(
                                "Referentielle Integrität verletzt: \"C: PUBLIC.A FOREIGN KEY(SSN_IDX) REFERENCES PUBLIC.B(SSN_IDX)"
                                        + " ('c7u3')\"; SQL statement:\nINSERT INTO a VALUES (1) [23506-240]",
                                "23506",
                                23506))
                        .getMessage())
                .isEqualTo(
                        "Referentielle Integrität verletzt: \"C: PUBLIC.A FOREIGN KEY(SSN_IDX) REFERENCES PUBLIC.B(SSN_IDX)");
    }

    @Test
    void keepsTheKind() {
        for (SQLException failure : List.of(
                new SQLException("x", "1"),
                new SQLNonTransientConnectionException("x", "1"),
                new SQLInvalidAuthorizationSpecException("x", "1"),
                new SQLNonTransientException("x", "1"),
                new SQLRecoverableException("x", "1"),
                new SQLTimeoutException("x", "1"))) {
            assertThat((Throwable) Failures.cleaned(failure)).isExactlyInstanceOf(failure.getClass());
        }
    }

    @Test
    void takesCiphertextOutWhereverItStands() {
        String message = Failures.cleaned(new SQLException("a \\xf71e0100000001 b rs1.9x4BAAAA-_ c X'f71e01000000' d"))
                .getMessage();

        assertThat(message).isEqualTo("a … b … c … d");
    }

    @Test
    void keepsABatchsCountsAndCleansItsNext() {
        BatchUpdateException batch = new BatchUpdateException(
                "Batch entry 0 INSERT INTO t VALUES ('secret') was aborted",
                "23505",
                0,
                new long[] {1, -3},
                new IllegalStateException("secret"));
        batch.setNextException(new SQLException("ERROR: x\n  Detail: secret", "23505"));

        BatchUpdateException cleaned = (BatchUpdateException) Failures.cleaned(batch);

        assertThat(cleaned.getLargeUpdateCounts()).containsExactly(1, -3);
        assertThat(cleaned.getMessage()).doesNotContain("secret");
        assertThat((Throwable) cleaned.getNextException()).hasMessage("ERROR: x");
    }

    @Test
    void isAtRestWithItsOwnResults() {
        SQLException once = Failures.cleaned(new SQLException("a\n  Detail: b", "1"));

        assertThat((Throwable) Failures.cleaned(once)).hasMessage("a");
    }

    @Test
    void tellsWhatMayPassFromWhatStays() {
        assertThat((Throwable) Failures.of(new KeyUnavailable("x"))).isInstanceOf(SQLTransientException.class);
        assertThat(Failures.of(new NotAuthentic("x")).getSQLState()).isEqualTo("RS001");
    }

    @Test
    void doesNotRepeatWhatNobodyForesaw() {
        SQLException failure = Failures.unforeseen(new IllegalArgumentException("078-05-1120"));

        assertThat(failure.getMessage())
                .doesNotContain("078")
                .doesNotContain("sent")
                .contains("IllegalArgumentException");
        assertThat((Throwable) failure).hasNoCause();
    }
}
