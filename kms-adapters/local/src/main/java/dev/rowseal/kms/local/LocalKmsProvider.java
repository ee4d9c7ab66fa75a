package dev.rowseal.kms.local;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;

/**
 * Serves {@code local-kms:<path>}: a PKCS12 keystore, named by an absolute path or one relative to the working
 * directory. It is created when the first key is wrapped. For development and single machines: whoever can read the
 * keystore and its password can read everything. Safe for use by many threads.
 */
public final class LocalKmsProvider implements KmsProvider {

    private static final String SCHEME = "local-kms";

    private final Surroundings surroundings;

    /** For the {@link java.util.ServiceLoader}. */
    public LocalKmsProvider() {
        this(Surroundings.PROCESS);
    }

    LocalKmsProvider(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        String path = kekUri.substring(SCHEME.length() + 1);
        if (path.isBlank()) {
            throw new Misconfigured("local-kms: needs the path of a keystore, such as local-kms:./dev-keys.p12");
        }
        try {
            Path keystore = Path.of(path).toAbsolutePath().normalize();
            Warnings.development(keystore);
            return opened(new KeystoreFile(keystore, new KeystorePassword(keystore, surroundings), Disk.REAL));
        } catch (InvalidPathException malformed) {
            throw new Misconfigured("local-kms: does not name a file: " + malformed.getReason());
        }
    }

    private static Kms opened(KeystoreFile file) {
        try {
            return new LocalKms(file);
        } catch (RuntimeException unusable) {
            file.close();
            throw unusable;
        }
    }
}
