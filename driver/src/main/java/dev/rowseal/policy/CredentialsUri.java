package dev.rowseal.policy;

import java.util.regex.Pattern;

/** Checks the URI of the secret that holds user and password. Which schemes exist is for the adapters on the class path to say. */
final class CredentialsUri {

    private static final Pattern FORM = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:[^\\p{Cntrl}\\s]+");

    private static final int MOST_CHARACTERS = 2048;

    private CredentialsUri() {}

    /** @throws Complaint when it has no scheme or holds a secret; the message does not repeat it */
    static String read(Yaml.Text node) {
        String uri = node.text();
        if (!FORM.matcher(uri).matches() || uri.length() > MOST_CHARACTERS) {
            throw new Complaint(
                    node.position(),
                    "credentials is not the URI of a secret; write where a secrets manager has it, for example"
                            + " aws-secretsmanager://eu-central-1/clinic-db, or leave it out and give user and password"
                            + " to the data source");
        }
        if (holdsSecret(uri)) {
            throw new Complaint(
                    node.position(),
                    "credentials has a password or token in it: a secret must not stand in a configuration; name the"
                            + " secret of a secrets manager, and change the password, because it has been written down");
        }
        return uri;
    }

    /** A name of a secret may have almost any character, the words in it included; what may not is an attribute. */
    private static boolean holdsSecret(String uri) {
        boolean isArn = uri.contains("://arn:");
        int query = uri.indexOf('?');
        return !isArn && KekUri.hasUser(uri)
                || query >= 0 && KekUri.hasSecretAttribute(uri.substring(query + 1), false);
    }
}
