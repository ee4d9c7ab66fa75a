package dev.rowseal.kms.pkcs11;

import static dev.rowseal.kms.pkcs11.TokenError.Sort.MISCONFIGURED;
import static dev.rowseal.kms.pkcs11.TokenError.Sort.NOT_AUTHENTIC;
import static dev.rowseal.kms.pkcs11.TokenError.Sort.REFUSED;
import static dev.rowseal.kms.pkcs11.TokenError.Sort.UNAVAILABLE;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What the return values (CK_RV) of PKCS #11 mean for whoever needs the key: those that logging in, finding a key and AES-GCM
 * can have, of version 3.1 of the standard. A value that is not here, a vendor's own for one, is a refusal: nobody knows that it is an
 * outage, and only an outage may keep keys in use.
 */
enum TokenError {
    CKR_CANCEL(0x01, UNAVAILABLE),
    CKR_HOST_MEMORY(0x02, UNAVAILABLE),
    CKR_SLOT_ID_INVALID(0x03, UNAVAILABLE),
    CKR_GENERAL_ERROR(0x05, UNAVAILABLE),
    CKR_FUNCTION_FAILED(0x06, UNAVAILABLE),
    CKR_ARGUMENTS_BAD(0x07, MISCONFIGURED),
    CKR_NEED_TO_CREATE_THREADS(0x09, MISCONFIGURED),
    CKR_CANT_LOCK(0x0A, MISCONFIGURED),
    CKR_ACTION_PROHIBITED(0x1B, REFUSED),
    CKR_DATA_INVALID(0x20, MISCONFIGURED),
    CKR_DATA_LEN_RANGE(0x21, MISCONFIGURED),
    CKR_DEVICE_ERROR(0x30, UNAVAILABLE),
    CKR_DEVICE_MEMORY(0x31, UNAVAILABLE),
    CKR_DEVICE_REMOVED(0x32, UNAVAILABLE),
    CKR_AEAD_DECRYPT_FAILED(0x35, NOT_AUTHENTIC),
    CKR_ENCRYPTED_DATA_INVALID(0x40, NOT_AUTHENTIC),
    CKR_ENCRYPTED_DATA_LEN_RANGE(0x41, NOT_AUTHENTIC),
    CKR_FUNCTION_CANCELED(0x50, UNAVAILABLE),
    CKR_FUNCTION_NOT_SUPPORTED(0x54, MISCONFIGURED),
    /** The key was found anew before: if it is gone, that is told by the next search. */
    CKR_KEY_HANDLE_INVALID(0x60, UNAVAILABLE),
    CKR_KEY_SIZE_RANGE(0x62, MISCONFIGURED),
    CKR_KEY_TYPE_INCONSISTENT(0x63, MISCONFIGURED),
    /** By CKA_ENCRYPT, CKA_DECRYPT or CKA_ALLOWED_MECHANISMS, or because its time (CKA_START_DATE, CKA_END_DATE) is over. */
    CKR_KEY_FUNCTION_NOT_PERMITTED(0x68, REFUSED),
    CKR_MECHANISM_INVALID(0x70, MISCONFIGURED),
    CKR_MECHANISM_PARAM_INVALID(0x71, MISCONFIGURED),
    CKR_OBJECT_HANDLE_INVALID(0x82, UNAVAILABLE),
    CKR_OPERATION_ACTIVE(0x90, UNAVAILABLE),
    CKR_OPERATION_NOT_INITIALIZED(0x91, UNAVAILABLE),
    CKR_PIN_INCORRECT(0xA0, MISCONFIGURED),
    CKR_PIN_INVALID(0xA1, MISCONFIGURED),
    CKR_PIN_LEN_RANGE(0xA2, MISCONFIGURED),
    CKR_PIN_EXPIRED(0xA3, MISCONFIGURED),
    CKR_PIN_LOCKED(0xA4, MISCONFIGURED),
    CKR_SESSION_CLOSED(0xB0, UNAVAILABLE),
    CKR_SESSION_COUNT(0xB1, UNAVAILABLE),
    CKR_SESSION_HANDLE_INVALID(0xB3, UNAVAILABLE),
    CKR_SESSION_PARALLEL_NOT_SUPPORTED(0xB4, MISCONFIGURED),
    CKR_SESSION_READ_WRITE_SO_EXISTS(0xB8, UNAVAILABLE),
    CKR_TOKEN_NOT_PRESENT(0xE0, UNAVAILABLE),
    CKR_TOKEN_NOT_RECOGNIZED(0xE1, UNAVAILABLE),
    CKR_TOKEN_WRITE_PROTECTED(0xE2, MISCONFIGURED),
    /** After a login that went well: the key wants one for each use (CKA_ALWAYS_AUTHENTICATE), or is another user's. */
    CKR_USER_NOT_LOGGED_IN(0x101, REFUSED),
    CKR_USER_PIN_NOT_INITIALIZED(0x102, MISCONFIGURED),
    CKR_USER_TYPE_INVALID(0x103, MISCONFIGURED),
    CKR_USER_ANOTHER_ALREADY_LOGGED_IN(0x104, UNAVAILABLE),
    CKR_USER_TOO_MANY_TYPES(0x105, UNAVAILABLE),
    CKR_RANDOM_NO_RNG(0x121, MISCONFIGURED),
    CKR_BUFFER_TOO_SMALL(0x150, MISCONFIGURED),
    CKR_CRYPTOKI_NOT_INITIALIZED(0x190, UNAVAILABLE),
    CKR_MUTEX_BAD(0x1A0, UNAVAILABLE),
    CKR_MUTEX_NOT_LOCKED(0x1A1, UNAVAILABLE),
    CKR_NEW_PIN_MODE(0x1B0, MISCONFIGURED),
    CKR_NEXT_OTP(0x1B1, MISCONFIGURED),
    CKR_FIPS_SELF_TEST_FAILED(0x1B6, UNAVAILABLE),
    CKR_LIBRARY_LOAD_FAILED(0x1B7, MISCONFIGURED),
    CKR_PIN_TOO_WEAK(0x1B8, MISCONFIGURED),
    CKR_FUNCTION_REJECTED(0x200, REFUSED),
    CKR_TOKEN_RESOURCE_EXCEEDED(0x201, UNAVAILABLE),
    CKR_OPERATION_CANCEL_FAILED(0x202, UNAVAILABLE),
    CKR_KEY_EXHAUSTED(0x203, REFUSED);

