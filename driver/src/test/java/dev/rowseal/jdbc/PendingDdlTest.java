package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** When a statement can be sure that no change of the schema came between its planning and its arrival. */
class PendingDdlTest {

    private final PendingDdl changes = new PendingDdl();

    @Test
    void nothingPends() {
        assertThat(changes.isNoneSince(changes.mark(0))).isTrue();
    }

    @Test
    void whatPendsAtTheMarkMayComeToPass() {
        changes.begins();
        long mark = changes.mark(0);
        assertThat(changes.isNoneSince(mark)).isFalse();
        changes.ends();
        assertThat(changes.isNoneSince(mark)).isFalse();
        assertThat(changes.isNoneSince(changes.mark(0))).isTrue();
    }

    @Test
    void soMayWhatBeginsBehindIt() {
        long mark = changes.mark(0);
        changes.begins();
        assertThat(changes.isNoneSince(mark)).isFalse();
        changes.ends();
        assertThat(changes.isNoneSince(mark)).isFalse();
    }

    @Test
    void onesOwnIsKnown() {
        changes.begins();
        assertThat(changes.isNoneSince(changes.mark(1))).isTrue();
        changes.begins();
        assertThat(changes.isNoneSince(changes.mark(1))).isFalse();
    }

    @Test
    void twoMarksAreAsTheLessSureOfThem() {
        long before = changes.mark(0);
        assertThat(changes.isNoneSince(PendingDdl.both(before, before))).isTrue();
        changes.begins();
        changes.ends();
        assertThat(changes.isNoneSince(PendingDdl.both(before, changes.mark(0))))
                .isFalse();
    }
}
