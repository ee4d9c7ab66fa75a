package dev.rowseal.crash;

import dev.rowseal.testdb.HookedDriver;
import java.util.concurrent.locks.LockSupport;

/**
 * Counts the steps of a process at its database and its KMS, and stops it for good before one of them: it says so, and waits to be
 * killed. A step is a commit of what may have changed something, and what comes after that commit, and more as {@link Which} has
 * it. A call of the KMS is two: before it is made, and when it was answered. Used by one thread.
 */
final class FaultPoints implements HookedDriver.Hook {

    /** Which statements are steps. */
    enum Which {
        /** None. */
        COMMITS,
        /** Those that may change something. */
        CHANGES,
        /** Every one. */
        ALL
    }

    private final int fatal;
    private final Which which;
    private int reached;
    private boolean wrote;
    private boolean committed;

    /**
     * Counts.
     *
     * @param fatal the step before which the process ends; from 1
     * @param which which statements are steps
     */
    FaultPoints(int fatal, Which which) {
        this.fatal = fatal;
        this.which = which;
    }

    @Override
    public void called(String method, String sql) {
        switch (method) {
            case "execute", "executeUpdate", "executeLargeUpdate", "executeBatch" -> {
                wrote = true;
                if (which != Which.COMMITS) {
                    step(method, sql);
                }
            }
            case "executeQuery" -> {
                if (which == Which.ALL) {
                    step(method, sql);
                }
            }
            case "commit" -> {
                if (wrote || which == Which.ALL) {
                    step(method, sql);
                }
                committed = wrote;
                wrote = false;
            }
            case "close" -> {
                if (committed) {
                    committed = false;
                    step("committed", sql);
                }
            }
            default -> {
                // Changes nothing.
            }
        }
    }

    /** A call of the KMS is about to be made, or was answered. */
    void kmsCalled(String call) {
        step("kms", call);
    }

    private void step(String method, String sql) {
        reached++;
        if (reached == fatal) {
            System.out.println("at " + method + " " + sql.replaceAll("\\s+", " "));
            System.out.flush();
            while (true) {
                LockSupport.park();
            }
        }
    }
}
