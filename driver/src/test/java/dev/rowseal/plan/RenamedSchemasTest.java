package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.catalog.Dialect;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RenamedSchemasTest {

    private final Planner planner = new Planner();

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER SCHEMA public RENAME TO x",
                "alter schema if exists \"public\"rename to x",
                "SELECT 1; ALTER\u00a0\nSCHEMA public RENAME TO x",
                "ALTER /* a */ SCHEMA -- b\n public RENAME TO x",
                "ALTER // a\nSCHEMA public RENAME TO x",
                "ALTER SCHEMA \"a;b\" RENAME TO x",
                "ALTER SCHEMA public /* ; */ RENAME TO x",
                "ALTER \u017fCHEMA public RENAME TO x",
                "DO $$ BEGIN ALTER SCHEMA public RENAME TO x; END $$",
                "EXECUTE IMMEDIATE 'ALTER SCHEMA public RENAME TO x'"
            })
    void refused(String sql) {
        for (Dialect dialect : Dialect.values()) {
            assertThatThrownBy(() -> planner.plan(sql, Clinic.GUARDED, new Clinic(dialect)))
                    .isInstanceOf(Refusal.class);
            assertThatThrownBy(() -> planner.requireSeen("{x}", sql, Clinic.GUARDED, new Clinic(dialect)))
                    .isInstanceOf(Refusal.class);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ALTER SCHEMA app OWNER TO me",
                "CREATE SCHEMA app; ALTER TABLE app.visit RENAME TO stay",
                "ALTER TABLE visit SET SCHEMA app; ALTER TABLE app.visit RENAME TO stay",
                "ALTER SCHEMA app OWNER TO me; ALTER TABLE app.visit RENAME TO stay",
                "-- V12\nALTER TABLE visit SET SCHEMA app; ALTER TABLE app.visit RENAME TO stay",
                "UPDATE visit SET city = 'http://alter/schema/rename'",
                "/* rename */ ALTER TABLE visit SET SCHEMA app",
                "UPDATE visit SET city = 'rename the schema'"
            })
    void pass(String sql) throws Refusal {
        for (Dialect dialect : Dialect.values()) {
            assertThat(planner.plan(sql, Clinic.GUARDED, new Clinic(dialect))).isInstanceOf(Plan.PassThrough.class);
        }
    }
}
