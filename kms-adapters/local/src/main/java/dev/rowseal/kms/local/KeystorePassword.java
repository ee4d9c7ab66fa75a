package dev.rowseal.kms.local;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * Where a keystore's password comes from: the variable {@value #VARIABLE}, or the file that {@value #FILE_VARIABLE} or
 * the system property {@value #FILE_PROPERTY} names, or, where {@value #PROMPT_VARIABLE} or {@value #PROMPT_PROPERTY} says so, whoever
 * sits at the terminal, or, for development, a file beside the keystore that is made when the keystore is. Safe for use by many threads;
 * whoever opens it closes it.
 */
final class KeystorePassword implements AutoCloseable {

    static final String VARIABLE = "ROWSEAL_LOCAL_KMS_PASSWORD";
    static final String FILE_VARIABLE = "ROWSEAL_LOCAL_KMS_PASSWORD_FILE";
    static final String FILE_PROPERTY = "rowseal.local-kms.password-file";

    static final String PROMPT_VARIABLE = "ROWSEAL_LOCAL_KMS_PASSWORD_PROMPT";
    static final String PROMPT_PROPERTY = "rowseal.local-kms.password-prompt";

    private static final String WAYS =
            "set " + VARIABLE + ", or let " + FILE_VARIABLE + " name a file that holds the password";
    private static final int RANDOM_BYTES = 32;

    private final Path keystore;
    private final Path beside;
    private final Surroundings surroundings;

    /** What was typed, outside the heap, as long as the keystore is open: it is read again when it changes. */
    private @Nullable CharBuffer typed;

    private boolean closed;

    KeystorePassword(Path keystore, Surroundings surroundings) {
        this.keystore = keystore;
        this.beside = keystore.resolveSibling(keystore.getFileName() + ".password");
        this.surroundings = surroundings;
    }

    /** Which source it comes from, for messages. */
    String source() {
        Path named = named();
        if (given(surroundings.variable(VARIABLE)) != null) {
            return VARIABLE;
        }
        if (prompts()) {
            return "the terminal";
        }
        return named != null ? named.toString() : beside.toString();
    }

    /**
     * The password of an existing keystore, or of one that is about to be created.
     *
     * @param create whether the file beside the keystore may be made
     * @return the password, not empty, which the caller overwrites
     */
    char[] read(boolean create) throws IOException {
        String variable = given(surroundings.variable(VARIABLE));
        Path named = named();
        if (variable != null && given(surroundings.variable(FILE_VARIABLE)) != null) {
            throw new Misconfigured("both " + VARIABLE + " and " + FILE_VARIABLE + " are set; set one of them");
        }
        if (prompts()) {
            if (variable != null || named != null) {
                throw new Misconfigured(
                        PROMPT_VARIABLE + " is set, and a password or a file of one besides; set one of them");
            }
            return fromPrompt(create);
        }
        if (variable != null) {
            return checked(variable.toCharArray(), "in " + VARIABLE);
        }
        return named != null ? fromFile(named) : fromBeside(create);
    }

    /** The JDK's password-based encryption takes ASCII alone, and says so where nobody could tell what it means. */
    private static char[] checked(char[] password, String where) {
        for (char c : password) {
            if (c < ' ' || c > '~') {
                Arrays.fill(password, '\0');
                throw new Misconfigured("the keystore password " + where
                        + " must be one line of printable ASCII characters; take a longer one instead of a rarer one");
            }
        }
        if (password.length == 0) {
            throw new Misconfigured("the keystore password " + where + " is empty");
        }
        return password;
    }

    private boolean prompts() {
        String variable = given(surroundings.variable(PROMPT_VARIABLE));
        String asked = variable != null ? variable : given(surroundings.property(PROMPT_PROPERTY));
        if (asked != null && !asked.equals("true") && !asked.equals("false")) {
            throw new Misconfigured(PROMPT_VARIABLE + " and " + PROMPT_PROPERTY + " are true or false");
        }
        return "true".equals(asked);
    }

    /** Asks once: a keystore that changes, or a probe, must not stop a thread at a terminal that nobody sits at any more. */
    private synchronized char[] fromPrompt(boolean create) {
        if (closed) {
            throw new IllegalStateException("this KMS is closed");
        }
        CharBuffer before = typed;
        if (before != null) {
            char[] again = new char[before.capacity()];
            before.get(0, again);
            return again;
        }
        char[] password = asked("Password of the keystore " + keystore + ": ");
        if (create) {
            char[] repeated = asked("The same again, for a new keystore: ");
            boolean same = Arrays.equals(password, repeated);
            Arrays.fill(repeated, '\0');
            if (!same) {
                Arrays.fill(password, '\0');
                throw new Misconfigured(
                        "two different passwords were typed for the new keystore " + keystore + "; none was made");
            }
        }
        CharBuffer kept =
                ByteBuffer.allocateDirect(password.length * Character.BYTES).asCharBuffer();
        kept.put(0, password);
        typed = kept;
        return password;
    }

    private char[] asked(String question) {
        char[] answer = surroundings.ask(question);
        if (answer == null) {
            throw new Misconfigured(PROMPT_VARIABLE + " asks for the password of the keystore " + keystore
                    + " at a terminal, and this process has none: start it at one, or unset it and " + WAYS);
        }
        return checked(answer, "that was typed");
    }

    /** Overwrites what was typed. */
    @Override
    public synchronized void close() {
        closed = true;
        CharBuffer kept = typed;
        for (int i = 0; kept != null && i < kept.capacity(); i++) {
            kept.put(i, '\0');
        }
        typed = null;
    }

    private @Nullable Path named() {
        String file = given(surroundings.variable(FILE_VARIABLE));
        file = file != null ? file : given(surroundings.property(FILE_PROPERTY));
        return file == null ? null : Path.of(file);
    }

    private static @Nullable String given(@Nullable String text) {
        return text == null || text.isEmpty() ? null : text;
    }

    private char[] fromBeside(boolean create) throws IOException {
        if (!Files.exists(beside)) {
            if (!create) {
                throw new Misconfigured("no password for the keystore " + keystore + ": " + WAYS);
            }
            makeBeside();
        }
        if (!create) {
            Warnings.beside(keystore, beside, WAYS);
        }
        return fromFile(beside);
    }

    private void makeBeside() throws IOException {
        byte[] random = new byte[RANDOM_BYTES];
        new SecureRandom().nextBytes(random);
        byte[] text = Base64.getUrlEncoder().withoutPadding().encode(random);
        try {
            OwnerOnly.create(beside, text);
        } finally {
            Arrays.fill(random, (byte) 0);
            Arrays.fill(text, (byte) 0);
        }
    }

    /** The first line of a file; an editor's line end after it does not count. */
    private static char[] fromFile(Path file) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new Misconfigured("the keystore's password should be in " + file + ", which is no file");
        }
        OwnerOnly.require(file);
        byte[] bytes = Files.readAllBytes(file);
        try {
            int length = bytes.length;
            if (length > 0 && bytes[length - 1] == '\n') {
                length--;
            }
            if (length > 0 && bytes[length - 1] == '\r') {
                length--;
            }
            char[] password = new char[length];
            for (int i = 0; i < length; i++) {
                password[i] = (char) (bytes[i] & 0xFF);
            }
            return checked(password, "in the file " + file);
        } finally {
            Arrays.fill(bytes, (byte) 0);
        }
    }
}
