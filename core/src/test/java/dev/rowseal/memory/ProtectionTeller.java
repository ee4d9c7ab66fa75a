package dev.rowseal.memory;

/** A process that has a secret and tells how its memory is protected. */
final class ProtectionTeller {

    private ProtectionTeller() {}

    public static void main(String[] args) {
        try (Secret secret = Secret.random()) {
            secret.hmac(new byte[1], new byte[Sha256.DIGEST]);
            System.out.println(MemoryProtection.current());
        }
    }
}
