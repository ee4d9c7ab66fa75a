package dev.rowseal.credentials.aws;

import dev.rowseal.failure.Misconfigured;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A secret of Secrets Manager: its ARN, or its region and name. By its name alone it is the secret of whose account the identity is of.
 *
 * @param id what GetSecretValue takes: the ARN, or the name
 * @param region where it is
 * @param isArn which of the two
 */
record SecretName(String id, String region, boolean isArn) {

    static final String SCHEME = "aws-secretsmanager";

    private static final String NAME = "[A-Za-z0-9/_+=.@!-]{1,519}";

    private static final Pattern URI = Pattern.compile("(?i:aws-secretsmanager)://(.*)", Pattern.DOTALL);

    private static final Pattern ARN =
            Pattern.compile("arn:aws[a-z-]{0,20}:secretsmanager:([a-z0-9-]{3,40}):[0-9]{12}:secret:" + NAME);

    private static final Pattern IN_REGION = Pattern.compile("([a-z]{2}(?:-[a-z0-9]{1,20}){2,4})/(" + NAME + ")");

    /** @throws Misconfigured if the URI names no secret; the message does not repeat it */
    static SecretName ofUri(String uri) {
        Matcher scheme = URI.matcher(uri);
        String text = scheme.matches() ? scheme.group(1) : "";
        Matcher arn = ARN.matcher(text);
        if (arn.matches()) {
            return new SecretName(text, arn.group(1), true);
        }
        Matcher named = IN_REGION.matcher(text);
        if (named.matches()) {
            return new SecretName(named.group(2), named.group(1), false);
        }
        throw new Misconfigured(
                "aws-secretsmanager:// must be followed by the ARN of a secret, or by a region and a name, as in"
                        + " aws-secretsmanager://arn:aws:secretsmanager:eu-central-1:111122223333:secret:clinic-db-AbCdEf and"
                        + " aws-secretsmanager://eu-central-1/clinic-db");
    }

    /** Whether an answer is of this secret. Secrets Manager ends ARNs by a hyphen and six characters, which may be left out. */
    boolean isAnsweredBy(@Nullable String arn, @Nullable String name) {
        if (arn == null || name == null) {
            return false;
        }
        return isArn
                ? arn.equals(id)
                        || arn.startsWith(id + "-")
                                && arn.substring(id.length()).matches("-[A-Za-z0-9]{6}")
                : name.equals(id) && arn.contains(":secretsmanager:" + region + ":");
    }

    @Override
    public String toString() {
        return isArn ? id : region + "/" + id;
    }
}
