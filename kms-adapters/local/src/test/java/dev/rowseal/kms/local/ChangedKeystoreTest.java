package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A keystore that another program made, took away, or put in the place of the first. */
class ChangedKeystoreTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");
    private static final String PASSWORD = "correct horse";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // by name()
    private Path keystore;

    @BeforeEach
    void name() {
        keystore = directory.resolve("kek.p12");
    }

    private static Kms open(Path keystore) {
        return new LocalKmsProvider(Given.password(PASSWORD)).open("local-kms:" + keystore);
    }

    private static Wrapped wrap(Kms kms) {
        return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
    }

    private static void create(Path keystore) {
        try (Kms kms = open(keystore)) {
            wrap(kms);
        }
    }

    @Test
    void aKekOfAnotherSizeIsRefused() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setEntry(
                "kek-1",
                new KeyStore.SecretKeyEntry(new SecretKeySpec(new byte[16], "AES")),
                new KeyStore.PasswordProtection(PASSWORD.toCharArray()));
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD.toCharArray());
        OwnerOnly.create(keystore, out.toByteArray());
        assertThatThrownBy(() -> open(keystore))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("128 bits")
                .hasMessageContaining("-keysize 256");
    }

    @Test
    void nothingIsWrappedUnderAKeystoreThatIsGone() throws IOException {
        try (Kms kms = open(keystore)) {
            Wrapped wrapped = wrap(kms);
            Path away = directory.resolve("away.p12");
            Files.move(keystore, away);
            assertThatThrownBy(() -> wrap(kms))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining("restore it");
            assertThat(keystore).doesNotExist();
            Files.move(away, keystore);
            wrap(kms);
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
        }
    }

    /** How a KEK in a file is disabled: each in a process that has it open. */
    @Test
    void nothingIsOpenedByAKeystoreThatIsGoneOrThatOthersMayRead() throws IOException {
        try (Kms kms = open(keystore)) {
            Wrapped wrapped = wrap(kms);
            Path away = directory.resolve("away.p12");
            Files.move(keystore, away);
            refusesToOpen(kms, wrapped, "restore it");
            assertThatThrownBy(() -> kms.material(wrapped)).isInstanceOf(Misconfigured.class);
            Files.move(away, keystore);
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));

            Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("rw-r--r--"));
            refusesToOpen(kms, wrapped, keystore.toString());
            Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString("rw-------"));
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));

            create(directory.resolve("other.p12"));
            Files.move(directory.resolve("other.p12"), keystore, StandardCopyOption.REPLACE_EXISTING);
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES)))
                    .isInstanceOf(NotAuthentic.class);
        }
    }

    private static void refusesToOpen(Kms kms, Wrapped wrapped, String why) {
        ByteBuffer into = ByteBuffer.allocate(Kms.KEY_BYTES);
        assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, into))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(why);
        assertThat(into.position()).isZero();
    }

    /** As a restored backup is: of the same length, written at the same time. */
    @Test
    void aKeystoreThatWasCopiedOverTheFirstIsFollowed() throws IOException {
        Path other = directory.resolve("other.p12");
        byte[] bytes;
        do {
            Files.deleteIfExists(other);
            create(other);
            bytes = Files.readAllBytes(other);
            Files.deleteIfExists(keystore);
            create(keystore);
        } while (Files.size(keystore) != bytes.length);
        FileTime written = Files.getLastModifiedTime(keystore);
        try (Kms kms = open(keystore)) {
            wrap(kms);
            Files.write(keystore, bytes);
            Files.setLastModifiedTime(keystore, written);
            Wrapped wrapped = wrap(kms);
            try (Kms of = open(other)) {
                of.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
            }
        }
    }
}
