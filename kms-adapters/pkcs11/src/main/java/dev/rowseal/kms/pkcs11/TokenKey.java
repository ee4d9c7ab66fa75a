package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.InvalidParameterException;
import java.security.Key;
import java.security.KeyStore;
import java.security.Provider;
import java.security.ProviderException;
import java.security.Security;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.security.auth.login.FailedLoginException;
import org.jspecify.annotations.Nullable;

/**
 * The key in the token: logged in to, found and checked when it is first needed, and again after the token lost it. Safe
 * for use by many threads.
 *
 * <p>Nobody is logged out: a login is the whole process's, and the application may use the token too.
 */
final class TokenKey {

    private static final Slots SLOTS = new Slots();

    private static final AtomicInteger NAMES = new AtomicInteger();

    /** As the JDK describes such a key: bytes (which it takes for bits) or bits, then what may be done with its value. */
    private static final Pattern SAFE =
            Pattern.compile(".* AES secret key, (?:32|256) bits token object, sensitive, unextractable\\)");

    private static final Pattern SIZE = Pattern.compile(".* AES secret key, (?:32|256) bits .*");

    private final Pkcs11Uri uri;
    private final Pin pin;
    private final AtomicReference<@Nullable Loaded> loaded = new AtomicReference<>();
    private volatile @Nullable Long slot;
    private volatile boolean seen;

    TokenKey(Pkcs11Uri uri, Pin pin) {
        this.uri = uri;
        this.pin = pin;
    }

    /** A key that the token holds, and the provider whose ciphers it is for. */
    record Loaded(SecretKey key, Provider provider) {}

    /**
     * @throws Misconfigured if the library, the token, the PIN or the key is not as it must be
     * @throws KeyRefused if the token has no such key
     * @throws KeyUnavailable if the token does not answer
     */
    Loaded get(Deadline deadline) {
        Loaded present = loaded.get();
        return present != null ? present : loadOnce(deadline);
    }

    private synchronized Loaded loadOnce(Deadline deadline) {
        Loaded present = loaded.get();
        if (present == null) {
            present = load(deadline);
            loaded.set(present);
        }
        return present;
    }

    /** Forgets the key, if it is still this one, so that the next use looks for it anew. Waits for nobody. */
    void forget(Loaded lost) {
        loaded.compareAndSet(lost, null);
    }

    /** Forgets the key. Waits for nobody. */
    void close() {
        loaded.set(null);
    }

    private Loaded load(Deadline deadline) {
        long found = slot(deadline);
        String name = uri.module() + " " + found;
        Provider known = SLOTS.now(name);
        Loaded fresh = known == null ? null : stillLoaded(known);
        if (fresh == null) {
            fresh = loaded(SLOTS.renewed(name, known, deadline, before -> configured(found, before)));
        }
        slot = found;
        seen = true;
        return fresh;
    }

    /**
     * Null where a provider that was made before does not find the key. Its sessions may be of before a restart, and then it
     * stays without; and where the token is out, some libraries show an empty one. Both are found out by making a new one.
     */
    private @Nullable Loaded stillLoaded(Provider known) {
        try {
            return loaded(known);
        } catch (RowsealFailure stale) {
            // Also what seems to be wrong with the PIN: one that was refused is not offered again.
            return null;
        }
    }

    private Loaded loaded(Provider provider) {
        char[] offered = pin.read();
        try {
            KeyStore store = KeyStore.getInstance("PKCS11", provider);
            store.load(null, offered);
            Key key = store.getKey(uri.object(), null);
            if (key == null) {
                throw new KeyRefused("the token has no secret key with the label " + uri.object());
            }
            return new Loaded(checked(key), provider);
        } catch (IOException failed) {
            throw isRefusedPin(failed) ? pin.refuse(offered) : failure(failed);
        } catch (GeneralSecurityException | ProviderException failed) {
            throw failure(failed);
        } finally {
            Arrays.fill(offered, '\0');
        }
    }

    /** The JDK has a class for a wrong PIN, and for one that is locked or malformed the token's code alone. */
    private static boolean isRefusedPin(Throwable failed) {
        for (Throwable told = failed; told != null; told = told.getCause()) {
            if (told instanceof FailedLoginException
                    || String.valueOf(told.getMessage()).startsWith("CKR_PIN_")) {
                return true;
            }
        }
        return false;
    }

    private RowsealFailure failure(Exception failed) {
        return TokenError.failure("logging in to the token in " + uri.module() + " and finding the key failed", failed);
    }

    private KeyUnavailable unavailable(Exception failed) {
        return new KeyUnavailable("the token in " + uri.module() + " is out, or its library has lost it", failed);
    }

    /** What the token gives out is no secret of the token's, and AES-256 is what the wrapping promises. */
    private SecretKey checked(Key key) {
        byte[] value = key.getEncoded();
        if (value != null) {
            Arrays.fill(value, (byte) 0);
        }
        String description = key.toString();
        if (value == null
                && key instanceof SecretKey secret
                && SAFE.matcher(description).matches()) {
            return secret;
        }
        throw new Misconfigured("the key with the label " + uri.object()
                + (SIZE.matcher(description).matches()
                        ? " can be taken out of the token: make one with CKA_EXTRACTABLE=false and CKA_SENSITIVE=true"
                        : " is no AES key of 256 bits"));
    }

    /** Where the token was when it was last used, if that is known; a token that fails there is looked for anew. */
    private long slot(Deadline deadline) {
        Long known = slot;
        slot = null;
        return known != null ? known : TokenSlots.find(uri, seen, deadline);
    }

    /** @param before whether there was a token: then it is out, and else it was never there */
    private Provider configured(long found, boolean before) {
        Provider blank = Security.getProvider("SunPKCS11");
        if (blank == null) {
            throw new Misconfigured("this JDK has no SunPKCS11: add the module jdk.crypto.cryptoki");
        }
        try {
            return blank.configure(
                    "--" + library("rowseal" + NAMES.incrementAndGet(), uri.module()) + "slot=" + found + "\n");
        } catch (InvalidParameterException | ProviderException unusable) {
            if (before) {
                throw unavailable(unusable);
            }
            throw new Misconfigured(
                    "the PKCS#11 library " + uri.module() + " could not be used with slot " + found, unusable);
        }
    }

    /** The provider's configuration, but for the slot. */
    static String library(String name, Path module) {
        String path = module.toString().replace('\\', '/');
        if (path.contains("\"") || path.contains("$")) {
            throw new Misconfigured("a PKCS#11 library whose path holds a quotation mark or a dollar sign");
        }
        return "name=" + name + "\nlibrary=\"" + path + "\"\n";
    }
}
