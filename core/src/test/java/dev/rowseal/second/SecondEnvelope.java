package dev.rowseal.second;

import static dev.rowseal.second.SecondCrypto.ascii;
import static dev.rowseal.second.SecondCrypto.expand32;
import static dev.rowseal.second.SecondCrypto.gcmOpen;
import static dev.rowseal.second.SecondCrypto.gcmSeal;
import static dev.rowseal.second.SecondCrypto.hex;
import static dev.rowseal.second.SecondCrypto.join;
import static dev.rowseal.second.SecondCrypto.lp;
import static dev.rowseal.second.SecondCrypto.number;
import static dev.rowseal.second.SecondCrypto.unhex;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bouncycastle.util.encoders.UrlBase64;

/**
 * Envelope v1 of one place, from docs/format/envelope.md; offsets are a regular expression over hex.
 *
 * @param rowId the encoded row id
 */
public record SecondEnvelope(
        byte[] dek, long keyId, String namespace, String table, String column, String valueClass, byte[] rowId) {

    private static final Pattern FORM =
            Pattern.compile("f71e(01)([0-9a-f]{8})([0-9a-f]{24})([0-9a-f]{24})((?:[0-9a-f]{2})+)([0-9a-f]{32})");

    public byte[] associatedData() {
        return join(
                ascii("rowseal/1"),
                unhex("01"),
                number(keyId, 4),
                lp(namespace),
                lp(table),
                lp(column),
                number(SecondValues.tag(valueClass), 1),
                lp(rowId));
    }

    public byte[] runKey(byte[] runId) {
        return expand32(dek, join(ascii("rowseal/1 run"), runId));
    }

    public byte[] seal(byte[] plaintext, byte[] runId, byte[] nonce) {
        return join(
                unhex("f71e01"),
                number(keyId, 4),
                runId,
                nonce,
                gcmSeal(runKey(runId), nonce, associatedData(), plaintext));
    }

    /** The encoded value. */
    public byte[] open(byte[] envelope) {
        Matcher form = FORM.matcher(hex(envelope));
        if (!form.matches()) {
            throw new SecondRefusal("structure");
        }
        if (!form.group(2).equals(hex(number(keyId, 4)))) {
            throw new SecondRefusal("key");
        }
        return gcmOpen(
                runKey(unhex(form.group(3))),
                unhex(form.group(4)),
                associatedData(),
                unhex(form.group(5) + form.group(6)));
    }

    public static String toText(byte[] envelope) {
        // Bouncy Castle pads with dots.
        return "rs1."
                + new String(UrlBase64.encode(envelope), java.nio.charset.StandardCharsets.US_ASCII).replace(".", "");
    }

    public static byte[] fromText(String text) {
        Matcher form = Pattern.compile("rs1\\.([A-Za-z0-9_-]+)").matcher(text);
        if (!form.matches() || form.group(1).length() % 4 == 1) {
            throw new SecondRefusal("text");
        }
        String padded = form.group(1) + ".".repeat((4 - form.group(1).length() % 4) % 4);
        byte[] envelope = UrlBase64.decode(padded);
        if (!toText(envelope).equals(text)) {
            throw new SecondRefusal("not canonical");
        }
        return envelope;
    }
}
