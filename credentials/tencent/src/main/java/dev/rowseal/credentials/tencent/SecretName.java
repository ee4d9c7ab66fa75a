package dev.rowseal.credentials.tencent;

import dev.rowseal.failure.Misconfigured;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of a secret of Tencent Cloud's Secrets Manager.
 *
 * @param region such as {@code ap-guangzhou}
 * @param name of the secret
 * @param version {@code SSM_Current} for the one in use, of a secret that the service rotates
 */
record SecretName(String region, String name, String version) {

    static final String SCHEME = "tencent-ssm";

    /** What the service calls the version in use. */
    static final String CURRENT = "SSM_Current";

    private static final Pattern URI = Pattern.compile("(?i:tencent-ssm)://([a-z]{2}(?:-[a-z0-9]{1,20}){1,3})"
            + "/([A-Za-z0-9][A-Za-z0-9_-]{0,127})(?:\\?version=([A-Za-z0-9][A-Za-z0-9_.-]{0,63}))?");

    /** @throws Misconfigured if the URI names no secret; the message does not repeat it */
    static SecretName ofUri(String uri) {
        Matcher parts = URI.matcher(uri);
        if (!parts.matches()) {
            throw new Misconfigured(
                    "tencent-ssm:// must be followed by a region and the name of a secret, and by its version where"
                            + " the service does not rotate it, as in tencent-ssm://ap-guangzhou/clinic-db and"
                            + " tencent-ssm://ap-guangzhou/clinic-db?version=v1");
        }
        return new SecretName(parts.group(1), parts.group(2), parts.group(3) == null ? CURRENT : parts.group(3));
    }

    @Override
    public String toString() {
        return region + "/" + name + (version.equals(CURRENT) ? "" : "?version=" + version);
    }
}
