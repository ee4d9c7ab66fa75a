package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where a token's PIN comes from: the file of the URI's {@code pin-source}, or the variable {@value #VARIABLE}, or the file
 * that {@value #FILE_VARIABLE} names. It is read for each login, so that a changed one is followed. A PIN that the token
 * refused is never offered again: a few wrong ones lock it. Safe for use by many threads.
 */
final class Pin {

    static final String VARIABLE = "ROWSEAL_PKCS11_PIN";
    static final String FILE_VARIABLE = "ROWSEAL_PKCS11_PIN_FILE";

    private static final int MOST_BYTES = 255;

    private final @Nullable Path named;
    private final Surroundings surroundings;
    private volatile byte @Nullable [] refused;

    Pin(Pkcs11Uri uri, Surroundings surroundings) {
        this.named = uri.pinSource();
        this.surroundings = surroundings;
    }

    /**
     * The PIN, which the caller overwrites.
     *
     * @throws Misconfigured if there is none, or it was refused before
     */
    char[] read() {
        char[] pin = fromSource();
        if (Arrays.equals(refused, digest(pin))) {
            Arrays.fill(pin, '\0');
            throw wrong();
        }
        return pin;
    }

    /** That the token took it for wrong. */
    Misconfigured refuse(char[] pin) {
        refused = digest(pin);
        return wrong();
    }

    private Misconfigured wrong() {
        return new Misconfigured("the token refuses the PIN from " + source()
                + "; it is not offered again, since wrong ones lock a token, until another stands there");
    }

    String source() {
        String file = surroundings.variable(FILE_VARIABLE);
        return named != null ? named.toString() : file != null ? file : VARIABLE;
    }

    private char[] fromSource() {
        String variable = surroundings.variable(VARIABLE);
        String file = surroundings.variable(FILE_VARIABLE);
        if (named != null) {
            return fromFile(named);
        }
        if (variable != null && file != null) {
            throw new Misconfigured("both " + VARIABLE + " and " + FILE_VARIABLE + " are set; set one of them");
        }
        if (file != null) {
            return fromFile(Path.of(file));
        }
        if (variable == null) {
            throw new Misconfigured("no PIN for the token: name a file by pin-source in the pkcs11: URI, or set "
                    + FILE_VARIABLE + " or " + VARIABLE);
        }
        return variable.toCharArray();
    }

    /** The file's text without the line end that an editor leaves. */
    private static char[] fromFile(Path file) {
        byte[] bytes = new byte[0];
        try {
            if (!Files.isRegularFile(file) || Files.size(file) > MOST_BYTES + 2) {
                throw new Misconfigured(
                        "the token's PIN should be in " + file + ", which is no file of one short line");
            }
            bytes = Files.readAllBytes(file);
            CharBuffer text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
            int length = text.length();
            while (length > 0 && (text.get(length - 1) == '\n' || text.get(length - 1) == '\r')) {
                length--;
            }
            char[] pin = Arrays.copyOf(text.array(), length);
            Arrays.fill(text.array(), '\0');
            if (length == 0) {
                throw new Misconfigured("the file " + file + " with the token's PIN is empty");
            }
            return pin;
        } catch (CharacterCodingException binary) {
            throw new Misconfigured("the file " + file + " with the token's PIN is not text in UTF-8");
        } catch (IOException unreadable) {
            throw new Misconfigured("the file " + file + " with the token's PIN cannot be read", unreadable);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }

    private static byte[] digest(char[] pin) {
        ByteBuffer bytes = StandardCharsets.UTF_8.encode(CharBuffer.wrap(pin));
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            sha.update(bytes);
            return sha.digest();
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        } finally {
            Arrays.fill(bytes.array(), (byte) 0);
        }
    }
}
