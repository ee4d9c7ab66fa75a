package dev.rowseal.keycache;

import dev.rowseal.key.KeyIdentity;
import dev.rowseal.key.KeyOwner;
import dev.rowseal.key.KeyRecord;
import dev.rowseal.key.Purpose;
import dev.rowseal.memory.Secret;
import dev.rowseal.seal.RunLimits;
import java.nio.ByteBuffer;
import java.util.Arrays;

/** Identities for tests, and secrets whose bytes tell whose they are. */
final class Identities {

    private Identities() {}

    static KeyIdentity identity(int number) {
        KeyOwner owner = new KeyOwner("clinic", "t" + number, Purpose.DATA);
        return new KeyIdentity(new KeyRecord(number, owner, 1, 0), "c0", "memory-kms:a", "w0", RunLimits.DEFAULT);
    }

    /** 32 times the number, which is not zero: neither another key nor a wiped one looks so. */
    static Secret secret(int number) {
        byte[] bytes = new byte[Secret.LENGTH];
        Arrays.fill(bytes, (byte) number);
        return Secret.take(ByteBuffer.wrap(bytes));
    }

    static boolean isSecret(int number, Secret secret, ByteBuffer scratch) {
        secret.copyTo(scratch.clear());
        for (int i = 0; i < Secret.LENGTH; i++) {
            if (scratch.get(i) != (byte) number) {
                return false;
            }
        }
        return true;
    }
}
