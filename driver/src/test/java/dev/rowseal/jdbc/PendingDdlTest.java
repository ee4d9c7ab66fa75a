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

    /** Of two threads on one connection one may look, and see no transaction, while the other's change runs. */
    @Test
    void whatRunsPendsWhateverElseEnds() {
        PendingDdl.Own own = changes.new Own();
        own.begins();
        own.begins();
        own.settles();
        assertThat(changes.isNoneSince(changes.mark(0))).isFalse();
        assertThat(changes.isNoneSince(own.mark())).isTrue();
        own.ran();
        own.settles();
        assertThat(changes.isNoneSince(changes.mark(0))).isFalse();
        own.ran();
        own.settles();
        assertThat(changes.isNoneSince(changes.mark(0))).isTrue();
        own.begins();
        own.ends();
        own.ran();
        assertThat(changes.isNoneSince(changes.mark(0))).isTrue();
        own.settles();
        own.ends();
        assertThat(changes.isNoneSince(changes.mark(0))).isTrue();
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
