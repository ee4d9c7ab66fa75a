package dev.rowseal.kms.tencent.client;

import dev.rowseal.failure.RowsealFailure;

/**
 * What is called, and for what.
 *
 * @param name the first label of its host, which is signed: {@code kms}
 * @param title what messages call it
 * @param version of its API
 * @param region where it is called
 * @param subject what the calls are for, in messages: {@code under ap-guangzhou/…}
 * @param sorting which failure its errors are
 */
public record Service(String name, String title, String version, String region, String subject, Sorting sorting) {

    /** Knows the error codes of one service. */
    @FunctionalInterface
    public interface Sorting {

        /** The failure that an error is. */
        RowsealFailure of(TencentError error);
    }

    /** An action, as a message names it. */
    String called(String action) {
        return title + ", " + action + " " + subject;
    }

    /** That an action was answered. */
    String answered(String action) {
        return title + " answered " + action + " " + subject;
    }
}
