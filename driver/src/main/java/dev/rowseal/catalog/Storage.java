package dev.rowseal.catalog;

/** How a column holds envelopes and blind indexes. */
public enum Storage {
    /** Raw bytes, in {@code bytea}, {@code varbinary} or {@code blob}. */
    BINARY,
    /** Text that compares byte by byte: {@code rs1.} and base64url for envelopes, base64url for blind indexes. */
    TEXT
}
