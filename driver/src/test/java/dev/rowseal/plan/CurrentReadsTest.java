package dev.rowseal.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentReadsTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", quoteCharacter = '~', textBlock = """
        WHERE id IN (SELECT s.id FROM stay s) => WHERE id IN (SELECT s.id FROM stay s LOCK IN SHARE MODE)
        WHERE id IN (SELECT s.limit FROM stay s ORDER BY s.`for`) => WHERE id IN (SELECT s.limit FROM stay s ORDER BY s.`for` LOCK IN SHARE MODE)
        WHERE id IN (SELECT s.lock FROM stay s) AND t.union = 1 => WHERE id IN (SELECT s.lock FROM stay s LOCK IN SHARE MODE) AND t.union = 1
        SELECT 1 UNION SELECT 2 ORDER BY 1 => (SELECT 1 LOCK IN SHARE MODE) UNION (SELECT 2 LOCK IN SHARE MODE) ORDER BY 1
        """)
    void everySelectReadsWhatIsThereNow(String text, String current) throws Refusal {
        assertThat(CurrentReads.in(text)).isEqualTo(current);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "WHERE id IN (SELECT id FROM stay FOR UPDATE)",
                "WHERE id IN (SELECT id FROM stay LOCK IN SHARE MODE)",
                "WHERE id IN (WITH RECURSIVE r AS (SELECT 1) SELECT * FROM r)"
            })
    void refusesLocksOfTheirOwn(String text) {
        assertThatThrownBy(() -> CurrentReads.in(text)).isInstanceOf(Refusal.class);
    }
}
