package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** Checks Signature Version 4 as the service does, from its description alone: a second implementation beside the SDK's. */
public final class SignatureV4 {

    private static final Pattern AUTHORIZATION = Pattern.compile(
            "AWS4-HMAC-SHA256 Credential=([^/]+)/(\\d{8})/([^/]+)/([a-z]+)/aws4_request, SignedHeaders=([a-z0-9;-]+), Signature=([0-9a-f]{64})");

    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private SignatureV4() {}

    /** The secret and session token of an access key; an empty token for a long-term key. */
    public record Secret(String key, String token) {}

    /** The code with which a service refuses; empty when the signature is right. */
    public static String refusal(
            HttpExchange request, byte[] body, String region, String service, Map<String, Secret> secrets) {
        Matcher parts = AUTHORIZATION.matcher(header(request, "Authorization"));
        if (!parts.matches()) {
            return "IncompleteSignature";
        }
        Secret secret = secrets.get(parts.group(1));
        if (secret == null || !secret.token().equals(header(request, "X-Amz-Security-Token"))) {
            return "UnrecognizedClientException";
        }
        String date = header(request, "X-Amz-Date");
        List<String> signed = List.of(parts.group(5).split(";"));
        if (!parts.group(3).equals(region)
                || !parts.group(4).equals(service)
                || !date.startsWith(parts.group(2))
                || Duration.between(Instant.from(DATE.parse(date)), Instant.now())
                                .abs()
                                .toMinutes()
                        > 5
                || !signed.containsAll(List.of("host", "x-amz-date", "x-amz-target"))
                || !secret.token().isEmpty() && !signed.contains("x-amz-security-token")) {
            return "InvalidSignatureException";
        }
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        signed.forEach(name -> canonical
                .append(name)
                .append(':')
                .append(header(request, name).strip())
                .append('\n'));
        canonical.append('\n').append(parts.group(5)).append('\n').append(hash(body));
        String scope = parts.group(2) + "/" + region + "/" + service + "/aws4_request";
        String text = "AWS4-HMAC-SHA256\n" + date + "\n" + scope + "\n"
                + hash(canonical.toString().getBytes(UTF_8));
        byte[] key = ("AWS4" + secret.key()).getBytes(UTF_8);
        for (String part : scope.split("/")) {
            key = mac(key, part);
        }
        return HexFormat.of().formatHex(mac(key, text)).equals(parts.group(6)) ? "" : "InvalidSignatureException";
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
