package dev.rowseal.surface;

/** Where errors go: each becomes a compile error that names the policy's file and line. */
@FunctionalInterface
interface Problems {

    /** Reports a problem at a line of the policy, counted from 1. */
    void at(int line, String message);
}
