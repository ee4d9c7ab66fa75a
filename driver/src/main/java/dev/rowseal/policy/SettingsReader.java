package dev.rowseal.policy;

import dev.rowseal.policy.Policy.CachePolicy;
import dev.rowseal.policy.Policy.KmsPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Reads what a configuration says besides its tables. */
final class SettingsReader {

    static final String VERSION_KEY = "rowseal";

    private static final List<String> CACHE_KEYS = List.of("ttl", "grace", "run-values");

    private static final List<String> KMS_KEYS = List.of("timeout", "attempts");

    /** In every key's context, which a KMS logs and may bound: short, and printable everywhere. */
    private static final Pattern NAMESPACE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._:/-]{0,127}");

    private static final Pattern DURATION = Pattern.compile("(\\d{1,9})(ms|s|m|h)");

    private static final Pattern DAYS = Pattern.compile("(\\d{1,5})d");

    private static final long MOST_DAYS = 36_500;

    private static final Duration LONGEST = Duration.ofHours(24);

    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    private final Section section;
    private final Complaints complaints;

    SettingsReader(Section section, Complaints complaints) {
        this.section = section;
        this.complaints = complaints;
    }

    /** @throws Complaint when the file is not of the one version that there is */
    static void version(Section section) {
        Yaml.Text version = section.needText(VERSION_KEY, "rowseal: 1");
        if (!version.text().equals("1")) {
            throw new Complaint(
                    version.position(),
                    "configuration version '" + Shown.of(version.text())
                            + "' is not one that this driver reads; write rowseal: 1");
        }
    }

    /** The settings, or null when something was wrong and has been collected. */
    @Nullable
    Settings read() {
        String namespace = complaints.attempt(this::namespace);
        String kek = complaints.attempt(this::kek);
        List<String> unwrap = complaints.attempt(this::unwrap);
        TableName keyTable = complaints.attempt(this::keyTable);
        CachePolicy cache = complaints.attempt(this::cache);
        KmsPolicy kms = complaints.attempt(this::kms);
        Optional<Duration> rotateAfter = complaints.attempt(this::rotateAfter);
        Optional<String> credentials = complaints.attempt(this::credentials);
        if (namespace == null
                || kek == null
                || unwrap == null
                || keyTable == null
                || cache == null
                || kms == null
                || rotateAfter == null
                || credentials == null) {
            return null;
        }
        return new Settings(namespace, kek, unwrap, keyTable, cache, kms, rotateAfter, credentials);
    }

    private String namespace() {
        Yaml.Text namespace = section.needText("namespace", "namespace: <a name of your application and stage>");
        if (!NAMESPACE.matcher(namespace.text()).matches()) {
            throw new Complaint(
                    namespace.position(),
                    "namespace '" + Shown.of(namespace.text())
                            + "' does not fit; write 1 to 128 of A-Z, a-z, 0-9 and . _ : / - that begin with a letter"
                            + " or digit");
        }
        return namespace.text();
    }

    private String kek() {
        return KekUri.read(
                section.needText("kek", "kek: local-kms:./dev-keys.p12, or the URI of a key in your KMS"), "kek");
    }

    private List<String> unwrap() {
        Yaml node = section.get("unwrap");
        if (node == null) {
            return List.of();
        }
        if (!(node instanceof Yaml.Items items)) {
            throw new Complaint(node.position(), "unwrap is " + node.kind() + "; write a list of KEK URIs: [uri, uri]");
        }
        List<String> uris = new ArrayList<>();
        for (Yaml item : items.items()) {
            String uri = KekUri.read(Section.text(item, "an entry of unwrap"), "an entry of unwrap");
            if (uris.contains(uri)) {
                throw new Complaint(item.position(), "an entry of unwrap stands there twice; remove one");
            }
            uris.add(uri);
        }
        return uris;
    }

    private TableName keyTable() {
        Yaml.Text name = section.text("key-table");
        return name == null
                ? new TableName(null, new Name("rowseal_keys", false))
                : Identifiers.table(name, "key-table");
    }

    private CachePolicy cache() {
        Yaml node = section.get("cache");
        if (node == null) {
            return CachePolicy.DEFAULT;
        }
        Section cache = Section.of(node, "cache", CACHE_KEYS);
        Duration ttl = duration(cache, "cache ttl", "ttl", CachePolicy.DEFAULT.ttl());
        if (ttl.isZero()) {
            throw new Complaint(node.position(), "cache ttl is zero; write how long a key may stay, for example 5m");
        }
        Yaml.Text runValues = cache.text("run-values");
        return new CachePolicy(
                ttl,
                duration(cache, "cache grace", "grace", CachePolicy.DEFAULT.grace()),
                runValues == null
                        ? CachePolicy.DEFAULT.runValues()
                        : Numbers.read(runValues, "run-values of cache", 1, 65536));
    }

    private KmsPolicy kms() {
        Yaml node = section.get("kms");
        if (node == null) {
            return KmsPolicy.DEFAULT;
        }
        Section kms = Section.of(node, "kms", KMS_KEYS);
        Duration timeout = duration(kms, "kms timeout", "timeout", KmsPolicy.DEFAULT.timeout());
        if (timeout.isZero() || timeout.compareTo(LONGEST_CALL) > 0) {
            throw new Complaint(node.position(), "kms timeout is out of range; write 1ms to 10m, for example 10s");
        }
        Yaml.Text attempts = kms.text("attempts");
        return new KmsPolicy(
                timeout,
                attempts == null ? KmsPolicy.DEFAULT.attempts() : Numbers.read(attempts, "attempts of kms", 1, 10));
    }

    private Optional<Duration> rotateAfter() {
        Yaml.Text text = section.text("rotate-after");
        if (text == null) {
            return Optional.empty();
        }
        Matcher form = DAYS.matcher(text.text());
        long days = form.matches() ? Long.parseLong(form.group(1)) : 0;
        if (days < 1 || days > MOST_DAYS) {
            throw new Complaint(
                    text.position(),
                    "rotate-after '" + Shown.of(text.text()) + "' is not an age; write 1d to " + MOST_DAYS
                            + "d, or leave it out to rotate by command alone");
        }
        return Optional.of(Duration.ofDays(days));
    }

    private Optional<String> credentials() {
        Yaml.Text uri = section.text("credentials");
        return uri == null ? Optional.empty() : Optional.of(CredentialsUri.read(uri));
    }

    private static Duration duration(Section section, String what, String key, Duration absent) {
        Yaml.Text text = section.text(key);
        if (text == null) {
            return absent;
        }
        Matcher form = DURATION.matcher(text.text());
        if (!form.matches()) {
            throw new Complaint(
                    text.position(),
                    what + " '" + Shown.of(text.text())
                            + "' is not a duration; write a number and its unit: 250ms, 30s, 5m or 1h");
        }
        long number = Long.parseLong(form.group(1));
        Duration duration = switch (form.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
        if (duration.compareTo(LONGEST) > 0) {
            throw new Complaint(text.position(), what + " is more than a day; write at most 24h");
        }
        return duration;
    }
}
