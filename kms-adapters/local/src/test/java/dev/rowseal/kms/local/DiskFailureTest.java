package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.RowsealFailure;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.local.KeystoreFile.Stamp;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A disk that fails under an open keystore: what is gone ends the use of keys at once, what may pass does not. */
class DiskFailureTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");
    private static final String PASSWORD = "correct horse";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private final Failing disk = new Failing();

    /** The real one, but for a failure that it was given. */
    private static final class Failing implements Disk {
        private @Nullable IOException onStamp;
        private @Nullable IOException onRead;
        private final AtomicInteger stamps = new AtomicInteger();

        @Override
        public Stamp stamp(Path file) throws IOException {
            stamps.incrementAndGet();
            if (onStamp != null) {
                throw onStamp;
            }
            return Disk.REAL.stamp(file);
        }

        @Override
        public byte[] read(Path file) throws IOException {
            if (onRead != null) {
                throw onRead;
            }
            return Disk.REAL.read(file);
        }
    }

    private Kms open() {
        Path keystore = directory.resolve("kek.p12");
        return new LocalKms(new KeystoreFile(keystore, new KeystorePassword(keystore, Given.password(PASSWORD)), disk));
    }

    private static Wrapped wrap(Kms kms) {
        return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
    }

    private static void unwrap(Kms kms, Wrapped wrapped) {
        kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
    }

    private static void assertAll(Kms kms, Wrapped wrapped, Class<? extends RowsealFailure> failure) {
        for (ThrowingCallable call :
                new ThrowingCallable[] {() -> unwrap(kms, wrapped), () -> wrap(kms), () -> kms.material(wrapped)}) {
            assertThatThrownBy(call).isInstanceOf(failure);
        }
        assertThatThrownBy(kms::probe).isInstanceOf(failure);
    }

    @Test
    void whatCannotBeToldNowIsAnOutageAndPasses() throws Exception {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            unwrap(kms, wrapped);
            for (IOException hiccup : new IOException[] {
                new IOException("Input/output error"),
                new FileSystemException("kek.p12", null, "Stale file handle"),
                new FileSystemException("kek.p12", null, "Too many open files")
            }) {
                disk.onStamp = hiccup;
                assertAll(kms, wrapped, KeyUnavailable.class);
                disk.onStamp = null;
                unwrap(kms, wrapped);
            }
            disk.onRead = new IOException("Input/output error");
            Keystores.addVersion(directory.resolve("kek.p12"), PASSWORD, 2);
            assertAll(kms, wrapped, KeyUnavailable.class);
            disk.onRead = null;
            unwrap(kms, wrapped);
            assertThat(wrap(kms).kekVersion()).isEqualTo("2");
        }
    }

    @Test
    void whoIsInterruptedWhileHeMakesItIsToldOfAnOutage() {
        try (Kms kms = open()) {
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> wrap(kms)).isInstanceOf(KeyUnavailable.class);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(directory).isEmptyDirectory();
            unwrap(kms, wrap(kms));
        }
    }

    @Test
    void whatIsGoneOrDeniedIsNoOutage() {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            disk.onStamp = new NoSuchFileException("kek.p12");
            assertAll(kms, wrapped, Misconfigured.class);
            disk.onStamp = new AccessDeniedException("kek.p12");
            assertAll(kms, wrapped, Misconfigured.class);
            disk.onStamp = null;
            unwrap(kms, wrapped);
            assertThat(directory.resolve("kek.p12")).exists();
        }
    }

    /** Between looking and reading. */
    @Test
    void whatGoesAwayWhileItIsReadIsGone() throws Exception {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            Keystores.addVersion(directory.resolve("kek.p12"), PASSWORD, 2);
            disk.onRead = new NoSuchFileException("kek.p12");
            assertAll(kms, wrapped, Misconfigured.class);
        }
    }

    @Test
    void anUnwrapLooksAtTheKeystoreOnce() {
        try (Kms kms = open()) {
            Wrapped wrapped = wrap(kms);
            unwrap(kms, wrapped);
            int before = disk.stamps.get();
            unwrap(kms, wrapped);
            assertThat(disk.stamps.get() - before).isOne();
        }
    }

    @Test
    void aHiccupBeforeTheFirstWrapMakesNoKeystore() throws IOException {
        try (Kms kms = open()) {
            disk.onStamp = new IOException("Input/output error");
            assertThatThrownBy(() -> wrap(kms)).isInstanceOf(KeyUnavailable.class);
        }
        try (var files = Files.list(directory)) {
            assertThat(files).isEmpty();
        }
    }
}
