package dev.rowseal.seal;

import java.io.NotSerializableException;
import java.io.ObjectOutputStream;
import java.util.Arrays;
import javax.crypto.SecretKey;
import org.jspecify.annotations.Nullable;

/**
 * A run key as the JCE takes it, in bytes that can be overwritten, which {@code SecretKeySpec} cannot. One holder uses it
 * at a time.
 */
final class RunKey implements SecretKey {

    static final int LENGTH = 32;

    private static final long serialVersionUID = 1L;

    private final byte[] bytes = new byte[LENGTH];
    private transient @Nullable RunId id;

    boolean isOf(RunId wanted) {
        return wanted.equals(id);
    }

    /** The array to fill; the key is of no run until {@link #filled}. */
    byte[] fill() {
        id = null;
        return bytes;
    }

    void filled(RunId of) {
        id = of;
    }

    /** Whether all bytes are zero; for tests. */
    boolean isWiped() {
        return id == null && Arrays.equals(bytes, new byte[LENGTH]);
    }

    @Override
    public String getAlgorithm() {
        return "AES";
    }

    @Override
    public String getFormat() {
        return "RAW";
    }

    @Override
    public byte[] getEncoded() {
        if (id == null) {
            throw new IllegalStateException("this run key is not filled");
        }
        return bytes.clone();
    }

    @Override
    public void destroy() {
        id = null;
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public boolean isDestroyed() {
        return id == null;
    }

    private void writeObject(ObjectOutputStream out) throws NotSerializableException {
        throw new NotSerializableException("run keys are not serialised");
    }
}
