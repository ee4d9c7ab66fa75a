package dev.rowseal.kms.tencent;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks TC3-HMAC-SHA256 as the service does, from its description alone and with another library's primitives. */
public final class Tc3Check {

    private static final Pattern AUTHORIZATION =
            Pattern.compile("TC3-HMAC-SHA256 Credential=([^/]+)/(\\d{4}-\\d\\d-\\d\\d)/"
                    + "([a-z]+)/tc3_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private Tc3Check() {}

    /** The secret and token of an id; an empty token for a long-term key. */
    public record Secret(String key, String token) {}

    /** The code with which the service refuses; empty when the signature is right. */
    public static String refusal(HttpExchange request, byte[] body, String service, Map<String, Secret> secrets) {
        Matcher parts = AUTHORIZATION.matcher(header(request, "Authorization"));
        if (!parts.matches()) {
            return "AuthFailure.InvalidAuthorization";
        }
        if (!parts.group(3).equals(service)) {
            return "AuthFailure.SignatureFailure";
        }
        Secret secret = secrets.get(parts.group(1));
        if (secret == null) {
            return "AuthFailure.SecretIdNotFound";
        }
        if (!secret.token().equals(header(request, "X-TC-Token"))) {
            return "AuthFailure.TokenFailure";
        }
        String timestamp = header(request, "X-TC-Timestamp");
        Instant sent = Instant.ofEpochSecond(Long.parseLong(timestamp));
        if (Math.abs(sent.getEpochSecond() - Instant.now().getEpochSecond()) > 300
                || !sent.toString().startsWith(parts.group(2))) {
            return "AuthFailure.SignatureExpire";
        }
        String names = ";" + parts.group(4) + ";";
        if (!names.contains(";content-type;") || !names.contains(";host;")) {
            return "AuthFailure.SignatureFailure";
        }
        StringBuilder text = new StringBuilder("POST\n/\n\n");
        for (String name : parts.group(4).split(";")) {
            text.append(name)
                    .append(':')
                    .append(header(request, name).toLowerCase(Locale.ROOT))
                    .append('\n');
        }
        text.append('\n').append(parts.group(4)).append('\n').append(hash(body));
        String scope = parts.group(2) + "/" + service + "/tc3_request";
        String toSign = "TC3-HMAC-SHA256\n" + timestamp + "\n" + scope + "\n"
                + hash(text.toString().getBytes(UTF_8));
        byte[] key = ("TC3" + secret.key()).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            key = mac(key, part);
        }
        return HexFormat.of().formatHex(mac(key, toSign)).equals(parts.group(5)) ? "" : "AuthFailure.SignatureFailure";
    }

    private static String header(HttpExchange request, String name) {
        String value = request.getRequestHeaders().getFirst(name);
        return value == null ? "" : value;
    }

    private static String hash(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key, "HmacSHA256"));
            return mac.doFinal(text.getBytes(UTF_8));
        } catch (GeneralSecurityException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
