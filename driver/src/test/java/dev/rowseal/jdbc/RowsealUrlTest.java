package dev.rowseal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import java.util.Map;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RowsealUrlTest {

    @ParameterizedTest
    @CsvSource(delimiterString = "=>", textBlock = """
        jdbc:rowseal:postgresql://h/d => jdbc:postgresql://h/d
        jdbc:rowseal:postgresql://h/d?a=b&rowseal.config=x&c=d => jdbc:postgresql://h/d?a=b&c=d
        jdbc:rowseal:postgresql://h/d?rowseal.config=x => jdbc:postgresql://h/d
        jdbc:rowseal:h2:mem:clinic => jdbc:h2:mem:clinic
        jdbc:rowseal:h2:./f;A=B;rowseal.config=x;C=D => jdbc:h2:./f;A=B;C=D
        jdbc:rowseal:mariadb://h/d?user=u => jdbc:mariadb://h/d?user=u
        jdbc:rowseal:aws-wrapper:postgresql://h/d => jdbc:aws-wrapper:postgresql://h/d
        jdbc:rowseal:jdbc-secretsmanager:postgresql://h/d => jdbc-secretsmanager:postgresql://h/d
        jdbc:rowseal:jdbc:recording:h2:mem:x => jdbc:recording:h2:mem:x
        JDBC:ROWSEAL:h2:mem:x => jdbc:h2:mem:x
        """)
    void findsTheWrappedUrl(String url, String wrapped) {
        assertThat(RowsealUrl.of(url, new Properties()).wrapped()).isEqualTo(wrapped);
    }

    @Test
    void keepsItsOwnOptionsToItself() {
        Properties info = new Properties();
        info.setProperty("user", "u");
        info.setProperty("rowseal.create-key-table", "true");
        info.put("number", 5);

        RowsealUrl url = RowsealUrl.of("jdbc:rowseal:h2:mem:x;rowseal.config=a=b", info);

        assertThat(url.options()).isEqualTo(Map.of("config", "a=b", "create-key-table", "true"));
        assertThat(url.properties()).isEqualTo(Map.of("user", "u", "number", 5));
        assertThat(url.isOn("create-key-table")).isTrue();
        assertThat(url.isOn("allow-unwrap")).isFalse();
        assertThat(info).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:rowseal:",
                "jdbc:rowseal:rowseal:h2:mem:x",
                "jdbc:rowseal:jdbc:rowseal:h2:mem:x",
                "jdbc:rowseal:h2:mem:",
                "jdbc:rowseal:h2:mem:;DB_CLOSE_DELAY=-1",
                "jdbc:rowseal:h2:mem:x;rowseal.confg=y",
                "jdbc:rowseal:h2:mem:x;rowseal.config=y;rowseal.config=z",
                "jdbc:rowseal:postgresql://h/d?rowseal.unwrap=true",
            })
    void refuses(String url) {
        assertThatThrownBy(() -> RowsealUrl.of(url, new Properties())).isInstanceOf(Misconfigured.class);
    }

    @Test
    void refusesASwitchThatIsNeitherOnNorOff() {
        RowsealUrl url = RowsealUrl.of("jdbc:rowseal:h2:mem:x;rowseal.allow-unwrap=yes", new Properties());

        assertThatThrownBy(() -> url.isOn("allow-unwrap")).isInstanceOf(Misconfigured.class);
    }

    @ParameterizedTest
    @CsvSource({
        "postgresql://h/d?user=u, user",
        "postgresql://h/d?a=b&PassWord=, PassWord",
        "h2:mem:x;USER=sa, USER",
        "h2:mem:x;a=b;password_hash=true, password_hash",
        "mariadb://u:p@h/d, user information before the host",
        "mariadb://u@h/d?a=b, user information before the host",
        "postgresql://h/d?userName=u, userName",
        "postgresql://h/d?options=-c%20user=a,",
        "postgresql://h/d?ApplicationName=a@b,",
        "h2:mem:x,"
    })
    void knowsWhetherItSaysAsWhomToConnect(String rest, @Nullable String by) {
        assertThat(RowsealUrl.of("jdbc:rowseal:" + rest, new Properties()).login())
                .isEqualTo(by);
        Properties info = new Properties();
        info.put("Password", "hunter2");
        assertThat(RowsealUrl.of("jdbc:rowseal:h2:mem:x", info).login()).isEqualTo("Password");
    }

    @Test
    void showsNoPassword() {
        Properties info = new Properties();
        info.setProperty("password", "hunter2");

        assertThat(RowsealUrl.of("jdbc:rowseal:postgresql://h/d?password=hunter3", info)
                        .toString())
                .doesNotContain("hunter");
    }
}
