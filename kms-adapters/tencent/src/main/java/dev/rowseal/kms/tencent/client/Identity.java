package dev.rowseal.kms.tencent.client;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.kms.retry.Attempts;
import dev.rowseal.kms.retry.Turn;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Who calls: temporary credentials from the environment ({@code TENCENTCLOUD_SECRET_ID}, {@code TENCENTCLOUD_SECRET_KEY},
 * {@code TENCENTCLOUD_TOKEN}), or else those of the CAM role that is bound to this instance, which its metadata service
 * gives out and which are fetched anew before they expire. Safe for use by many threads.
 */
public final class Identity {

    public static final String ID = "TENCENTCLOUD_SECRET_ID";
    public static final String KEY = "TENCENTCLOUD_SECRET_KEY";
    public static final String TOKEN = "TENCENTCLOUD_TOKEN";
    public static final String ALLOW_VARIABLE = "ROWSEAL_TENCENT_KMS_ALLOW_LONG_TERM_KEYS";
    public static final String ALLOW_PROPERTY = "rowseal.tencent-kms.allow-long-term-keys";

    private static final URI METADATA =
            URI.create("http://metadata.tencentyun.com/latest/meta-data/cam/security-credentials/");

    /** Fetched anew so long before the end: longer than any call. */
    private static final Duration AHEAD = Duration.ofMinutes(15);

    /** After the metadata service was asked in vain. */
    private static final Duration PAUSE = Duration.ofSeconds(10);

    private final Surroundings surroundings;
    private final Http http;
    private final URI metadata;
    private final Turn turn = new Turn();
    private volatile @Nullable Credential ofRole;

    /** By {@link System#nanoTime}. */
    private volatile long inVain = System.nanoTime() - PAUSE.toNanos();

    public Identity(Surroundings surroundings, Http http) {
        this(surroundings, http, METADATA);
    }

    /** For tests: a metadata service elsewhere. */
    public Identity(Surroundings surroundings, Http http, URI metadata) {
        this.surroundings = surroundings;
        this.http = http;
        this.metadata = metadata;
    }

    /**
     * The credential to sign with now.
     *
     * @param within the attempt whose time the metadata service, and waiting for who asks it already, take
     * @throws Misconfigured if the environment has a long-term key, or half of one
     * @throws KeyUnavailable if there is none for now
     */
    Credential current(Attempts within) {
        String id = given(ID);
        String key = given(KEY);
        if (id.isEmpty() != key.isEmpty()) {
            throw new Misconfigured("only one of " + ID + " and " + KEY + " is set");
        }
        return id.isEmpty() ? ofRole(within) : ofEnvironment(id, key);
    }

    private String given(String name) {
        String value = surroundings.variable(name);
        return value == null ? "" : value.strip();
    }

    private Credential ofEnvironment(String id, String key) {
        String token = given(TOKEN);
        boolean allowed = given(ALLOW_VARIABLE).equals("true") || "true".equals(surroundings.property(ALLOW_PROPERTY));
        if (token.isEmpty() && !allowed) {
            throw new Misconfigured(ID + " and " + KEY + " are a long-term key, since there is no " + TOKEN
                    + "; bind a CAM role to the instance, or give temporary credentials of STS. For a test set-up, "
                    + ALLOW_VARIABLE + "=true or the system property " + ALLOW_PROPERTY + "=true allows them");
        }
        return new Credential(id, key, token, Instant.MAX);
    }

    private Credential ofRole(Attempts within) {
        Credential known = ofRole;
        Instant now = Instant.now();
        if (known != null && now.isBefore(known.until().minus(AHEAD))) {
            return known;
        }
        boolean holds = known != null && now.isBefore(known.until());
        // Whoever has one that still holds waits neither for who fetches the next, nor long for the next.
        if (holds && System.nanoTime() - inVain < PAUSE.toNanos()
                || !turn.take(holds ? Duration.ZERO : within.timeLeft())) {
            return require(holds ? known : null);
        }
        try {
            Credential meanwhile = ofRole;
            if (meanwhile != null && !meanwhile.equals(known)) {
                return meanwhile;
            }
            Credential fresh = fetch(holds ? within.part(2) : within);
            ofRole = fresh;
            return fresh;
        } catch (KeyUnavailable out) {
            inVain = System.nanoTime();
            // One that still holds is better than none.
            if (holds) {
                return require(known);
            }
            throw out;
        } finally {
            turn.leave();
        }
    }

    private static Credential require(@Nullable Credential credential) {
        if (credential == null) {
            throw none();
        }
        return credential;
    }

    /** Gives up what is known, since the service does not take it. */
    void forget() {
        ofRole = null;
    }

    private Credential fetch(Attempts within) {
        String role = get(metadata, within).strip();
        if (!role.matches("[A-Za-z0-9_.+=,@-]{1,128}")) {
            throw none();
        }
        Map<?, ?> answer = Json.object(get(metadata.resolve(role), within));
        Object until = answer.get("ExpiredTime");
        if (!"Success".equals(answer.get("Code"))
                || !(answer.get("TmpSecretId") instanceof String id)
                || !(answer.get("TmpSecretKey") instanceof String key)
                || !(answer.get("Token") instanceof String token)
                || !(until instanceof Long seconds)) {
            throw none();
        }
        return new Credential(id, key, token, Instant.ofEpochSecond(seconds));
    }

    private String get(URI from, Attempts within) {
        try {
            Http.Answer answer = http.get(from, within.timeLeft());
            if (answer.status() != 200) {
                throw none();
            }
            return new String(answer.body(), StandardCharsets.UTF_8);
        } catch (IOException unreachable) {
            throw none();
        }
    }

    private static KeyUnavailable none() {
        return new KeyUnavailable(
                "there are no Tencent Cloud credentials now: neither " + ID + ", " + KEY + " and " + TOKEN
                        + " in the environment, nor a CAM role from the instance's metadata service; bind a role to the instance, or"
                        + " wait until the metadata service is back");
    }
}
