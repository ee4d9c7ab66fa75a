package dev.rowseal.kms.vault;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A loopback Vault with two keys, and a process that may log in there. */
abstract class AgainstVault {

    static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path folder;

    final Map<String, String> variables = new HashMap<>();
    final AtomicLong nanos = new AtomicLong();

    @SuppressWarnings("NullAway.Init") // by start
    LoopbackVault vault;

    @BeforeEach
    void start() throws IOException {
        vault = new LoopbackVault();
        vault.transit.create("rowseal", "aes256-gcm96", false);
        vault.transit.create("derived", "aes256-gcm96", true);
        variables.put(Identity.ROLE_ID, Auth.ROLE_ID);
        variables.put(Identity.SECRET_ID, Auth.SECRET_ID);
    }

    @AfterEach
    void stop() throws IOException {
        vault.close();
    }

    Kms open(String uri) {
        return new VaultKmsProvider(variables::get, nanos::get).open(uri);
    }

    Kms open() {
        return open(vault.uri("transit/rowseal"));
    }

    static Wrapped wrap(Kms kms) {
        return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
    }

    static void unwrap(Kms kms, Wrapped wrapped) {
        kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES));
    }

    long seen(String call) {
        return vault.seen().stream().filter(call::equals).count();
    }

    void withTokenFile(String content) throws IOException {
        variables.clear();
        variables.put(
                Identity.TOKEN_FILE,
                Files.writeString(folder.resolve("token"), content).toString());
    }
}
