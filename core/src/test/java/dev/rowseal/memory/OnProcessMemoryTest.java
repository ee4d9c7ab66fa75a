package dev.rowseal.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** That no memory scan is left out without a word. */
class OnProcessMemoryTest {

    private static final String TEST = "ProcessMemoryTest.some";

    @Test
    void whereMemoryCanBeReadTheTestRuns() {
        assertThat(OnProcessMemory.Condition.verdict(true, true, true, TEST).isDisabled())
                .isFalse();
    }

    @Test
    void whereItCannotTheTestIsNamed() {
        assertThat(OnProcessMemory.Condition.verdict(false, true, false, TEST).getReason())
                .hasValueSatisfying(reason -> assertThat(reason).contains("/proc/self/mem", TEST));
        assertThat(OnProcessMemory.Condition.verdict(false, false, true, TEST).isDisabled())
                .isTrue();
    }

    @Test
    void onLinuxABuildOfCiFails() {
        assertThatThrownBy(() -> OnProcessMemory.Condition.verdict(false, true, true, TEST))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining(TEST);
    }
}
