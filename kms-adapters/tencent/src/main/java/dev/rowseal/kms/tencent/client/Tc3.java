package dev.rowseal.kms.tencent.client;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.macs.HMac;
import org.bouncycastle.crypto.params.KeyParameter;

/** Signs requests with TC3-HMAC-SHA256, version 3 of the signature of Tencent Cloud's API (API Explorer, Signature v3). */
final class Tc3 {

    private static final String ALGORITHM = "TC3-HMAC-SHA256";

    private Tc3() {}

    /**
     * The value of {@code Authorization} for a POST to {@code /} without a query.
     *
     * @param signed the headers that are signed: at least Content-Type and Host
     * @param service the first label of the host
     */
    static String authorization(
            Credential credential, String service, Map<String, String> signed, byte[] body, Instant now) {
        StringBuilder canonical = new StringBuilder("POST\n/\n\n");
        Map<String, String> sorted = new TreeMap<>();
        signed.forEach((name, value) ->
                sorted.put(name.toLowerCase(Locale.ROOT), value.strip().toLowerCase(Locale.ROOT)));
        sorted.forEach((name, value) ->
                canonical.append(name).append(':').append(value).append('\n'));
        String names = String.join(";", sorted.keySet());
        canonical.append('\n').append(names).append('\n').append(hash(body));
        String date = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC).format(now);
        String scope = date + "/" + service + "/tc3_request";
        String text = ALGORITHM + "\n" + now.getEpochSecond() + "\n" + scope + "\n" + hash(utf8(canonical.toString()));
        byte[] key = mac(mac(mac(utf8("TC3" + credential.secretKey()), date), service), "tc3_request");
        return ALGORITHM + " Credential=" + credential.secretId() + "/" + scope + ", SignedHeaders=" + names
                + ", Signature=" + HexFormat.of().formatHex(mac(key, text));
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(byte[] bytes) {
        try {
            MessageDigest sha = MessageDigest.getInstance("SHA-256");
            String hash = HexFormat.of().formatHex(sha.digest(bytes));
            sha.reset(); // which overwrites the last block, that may hold a key: digest leaves it until the next use
            return hash;
        } catch (GeneralSecurityException missing) {
            throw new IllegalStateException("every JDK has SHA-256", missing);
        }
    }

    private static byte[] mac(byte[] key, String text) {
        HMac mac = new HMac(new SHA256Digest());
        mac.init(new KeyParameter(key));
        byte[] bytes = utf8(text);
        mac.update(bytes, 0, bytes.length);
        byte[] out = new byte[mac.getMacSize()];
        mac.doFinal(out, 0);
        return out;
    }
}
