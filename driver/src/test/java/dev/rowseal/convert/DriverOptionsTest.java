package dev.rowseal.convert;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Options of pgjdbc by which the server would guess what a value is. */
class DriverOptionsTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stringtype=unspecified",
                "ssl=true&preferQueryMode=simple",
                "PREFERQUERYMODE=SIMPLE",
                "//db/clinic?user=a&preferQueryMode=s%69mple",
                "&{password=50%zz, preferQueryMode=simple}"
            })
    void areRefused(String options) {
        assertThatThrownBy(() -> Dialect.named("PostgreSQL").requireOptions(options))
                .isInstanceOf(Misconfigured.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "stringtype=varchar",
                "&{password=50%zz}",
                "preferQueryMode=extended&options=-c%20search_path%3Dclinic"
            })
    void othersAreTaken(String options) {
        assertThatCode(() -> Dialect.named("PostgreSQL").requireOptions(options))
                .doesNotThrowAnyException();
    }
}
