package dev.rowseal.credentials;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is taken for the user and the password of a database, and what is not. */
class SecretTextTest {

    private static @Nullable Credentials read(String text) {
        return SecretText.read(text, "username", "password", "7");
    }

    private static String login(String text) {
        try (Credentials read = Objects.requireNonNull(read(text), text)) {
            return read.user() + "/" + new String(read.password()) + "/" + read.version();
        }
    }

    @Test
    void whatRotationWritesIsRead() {
        assertThat(login("{\"username\":\"clinic\",\"password\":\"s3cret\"}")).isEqualTo("clinic/s3cret/7");
        assertThat(login(" { \"engine\" : \"postgres\", \"host\":\"db\", \"port\": 5432, \"username\":\"clinic\","
                        + " \"password\" : \"a\\\"b\\\\c\\u0020\\u00e4\\/\\n\", \"dbname\":null,"
                        + " \"more\":{\"password\":\"not this\",\"deep\":[1,-2.5e3,true,[],{}]} } "))
                .isEqualTo("clinic/a\"b\\c \u00e4/\n/7");
        assertThat(login("{\"password\":\"\uD83D\uDD11\",\"username\":\"u\"}")).isEqualTo("u/\uD83D\uDD11/7");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "hunter2",
                "[]",
                "{}",
                "null",
                "{\"username\":\"u\"}",
                "{\"password\":\"p\"}",
                "{\"username\":\"u\",\"password\":\"\"}",
                "{\"username\":\"\",\"password\":\"p\"}",
                "{\"username\":\"u\",\"password\":7}",
                "{\"username\":\"u\",\"password\":null}",
                "{\"username\":\"u\",\"password\":{\"a\":\"p\"}}",
                "{\"Username\":\"u\",\"password\":\"p\"}",
                "{\"username\":\"u\",\"password\":\"p\",\"password\":\"q\"}",
                "{\"username\":\"u\",\"password\":\"p\"} and more",
                "{\"username\":\"u\",\"password\":\"p\",}",
                "{\"username\":\"u\",\"password\":\"p\"",
                "{\"username\":\"u\",\"password\":\"p",
                "{\"username\":\"u\",\"password\":\"p\\x\"}",
                "{\"username\":\"u\",\"password\":\"\\u12\"}",
                "{\"username\":\"u\",\"password\":\"\\u+123\"}",
                "{\"username\":\"u\",\"password\":\"a\nb\"}",
                "{\"username\":\"u\",\"password\":\"p\",\"a\":01}",
                "{\"username\":\"u\",\"password\":\"p\",\"a\":nul}",
                "{\"username\":\"u\",\"password\":\"p\",\"a\":[[[[[[[[[[[[[[[[[[[[]]]]]]]]]]]]]]]]]]]]}",
                "{'username':'u','password':'p'}"
            })
    void whatIsNoneIsNotGuessedAt(String text) {
        assertThat(read(text)).isNull();
    }

    @Test
    void aWrittenTextCutShortAnywhereIsNone() {
        String whole = "{\"username\":\"clinic\",\"port\":5432,\"password\":\"a\\u0041b\"}";
        for (int length = 0; length < whole.length(); length++) {
            assertThat(read(whole.substring(0, length))).as("%d", length).isNull();
        }
    }

    @Test
    void whatIsClosedHasNoPasswordAndNothingShowsIt() {
        char[] password = "s3cret".toCharArray();
        Credentials credentials = new Credentials("clinic", password, "7");
        assertThat(credentials).hasToString("Credentials[version=7]");
        Credentials copy = credentials.copy();
        assertThat(copy.isSameLogin(credentials)).isTrue();
        credentials.close();
        assertThat(password).containsOnly('\0');
        assertThatThrownBy(credentials::password).isInstanceOf(IllegalStateException.class);
        assertThat(copy.password()).isEqualTo("s3cret".toCharArray());
        assertThat(copy.isSameLogin(new Credentials("clinic", "s3cret".toCharArray(), "8")))
                .isTrue();
        assertThat(copy.isSameLogin(new Credentials("clinic", "other".toCharArray(), "7")))
                .isFalse();
        assertThat(copy.isSameLogin(new Credentials("other", "s3cret".toCharArray(), "7")))
                .isFalse();
        copy.close();
    }
}
