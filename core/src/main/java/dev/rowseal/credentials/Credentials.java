package dev.rowseal.credentials;

import java.util.Arrays;

/**
 * The user and the password of a database. Whoever gets one closes it, which overwrites the password; what JDBC makes of it (a
 * {@code String} in {@code Properties}) cannot be overwritten. Safe for use by many threads.
 */
public final class Credentials implements AutoCloseable {

    private final String user;
    private final char[] password;
    private final String version;
    private boolean closed;

    /**
     * @param user not empty
     * @param password not empty; not copied, and overwritten by {@link #close}
     * @param version what the secrets manager calls this version of the secret; for messages, empty where it tells none
     */
    public Credentials(String user, char[] password, String version) {
        if (user.isEmpty() || password.length == 0) {
            throw new IllegalArgumentException("credentials have a user and a password");
        }
        this.user = user;
        this.password = password;
        this.version = version;
    }

    public String user() {
        return user;
    }

    public String version() {
        return version;
    }

    /** The password, as an array of its own that the caller overwrites. Throws {@link IllegalStateException} once closed. */
    public synchronized char[] password() {
        if (closed) {
            throw new IllegalStateException("these credentials are closed");
        }
        return password.clone();
    }

    /** The same, to be closed apart from these. Throws {@link IllegalStateException} once closed. */
    public Credentials copy() {
        return new Credentials(user, password(), version);
    }

    /** Whether a database would take both for the same: user and password are equal, whatever their version. */
    public boolean isSameLogin(Credentials other) {
        char[] theirs = other.password();
        char[] ours = password();
        try {
            return user.equals(other.user) && Arrays.equals(ours, theirs);
        } finally {
            Arrays.fill(ours, '\0');
            Arrays.fill(theirs, '\0');
        }
    }

    /** Overwrites the password. */
    @Override
    public synchronized void close() {
        closed = true;
        Arrays.fill(password, '\0');
    }

    /** Without user and password. */
    @Override
    public String toString() {
        return "Credentials[version=" + version + "]";
    }
}
