package dev.rowseal.kms.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.pkcs11.TokenError.Sort;
import java.lang.reflect.Constructor;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The values of PKCS #11, told as this JDK's provider tells them. */
class TokenErrorTest {

    /** The JDK's own exception, from inside the provider: the pom opens the package. */
    private static Exception returned(long value) throws ReflectiveOperationException {
        Class<?> type = Class.forName("sun.security.pkcs11.wrapper.PKCS11Exception");
        for (Constructor<?> constructor : type.getDeclaredConstructors()) {
            Class<?>[] parameters = constructor.getParameterTypes();
            constructor.setAccessible(true);
            if (parameters.length == 1 && parameters[0] == long.class) {
                return (Exception) constructor.newInstance(value);
            }
            if (Arrays.equals(parameters, new Class<?>[] {long.class, String.class})) {
                return (Exception) constructor.newInstance(value, null);
            }
        }
        throw new IllegalStateException("this JDK makes them otherwise");
    }

    private static RowsealFailure failure(Throwable cause) {
        return TokenError.failure("it failed", new InvalidKeyException("Could not initialize cipher", cause));
    }

    @ParameterizedTest
    @EnumSource(TokenError.class)
    void isKnownByWhatTheJdkSays(TokenError error) throws Exception {
        Exception returned = returned(error.value());
        String hex = String.format(Locale.ROOT, "0x%08x", error.value());

        assertThat(String.valueOf(returned.getMessage()).toLowerCase(Locale.ROOT))
                .as("the number of the standard")
                .isIn(error.name().toLowerCase(Locale.ROOT), hex);
        assertThat(TokenError.of(new ProviderException("x", returned))).contains(error);
    }

    @Test
    void aTokenWithoutAesGcmIsMisconfigured() {
        assertThat(TokenError.failure(
                        "it failed", new NoSuchAlgorithmException("no such algorithm: AES/GCM/NoPadding")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("CKM_AES_GCM");
    }

    /** The whole table by name, so that moving a line is seen. */
    @Test
    void nothingButThisIsRefusedMisconfiguredOrTheTag() {
        Map<Sort, Set<String>> sorted = Arrays.stream(TokenError.values())
                .collect(Collectors.groupingBy(
                        TokenError::sort,
                        Collectors.mapping(error -> error.name().substring(4), Collectors.toCollection(TreeSet::new))));

        assertThat(sorted.get(Sort.REFUSED))
                .containsExactlyInAnyOrder(
                        "ACTION_PROHIBITED",
                        "FUNCTION_REJECTED",
                        "KEY_EXHAUSTED",
                        "KEY_FUNCTION_NOT_PERMITTED",
                        "USER_NOT_LOGGED_IN");
        assertThat(sorted.get(Sort.NOT_AUTHENTIC))
                .containsExactlyInAnyOrder("AEAD_DECRYPT_FAILED", "ENCRYPTED_DATA_INVALID", "ENCRYPTED_DATA_LEN_RANGE");
        assertThat(sorted.get(Sort.MISCONFIGURED))
                .contains("KEY_TYPE_INCONSISTENT", "KEY_SIZE_RANGE", "MECHANISM_INVALID", "MECHANISM_PARAM_INVALID")
                .containsAll(Arrays.stream(TokenError.values())
                        .map(error -> error.name().substring(4))
                        .filter(name -> name.startsWith("PIN_"))
                        .toList());
        assertThat(sorted.get(Sort.UNAVAILABLE))
                .contains(
                        "DEVICE_ERROR",
                        "DEVICE_REMOVED",
                        "FUNCTION_FAILED",
                        "GENERAL_ERROR",
                        "SESSION_CLOSED",
                        "SESSION_HANDLE_INVALID",
                        "TOKEN_NOT_PRESENT");
    }

    @ParameterizedTest
    @CsvSource({
        "0x68, KeyRefused, CKR_KEY_FUNCTION_NOT_PERMITTED",
        "0x200, KeyRefused, CKR_FUNCTION_REJECTED",
        "0x101, KeyRefused, CKR_USER_NOT_LOGGED_IN",
        "0x63, Misconfigured, CKR_KEY_TYPE_INCONSISTENT",
        "0x62, Misconfigured, CKR_KEY_SIZE_RANGE",
        "0x70, Misconfigured, CKR_MECHANISM_INVALID",
        "0xA4, Misconfigured, CKR_PIN_LOCKED",
        "0x32, KeyUnavailable, CKR_DEVICE_REMOVED",
        "0xE0, KeyUnavailable, CKR_TOKEN_NOT_PRESENT",
        "0xB3, KeyUnavailable, CKR_SESSION_HANDLE_INVALID",
        "0x05, KeyUnavailable, CKR_GENERAL_ERROR",
        "0x80000042, KeyRefused, 0x80000042",
        "0x1B5, KeyRefused, token answered"
    })
    void isTheFailureOfTheHouse(long value, String type, String told) throws Exception {
        RowsealFailure failure = failure(returned(value));

        assertThat(failure.getClass().getSimpleName()).isEqualTo(type);
        assertThat(failure).hasMessageContaining(told).hasMessageContaining("it failed");
    }

    @Test
    void whatIsNoAnswerOfATokenIsAnOutage() {
        assertThat(failure(new IllegalStateException("CKR_KEY_FUNCTION_NOT_PERMITTED"))
                        .sqlState())
                .isEqualTo("RS002");
        assertThat(TokenError.of(new ProviderException("the token sealed 32 bytes as 31")))
                .isEmpty();
    }
}
