package dev.rowseal.kms.local;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What must not go unsaid of a keystore: once in each process, whoever opens it and however often. Safe for use by many threads. */
final class Warnings {

    private static final Logger LOG = System.getLogger("dev.rowseal.kms.local");

    /** One line or two for each keystore that this process opened. */
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Warnings() {}

    /** That local-kms is no KMS for a server that matters. */
    static void development(Path keystore) {
        once(
                "local-kms wraps under the keystore {0}: for development and single machines only. Whoever can read this file and"
                        + " its password can open every sealed value, and whoever loses it loses them all. Elsewhere let kek: name"
                        + " a KMS that keeps its key to itself (docs/kms).",
                keystore, "");
    }

    /** That keystore and password are one. */
    static void beside(Path keystore, Path password, String ways) {
        once(
                "The password of the keystore {0} lies beside it in {1}. That is for development only: elsewhere "
                        + ways + ".",
                keystore,
                password);
    }

    private static void once(String text, Path keystore, Object more) {
        if (SAID.add(text + keystore)) {
            try {
                LOG.log(Level.WARNING, text, keystore, more);
            } catch (RuntimeException ofTheLogHandler) {
                // A key is not lost for a line of a log.
                return;
            }
        }
    }
}
