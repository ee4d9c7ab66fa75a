package dev.rowseal.vectors;

import java.util.Base64;

/** Text forms: one that is right, and many that would stand for the same bytes. */
final class TextVectors {

    private TextVectors() {}

    static void addTo(VectorSet set) {
        // 59 bytes, so that two bits at the end are left over and four characters of a group are three.
        Vector good = EnvelopeVectors.seal("", "text", "078-05-1120", 0, "integer 42");
        String text = good.get("text");
        String body = text.substring(4);
        set.add(
                "text-canonical",
                text("The one form.", text).change("outcome", "opens").with("envelope", good.get("envelope")));
        set.add("text-padded", text("With base64 padding.", text + "="));
        set.add("text-no-prefix", text("Without rs1.", body));
        set.add("text-prefix-case", text("A prefix in capitals.", "RS1." + body));
        set.add("text-prefix-other", text("The prefix of a version that does not exist.", "rs2." + body));
        set.add("text-prefix-only", text("Nothing after the prefix.", "rs1."));
        set.add("text-space-before", text("A space in front.", " " + text));
        set.add("text-space-after", text("A space at the end.", text + " "));
        set.add(
                "text-space-within",
                text("A space in the middle.", "rs1." + body.substring(0, 8) + " " + body.substring(8)));
        set.add("text-stray-bits", text("Bits at the end that belong to no byte.", stray(text)));
        set.add("text-cut-group", text("A single character in the last group.", "rs1." + body.substring(0, 77)));
        set.add("text-plus", text("base64's + and / instead of base64url's - and _.", "rs1." + standard(good)));
        set.add(
                "text-other-letter",
                text("A letter outside the alphabet.", "rs1." + body.substring(0, 9) + "!" + body.substring(10)));
        set.add("text-bad-magic", text("Canonical, but the bytes are no envelope.", "rs1.AA" + body.substring(2)));
        set.add("text-too-short", text("Canonical, but too few bytes.", "rs1." + body.substring(0, 60)));
        set.add("text-plaintext", text("Somebody's plaintext.", "078-05-1120"));
        set.add("text-empty", text("Nothing.", ""));
    }

    private static Vector text(String comment, String text) {
        return new Vector()
                .comment(comment)
                .with("case", "text")
                .with("outcome", "not-authentic")
                .with("text", "\"" + text + "\"");
    }

    private static String stray(String text) {
        String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
        int last = alphabet.indexOf(text.charAt(text.length() - 1));
        return text.substring(0, text.length() - 1) + alphabet.charAt(last | 1);
    }

    private static String standard(Vector good) {
        // The suite's own alphabet must be at stake: bytes that give both - and _.
        byte[] bytes = good.bytes("envelope");
        bytes[31] = (byte) 0xfb;
        bytes[32] = (byte) 0xff;
        bytes[33] = (byte) 0xbf;
        return Base64.getEncoder().withoutPadding().encodeToString(bytes);
    }
}
