package dev.rowseal.kms.aws;

import dev.rowseal.failure.Misconfigured;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The ARN of a KMS key or of an alias of one. Nothing but an ARN names a key here: a bare key id or alias would mean
 * another key under another account's credentials or in another region.
 *
 * @param text the whole ARN
 * @param partition {@code aws}, {@code aws-cn}, {@code aws-us-gov}, …
 * @param region where the key is, and is called
 * @param account twelve digits
 * @param isAlias whether it names an alias
 */
record KeyArn(String text, String partition, String region, String account, boolean isAlias) {

    static final String SCHEME = "aws-kms";

    private static final Pattern URI = Pattern.compile("(?i:aws-kms)://(.*)", Pattern.DOTALL);

    private static final Pattern ARN = Pattern.compile(
            "arn:(aws[a-z-]{0,20}):kms:([a-z0-9-]{3,40}):([0-9]{12}):(?:key/[A-Za-z0-9-]{1,128}|(alias)/[A-Za-z0-9/_-]{1,250})");

    /** What a KEK URI names; empty when its scheme is another's. */
    static Optional<KeyArn> ofUri(String kekUri) {
        Matcher uri = URI.matcher(kekUri);
        return uri.matches() ? Optional.of(ofText(uri.group(1))) : Optional.empty();
    }

    private static KeyArn ofText(String text) {
        Matcher arn = ARN.matcher(text);
        if (!arn.matches()) {
            // The text is not repeated: it may be a secret in the wrong place.
            throw new Misconfigured("aws-kms:// must be followed by the ARN of a KMS key or alias, as in"
                    + " aws-kms://arn:aws:kms:eu-central-1:111122223333:key/0d1c7f6a-…; a key id or alias alone would"
                    + " depend on whose credentials are used");
        }
        if (text.contains(":alias/aws/")) {
            throw new Misconfigured(text + " is a key that AWS manages for its own services, which nobody else can use;"
                    + " create a customer managed key");
        }
        return new KeyArn(text, arn.group(1), arn.group(2), arn.group(3), arn.group(4) != null);
    }

    /** Whether a KMS call in this key's region can take the other key as its source. */
    boolean isBeside(KeyArn other) {
        return partition.equals(other.partition) && region.equals(other.region);
    }

    /**
     * Whether an answer's key is this one: the same ARN, or for an alias, whose key the answer names, a key of the alias's
     * account and region.
     */
    boolean isAnsweredBy(String keyId) {
        return isAlias
                ? keyId.startsWith("arn:" + partition + ":kms:" + region + ":" + account + ":key/")
                : keyId.equals(text);
    }

    @Override
    public String toString() {
        return text;
    }
}
