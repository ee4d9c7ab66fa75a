package dev.rowseal.kms.local;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileLockInterruptionException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.GeneralSecurityException;
import java.security.Key;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.security.UnrecoverableKeyException;
import java.util.Arrays;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS12 keystore (RFC 7292) with AES-256 keys under the aliases {@code kek-1}, {@code kek-2}, …: the versions of one
 * KEK. Safe for use by many threads and processes.
 */
final class KeystoreFile {

    private static final Pattern ALIAS = Pattern.compile("kek-([1-9][0-9]{0,8})");
    private static final int KEK_BYTES = 32;

    private final Path path;
    private final KeystorePassword password;
    private final Disk disk;

    KeystoreFile(Path path, KeystorePassword password, Disk disk) {
        this.path = path;
        this.password = password;
        this.disk = disk;
    }

    Path path() {
        return path;
    }

    /**
     * Which file the keystore is, and when it was last written; null where there is none.
     *
     * @throws KeyUnavailable if that cannot be told now
     * @throws Misconfigured if it must not be told to this process
     */
    @Nullable
    Stamp stamp() {
        try {
            return disk.stamp(path);
        } catch (NoSuchFileException absent) {
            return null;
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    /** Only what says that the file is not there, or not for this process, is taken for that; all else may pass. */
    private RowsealFailure unreadable(IOException failed) {
        return failed instanceof AccessDeniedException || failed instanceof NoSuchFileException
                ? new Misconfigured(
                        "the keystore " + path + ", or its password, is not there for this process: " + failed, failed)
                : new KeyUnavailable("the keystore " + path + " cannot be read now: " + failed, failed);
    }

    /**
     * What tells two states of the keystore apart: another version makes it longer, also within one tick of the clock, and one that is
     * copied over it, with its old time of writing, changes the file all the same.
     */
    record Stamp(
            FileTime written,
            long bytes,
            @Nullable Object file,
            @Nullable Object changed) {}

    /** The KEK's versions, oldest first; at least one. Empty where there is no keystore. */
    Optional<SortedMap<Integer, SecretKey>> load() {
        return guarded(() -> stamp() == null ? Optional.empty() : read());
    }

    /** The KEK's versions, of a keystore that is created unless it is there. */
    SortedMap<Integer, SecretKey> loadOrCreate() {
        return guarded(() -> {
                    if (stamp() == null) {
                        create();
                    }
                    return read();
                })
                .orElseThrow(() -> new Misconfigured("the keystore " + path + " went away while it was being made"));
    }

    private interface Step<T> {
        T run() throws IOException, GeneralSecurityException;
    }

    private <T> T guarded(Step<T> step) {
        try {
            return step.run();
        } catch (ClosedByInterruptException | FileLockInterruptionException interrupted) {
            // The thread, not the file.
            throw new KeyUnavailable("the keystore " + path + " was not made: " + interrupted, interrupted);
        } catch (IOException failed) {
            if (failed.getCause() instanceof UnrecoverableKeyException) {
                throw wrongPassword();
            }
            throw new Misconfigured("the keystore " + path + " cannot be read or created: " + failed, failed);
        } catch (UnrecoverableKeyException wrong) {
            throw wrongPassword();
        } catch (GeneralSecurityException failed) {
            throw new Misconfigured("the keystore " + path + " cannot be used: " + failed, failed);
        }
    }

    private Misconfigured wrongPassword() {
        return new Misconfigured("the password from " + password.source() + " does not open the keystore " + path
                + "; it comes from the variable " + KeystorePassword.VARIABLE + ", the file that "
                + KeystorePassword.FILE_VARIABLE + " names, or with " + KeystorePassword.PROMPT_VARIABLE
                + " from whoever types it");
    }

    /** Empty where it went away since somebody looked. */
    private Optional<SortedMap<Integer, SecretKey>> read() throws IOException, GeneralSecurityException {
        if (Files.isDirectory(path)) {
            throw new Misconfigured("the keystore " + path + " is a directory");
        }
        byte[] file;
        try {
            OwnerOnly.require(path);
            file = disk.read(path);
        } catch (NoSuchFileException gone) {
            return Optional.empty();
        } catch (IOException failed) {
            throw unreadable(failed);
        }
        char[] secret = secret(false);
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(new ByteArrayInputStream(file), secret);
            return Optional.of(versions(store, secret));
        } finally {
            Arrays.fill(secret, '\0');
        }
    }

    private char[] secret(boolean create) {
        try {
            return password.read(create);
        } catch (IOException failed) {
            throw unreadable(failed);
        }
    }

    private SortedMap<Integer, SecretKey> versions(KeyStore store, char[] secret) throws GeneralSecurityException {
        SortedMap<Integer, SecretKey> versions = new TreeMap<>();
        for (String alias : Collections.list(store.aliases())) {
            Matcher matcher = ALIAS.matcher(alias);
            if (matcher.matches()) {
                Key key = store.getKey(alias, secret);
                if (!(key instanceof SecretKey kek) || !"AES".equals(kek.getAlgorithm())) {
                    throw new Misconfigured("the keystore " + path + " has no AES key under " + alias);
                }
                requireSize(kek, alias);
                versions.put(Integer.parseInt(matcher.group(1)), kek);
            }
        }
        if (versions.isEmpty()) {
            throw new Misconfigured("the keystore " + path + " has no key named kek-1: is it another program's?");
        }
        return versions;
    }

    private void requireSize(SecretKey kek, String alias) {
        byte[] bytes = kek.getEncoded();
        int bits = Byte.SIZE * bytes.length;
        Arrays.fill(bytes, (byte) 0);
        if (bits != Byte.SIZE * KEK_BYTES) {
            throw new Misconfigured("the keystore " + path + " has a key of " + bits + " bits under " + alias
                    + "; a KEK has 256: keytool -keysize 256");
        }
    }

    /** Whoever loses a race to create it goes on with the winner's. */
    private void create() throws IOException, GeneralSecurityException {
        char[] secret = secret(true);
        byte[] kek = new byte[KEK_BYTES];
        try {
            new SecureRandom().nextBytes(kek);
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setEntry(
                    "kek-1",
                    new KeyStore.SecretKeyEntry(new SecretKeySpec(kek, "AES")),
                    new KeyStore.PasswordProtection(secret));
            ByteArrayOutputStream file = new ByteArrayOutputStream();
            store.store(file, secret);
            OwnerOnly.create(path, file.toByteArray());
        } finally {
            Arrays.fill(kek, (byte) 0);
            Arrays.fill(secret, '\0');
        }
    }

    /** Forgets a password that was typed. */
    void close() {
        password.close();
    }
}
