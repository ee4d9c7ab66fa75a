package dev.rowseal.key;

/**
 * One wrapping of a key: what a KMS gave back when the key was wrapped under one KEK.
 *
 * @param kekUri the KEK, as the policy named it; it only ever selects among the KEKs that the policy names now
 * @param kekVersion the version of the KEK's material as the KMS tells it; empty where it tells none
 * @param wrappedKey the KMS's bytes, opaque here; not copied and not to be changed
 */
public record Wrapping(String kekUri, String kekVersion, byte[] wrappedKey) {

    @Override
    public String toString() {
        return "Wrapping[kekUri=" + kekUri + ", kekVersion=" + kekVersion + "]";
    }
}
