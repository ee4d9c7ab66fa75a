package dev.rowseal.keytable;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.catalog.Dialect;
import dev.rowseal.catalog.Folding;
import dev.rowseal.catalog.StoredName;
import dev.rowseal.failure.Misconfigured;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

class KeySqlFailureTest {

    private static final KeyTables TABLES = new KeyTables(
            new StoredName("public", "rowseal_keys"),
            new StoredName("public", "rowseal_wrappings"),
            new Folding(Folding.Case.LOWER_ASCII),
            Dialect.POSTGRESQL);

    /** Also of what is needed only now and then: who is denied an UPDATE has the other two. */
    @Test
    void whoIsDeniedIsToldOfEachRightOnEachTable() {
        assertThat(KeySqlFailure.of(new SQLException("denied", "42501"), TABLES))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("grant SELECT and INSERT on both and UPDATE on " + TABLES.keys())
                .hasMessageContaining("UPDATE and DELETE on " + TABLES.wrappings());
    }
}
