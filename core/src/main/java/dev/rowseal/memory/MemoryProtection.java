package dev.rowseal.memory;

/**
 * How the pages that hold keys are protected, besides being overwritten after use. All of it needs JDK 22 or later and
 * native access ({@code --enable-native-access=dev.rowseal.core} on the module path, {@code ALL-UNNAMED} on the class
 * path); undumped and wiped-on-fork need Linux as well.
 *
 * @param locked whether pages stay in memory and never reach the swap space (POSIX {@code mlock})
 * @param undumped whether core dumps leave them out (Linux {@code MADV_DONTDUMP})
 * @param wipedOnFork whether a child that is forked finds zeros there (Linux {@code MADV_WIPEONFORK})
 * @param reason why something of this is not so, for a log; empty when all of it is
 */
public record MemoryProtection(boolean locked, boolean undumped, boolean wipedOnFork, String reason) {

    /** What holds for every page of this process so far; a page that comes later may find the system less willing. */
    public static MemoryProtection current() {
        return Pages.protection();
    }

    /**
     * Logs once for the process what of this does not hold. To be called by who holds no lock and loads no key: log handlers
     * are the application's.
     */
    public static void tell() {
        Pages.tell();
    }

    MemoryProtection and(MemoryProtection other) {
        return new MemoryProtection(
                locked && other.locked,
                undumped && other.undumped,
                wipedOnFork && other.wipedOnFork,
                reason.isEmpty() ? other.reason : reason);
    }
}
