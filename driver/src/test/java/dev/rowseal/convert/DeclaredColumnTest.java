package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.testdb.Engine;
import dev.rowseal.testdb.OnEveryDatabase;
import dev.rowseal.testdb.TestDatabase;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.DeclaredType.Kind;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@link Dialect#declared} against the plain driver's own metadata. */
@OnEveryDatabase({Engine.H2, Engine.POSTGRESQL, Engine.MARIADB})
final class DeclaredColumnTest {

    @Test
    void describesWhatTheDriverDescribes(TestDatabase database) throws Exception {
        Dialect dialect = Dialect.named(database.engine().productName());
        List<String> types = new ArrayList<>(Plain.TYPES);
        types.addAll(List.of("char(1)", "varchar(4000)", "decimal(12,0)", "decimal(38,10)", "decimal(5,5)"));
        for (String text : types) {
            DeclaredType type = DeclaredType.parse(text);
            try (Plain plain = new Plain(database, dialect, type);
                    var statement = plain.connection().createStatement();
                    var rows = statement.executeQuery("select c from plain")) {
                var meta = rows.getMetaData();
                DeclaredColumn theirs = new DeclaredColumn(
                        meta.getColumnType(1),
                        meta.getColumnTypeName(1),
                        // DESIGN 5: getObject gives json as a String on every database.
                        type.kind() == Kind.JSON ? "java.lang.String" : meta.getColumnClassName(1),
                        meta.getPrecision(1),
                        meta.getScale(1),
                        meta.getColumnDisplaySize(1),
                        meta.isSigned(1),
                        meta.isCaseSensitive(1),
                        meta.isSearchable(1));
                assertThat(dialect.declared(type)).as(text).isEqualTo(theirs);
            }
        }
    }
}