    /** Which failure of the house a value is. */
    enum Sort {
        /** Only where something is opened, and only if the token works otherwise. */
        NOT_AUTHENTIC,
        REFUSED,
        MISCONFIGURED,
        UNAVAILABLE
    }

    /** As the JDK tells a value: its name, or what it has no name for in hexadecimal, and sometimes more behind it. */
    private static final Pattern TOLD =
            Pattern.compile("(CKR_[A-Z0-9_]{1,60}|0x[0-9A-Fa-f]{8,16})(.*)", Pattern.DOTALL);

    private final long value;
    private final Sort sort;

    TokenError(long value, Sort sort) {
        this.value = value;
        this.sort = sort;
    }

    long value() {
        return value;
    }

    Sort sort() {
        return sort;
    }

    /** What a failure of the JDK's provider says that the token returned; empty where it is no answer of a token. */
    private static Optional<String> told(Throwable failed) {
        for (Throwable told = failed; told != null; told = told.getCause()) {
            // The JDK's class for it is not exported, and its message is all that it says.
            Matcher matcher = TOLD.matcher(String.valueOf(told.getMessage()));
            if (told.getClass().getSimpleName().equals("PKCS11Exception")) {
                return Optional.of(matcher.matches() ? matcher.group(1) : "a value that cannot be read");
            }
        }
        return Optional.empty();
    }

    private static Optional<TokenError> known(String told) {
        return told.startsWith("0x")
                ? Arrays.stream(values())
                        .filter(error -> error.value == Long.parseUnsignedLong(told.substring(2), 16))
                        .findFirst()
                : Arrays.stream(values())
                        .filter(error -> told.startsWith(error.name()))
                        .max(Comparator.comparingInt(error -> error.name().length()));
    }

    /** The value that a failure of the JDK's provider tells; empty where it tells none, or one that is not here. */
    static Optional<TokenError> of(Throwable failed) {
        return told(failed).flatMap(TokenError::known);
    }

    /**
     * The house's failure for one of the JDK's provider that looking for the key anew did not heal.
     *
     * @param what failed, for the message
     */
    static RowsealFailure failure(String what, Exception failed) {
        Optional<String> told = told(failed);
        if (failed instanceof NoSuchAlgorithmException) {
            return new Misconfigured(what + ": the token offers no AES-GCM (CKM_AES_GCM)", failed);
        }
        if (told.isEmpty()) {
            return new KeyUnavailable(what + ": " + failed.getClass().getSimpleName(), failed);
        }
        String answer = what + ": the token answered " + told.get();
        return switch (known(told.get()).map(TokenError::sort).orElse(REFUSED)) {
            case REFUSED ->
                new KeyRefused(
                        answer + "; the key may not be used, or not for this: look at its CKA_ENCRYPT, CKA_DECRYPT and"
                                + " CKA_ALLOWED_MECHANISMS, and at what the token's user may do",
                        failed);
            case MISCONFIGURED ->
                new Misconfigured(
                        answer + "; the KEK must be an AES key of 256 bits in a token that does AES-GCM (CKM_AES_GCM)"
                                + " with the caller's nonce, and the PIN its user's",
                        failed);
            case UNAVAILABLE, NOT_AUTHENTIC -> new KeyUnavailable(answer, failed);
        };
    }
}
