package dev.rowseal.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class OwnGroupTest {

    @Test
    void isTheIdsWithADotBetween() {
        assertThat(SealedTableFit.ownGroup("public.patient", "ssn")).isEqualTo("public.patient.ssn");
    }

    @Test
    void isTheSameForNoTwoPairsOfIds() {
        List<String> ids =
                List.of("a", "b", "a.b", "b.a", ".", "..", "\\", "\\.", ".\\", "a\\", "\\a", "a\\.b", "a.\\b");
        Map<String, String> owners = new HashMap<>();
        for (String table : ids) {
            for (String column : ids) {
                String before = owners.put(SealedTableFit.ownGroup(table, column), table + " | " + column);
                assertThat(before).as("%s and %s | %s", before, table, column).isNull();
            }
        }
    }
}
