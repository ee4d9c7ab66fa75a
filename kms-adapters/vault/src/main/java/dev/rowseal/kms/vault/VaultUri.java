package dev.rowseal.kms.vault;

import dev.rowseal.failure.Misconfigured;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code hcvault://<host>[:port]/<mount>/<key>}: a key of the Transit engine that is mounted at a path, which may have
 * several parts. With {@code ?tls=off} the connection is not encrypted; that is for an agent on this machine alone.
 *
 * @param host a name, an IPv4 address, or an IPv6 address without its brackets
 * @param tls whether the connection is encrypted
 */
record VaultUri(String host, int port, String mount, String key, boolean tls) {

    static final String SCHEME = "hcvault";

    private static final int PORT = 8200;

    private static final String PART = "[A-Za-z0-9_][A-Za-z0-9_.-]*";

    private static final Pattern FORM = Pattern.compile("hcvault://(\\[[0-9A-Fa-f:.]+]|[A-Za-z0-9][A-Za-z0-9.-]*)"
            + "(?::([0-9]{1,5}))?/((?:" + PART + "/)*" + PART + ")/(" + PART + ")(\\?tls=off)?");

    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(?:\\.[0-9]{1,3}){3}|::1");

    /** @throws Misconfigured if it has another form, or leaves the connection open to others */
    static VaultUri parse(String uri) {
        Matcher matcher = FORM.matcher(uri);
        int port = matcher.matches() && matcher.group(2) != null ? Integer.parseInt(matcher.group(2)) : PORT;
        if (!matcher.matches() || port < 1 || port > 65535) {
            // not repeated: it may hold a token in the wrong place
            throw new Misconfigured("a Vault key is named by hcvault://<host>[:port]/<mount>/<key>, for example"
                    + " hcvault://vault.example.com:8200/transit/rowseal");
        }
        String host = matcher.group(1).replaceAll("[\\[\\]]", "");
        boolean tls = matcher.group(5) == null;
        if (!tls && !LOOPBACK.matcher(host).matches()) {
            throw new Misconfigured(
                    "hcvault: without TLS is for loopback addresses alone: keys would cross the network as"
                            + " they are");
        }
        return new VaultUri(host, port, matcher.group(3), matcher.group(4), tls);
    }

    /** The host as a Host header and messages write it. */
    String authority() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
