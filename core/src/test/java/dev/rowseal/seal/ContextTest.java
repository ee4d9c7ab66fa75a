package dev.rowseal.seal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.value.Value;
import dev.rowseal.value.ValueClass;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Names and row ids that cannot be bound are refused by name. */
class ContextTest {

    @Test
    void namesOutOfRangeAreRefusedByName() {
        String longest = "x".repeat(65_535);
        assertThat(ColumnContext.of(longest, longest, longest, ValueClass.TEXT).column())
                .isEqualTo(longest);
        for (String bad : new String[] {"", longest + "x", "a\udc00"}) {
            assertThatThrownBy(() -> ColumnContext.of(bad, "t", "c", ValueClass.TEXT))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageStartingWith("the namespace");
            assertThatThrownBy(() -> ColumnContext.of("n", bad, "c", ValueClass.TEXT))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageStartingWith("the table id");
            assertThatThrownBy(() -> ColumnContext.of("n", "t", bad, ValueClass.TEXT))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageStartingWith("the column id");
        }
    }

    @Test
    void aRowIdIsEqualByItsBytesAndShowsNothing() {
        RowId one = RowId.of(List.of(new Value.Text("Alice")));
        RowId same = RowId.of(List.of(new Value.Text("Alice")));
        assertThat(one).isEqualTo(same).hasSameHashCodeAs(same).isNotEqualTo(RowId.of(List.of(new Value.Text("Bob"))));
        assertThat(one.toString()).doesNotContain("Alice");
        one.bytes()[0] = 99;
        assertThat(one).isEqualTo(same);
    }

    @Test
    void aTimestampTooFarOffIsRefusedWithoutShowingIt() {
        Value last = new Value.TimestampTz(OffsetDateTime.of(LocalDateTime.MAX, ZoneOffset.ofHours(-18)));
        assertThatThrownBy(() -> RowId.of(List.of(last)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageNotContaining("999999999");
    }
}
