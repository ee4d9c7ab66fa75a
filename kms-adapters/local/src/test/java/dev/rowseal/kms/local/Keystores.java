package dev.rowseal.kms.local;

import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import javax.crypto.spec.SecretKeySpec;

/** What an owner does to a keystore with other tools, such as keytool. */
final class Keystores {

    private Keystores() {}

    /** Adds {@code kek-<version>}, the new newest. */
    static void addVersion(Path keystore, String password, int version) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(keystore)) {
            store.load(in, password.toCharArray());
        }
        byte[] kek = new byte[32];
        kek[0] = (byte) version;
        store.setEntry(
                "kek-" + version,
                new KeyStore.SecretKeyEntry(new SecretKeySpec(kek, "AES")),
                new KeyStore.PasswordProtection(password.toCharArray()));
        try (OutputStream out = Files.newOutputStream(keystore)) {
            store.store(out, password.toCharArray());
        }
    }
}
