package dev.rowseal.vectors;

import static dev.rowseal.second.SecondCrypto.unhex;

import dev.rowseal.second.SecondCrypto;

/** Envelopes that must not open: each is the first vector's, with one thing wrong. */
final class BrokenEnvelopeVectors {

    private BrokenEnvelopeVectors() {}

    static void addTo(VectorSet set) {
        places(set);
        structures(set);
        alterations(set);
    }

    private static void places(VectorSet set) {
        set.add("moved-namespace", moved("Opened in another namespace.", "namespace", "clinic-test"));
        set.add("moved-table", moved("Opened in another table.", "table", "public.visitor"));
        set.add(
                "moved-table-schema",
                moved("Opened in a table of the same name in another schema.", "table", "archive.patient"));
        set.add("moved-column", moved("Opened in another column of its row.", "column", "email"));
        set.add("moved-row", moved("Opened in another row.", "row", "integer 43"));
        set.add("moved-row-class", moved("The same digits, but as a text.", "row", "text \"42\""));
        set.add("moved-row-longer", moved("Another row whose digits begin alike.", "row", "integer 420"));
        set.add("moved-class", moved("Opened as another value class.", "class", "json"));
        set.add("moved-key-id", moved("The same key under another id.", "key-id", "8"));
        set.add(
                "moved-field-border",
                moved("The same characters, divided otherwise between table and column.", "table", "public.patients")
                        .change("column", "sn"));
        set.add("wrong-key", moved("Another key under the same id.", "dek", "ff" + EnvelopeVectors.DEK.substring(2)));
    }

    private static void structures(VectorSet set) {
        String good = base("").get("envelope");
        set.add("structure-magic-first", broken("Another first byte.", "f6" + good.substring(2)));
        set.add("structure-magic-second", broken("Another second byte.", "f71f" + good.substring(4)));
        set.add("structure-suite-0", broken("Suite 00 is not known.", "f71e00" + good.substring(6)));
        set.add("structure-suite-2", broken("Suite 02 is not known.", "f71e02" + good.substring(6)));
        set.add("structure-suite-ff", broken("Suite ff is not known.", "f71eff" + good.substring(6)));
        set.add("structure-key-id-0", broken("There is no key 0.", "f71e0100000000" + good.substring(14)));
        set.add("structure-key-id-other", broken("It names another key.", "f71e0100000008" + good.substring(14)));
        set.add("structure-empty", broken("No bytes.", ""));
        set.add("structure-header-only", broken("Nothing after the key id.", good.substring(0, 14)));
        set.add("structure-47-bytes", broken("One byte too short to hold any value.", good.substring(0, 94)));
        set.add("structure-48-bytes", broken("Long enough to be looked at, but cut.", good.substring(0, 96)));
        set.add("pending", broken("Pending: between an insert and its sealing.", "f71e7f00000007" + "00".repeat(41)));
        set.add("pending-suite", broken("A sealed value whose suite says pending.", "f71e7f" + good.substring(6)));
        // It is authentic under suite 01 and empty: only the structure can refuse it.
        byte[] empty = EnvelopeVectors.place(base(""))
                .seal(new byte[0], unhex(EnvelopeVectors.RUN_ID), unhex(EnvelopeVectors.NONCE));
        set.add("structure-no-plaintext", broken("Authentic, but without the class tag.", hex(empty)));
    }

    private static void alterations(VectorSet set) {
        String good = base("").get("envelope");
        set.add("truncated-by-1", broken("The last byte is missing.", good.substring(0, good.length() - 2)));
        set.add("lengthened-by-1", broken("A byte too many at the end.", good + "00"));
        set.add("flipped-run-id", broken("One bit of the run id.", flip(good, 7)));
        set.add("flipped-nonce", broken("One bit of the nonce.", flip(good, 19)));
        set.add("flipped-ciphertext", broken("One bit of the ciphertext.", flip(good, 31)));
        set.add("flipped-tag", broken("One bit of the tag.", flip(good, good.length() / 2 - 1)));
    }

    private static Vector moved(String comment, String key, String value) {
        return base(comment).change(key, value);
    }

    private static Vector broken(String comment, String envelope) {
        return base(comment).change("envelope", envelope);
    }

    private static Vector base(String comment) {
        return EnvelopeVectors.seal(comment, "text", "078-05-1120", 0, "integer 42")
                .change("outcome", "not-authentic")
                .without(
                        "value",
                        "pad",
                        "run-id",
                        "nonce",
                        "row-id-bytes",
                        "plaintext",
                        "associated-data",
                        "run-key",
                        "text");
    }

    private static String flip(String envelope, int at) {
        byte[] bytes = unhex(envelope);
        bytes[at] ^= 0x10;
        return hex(bytes);
    }

    private static String hex(byte[] bytes) {
        return SecondCrypto.hex(bytes);
    }
}
