package dev.rowseal.memory;

import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.security.Security;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The operating system's random generator as the JDK has it, by name where there is one: a JVM may have been told to use
 * another ({@code java.security.egd}, a provider put first), which lives in its own memory and which both of two resumed
 * copies of a process would go on with.
 */
public final class SystemGenerator {

    private SystemGenerator() {}

    /** The generator; the JVM's own choice where it knows none of the system's. Safe for use by many threads. */
    public static SecureRandom find() {
        Set<String> there = Security.getAlgorithms("SecureRandom");
        try {
            for (String name : List.of("NativePRNGNonBlocking", "Windows-PRNG")) {
                if (there.contains(name.toUpperCase(Locale.ROOT))) {
                    return SecureRandom.getInstance(name);
                }
            }
        } catch (NoSuchAlgorithmException gone) {
            throw new IllegalStateException("a generator that the JVM has just named is gone", gone);
        }
        return new SecureRandom();
    }
}
