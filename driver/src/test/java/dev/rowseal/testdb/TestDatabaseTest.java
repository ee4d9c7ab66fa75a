package dev.rowseal.testdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;

@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
class TestDatabaseTest {

    private final TestDatabase database;

    TestDatabaseTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void isWhatItSays(TestDatabase same) throws SQLException {
        assertThat(same).isSameAs(database);
        try (Connection connection = database.plain()) {
            String product = connection.getMetaData().getDatabaseProductName();
            assertThat(product).isEqualTo(database.engine().productName());
            String schema = database.engine() == Engine.MARIADB ? connection.getCatalog() : connection.getSchema();
            assertThat(schema).isEqualTo(database.defaultSchema());
        }
    }

    @Test
    void isFreshHere() throws SQLException {
        database.execute(
                "create table t (a integer, b " + database.binaryType(16) + ", c " + database.textType(5) + ")");
    }

    @Test
    void isFreshThere() throws SQLException {
        isFreshHere();
    }

    @Test
    void isGoneWhenClosed() throws SQLException {
        TestDatabase other = TestDatabase.on(database.engine());
        assertThat(other.url()).isNotEqualTo(database.url());
        other.execute("create table t (a integer)");
        other.close();
        assertThatThrownBy(() -> other.execute("select * from t")).isInstanceOf(SQLException.class);
    }
}
