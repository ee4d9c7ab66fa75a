package dev.rowseal.kms.tencent;

import dev.rowseal.failure.Misconfigured;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A KMS key (CMK) of Tencent Cloud.
 *
 * @param region such as {@code ap-guangzhou}
 * @param keyId the CMK's globally unique id, in the form of a UUID
 */
record KeyName(String region, String keyId) {

    static final String SCHEME = "tencent-kms";

    private static final Pattern URI = Pattern.compile("(?i:tencent-kms)://(.*)", Pattern.DOTALL);
    private static final Pattern NAME = Pattern.compile(
            "([a-z]{2}(?:-[a-z0-9]{1,20}){1,3})/([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})");

    /** What a KEK URI names; empty when its scheme is another's. */
    static Optional<KeyName> ofUri(String kekUri) {
        Matcher uri = URI.matcher(kekUri);
        return uri.matches() ? Optional.of(ofText(uri.group(1))) : Optional.empty();
    }

    private static KeyName ofText(String text) {
        Matcher name = NAME.matcher(text);
        if (!name.matches()) {
            // The text is not repeated: it may be a secret in the wrong place.
            throw new Misconfigured("tencent-kms:// must be followed by a region and the id of a CMK, as in"
                    + " tencent-kms://ap-guangzhou/23e80852-1e38-11e9-b129-5cb9019b4b01");
        }
        return new KeyName(name.group(1), name.group(2));
    }

    @Override
    public String toString() {
        return region + "/" + keyId;
    }
}
