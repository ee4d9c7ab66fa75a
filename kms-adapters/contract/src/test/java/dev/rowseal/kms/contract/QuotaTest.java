package dev.rowseal.kms.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaTest {

    private final Quota quota = new Quota();

    private long taken(int requests) {
        return IntStream.range(0, requests).filter(one -> quota.take()).count();
    }

    @Test
    void limitsNothingUntilItIsTold() {
        assertThat(taken(1000)).isEqualTo(1000);
        quota.limit(0, 3);
        assertThat(taken(1000)).isEqualTo(3);
        quota.lift();
        assertThat(taken(1000)).isEqualTo(1000);
    }

    @Test
    void isFilledAgainAndHoldsNoMoreThanItsBurst() throws InterruptedException {
        quota.limit(1_000_000, 2);
        for (int i = 0; i < 20; i++) {
            Thread.sleep(1);
            assertThat(quota.take()).isTrue();
        }
        quota.limit(0.001, 2);
        assertThat(taken(50)).isEqualTo(2);
    }

    @Test
    void aQuotaThatIsNoneIsRefused() {
        assertThatThrownBy(() -> quota.limit(-1, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> quota.limit(1, 0)).isInstanceOf(IllegalArgumentException.class);
    }
}
