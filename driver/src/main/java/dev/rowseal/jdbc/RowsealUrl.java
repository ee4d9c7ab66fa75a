package dev.rowseal.jdbc;

import dev.rowseal.failure.Misconfigured;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A URL as the application gives it, taken apart: the wrapped driver's URL and properties, and Rowseal's own options,
 * which never reach the wrapped driver.
 *
 * @param asked the URL as it was given, for {@code getURL}
 * @param wrapped the URL for the wrapped driver
 * @param options Rowseal's options, without their {@code rowseal.} prefix
 * @param properties the properties for the wrapped driver
 */
record RowsealUrl(String asked, String wrapped, Map<String, String> options, Properties properties) {

    static final String PREFIX = "jdbc:rowseal:";

    private static final String OPTION = "rowseal.";
    private static final List<String> KNOWN = List.of("config", "create-key-table", "allow-unwrap");

    /** What the wrapped drivers call user and password. */
    private static final List<String> LOGIN = List.of("user", "username", "password", "passwd", "pwd", "password_hash");

    /** Whether a URL is for Rowseal. */
    static boolean isOurs(@Nullable String url) {
        return url != null && url.regionMatches(true, 0, PREFIX, 0, PREFIX.length());
    }

    /**
     * Takes a URL and properties apart. {@code jdbc:rowseal:<rest>}: where the rest begins with {@code jdbc}, it is the
     * wrapped URL, otherwise {@code jdbc:} is put before it.
     *
     * @throws Misconfigured for an option that there is not, one given twice, or a URL that wraps nothing
     */
    static RowsealUrl of(String url, Properties info) {
        String rest = url.substring(PREFIX.length());
        Map<String, String> options = new TreeMap<>();
        String cleaned = withoutOptions(rest, options);
        Properties properties = new Properties();
        properties.putAll(info);
        for (String name : info.stringPropertyNames()) {
            if (name.toLowerCase(Locale.ROOT).startsWith(OPTION)) {
                option(name, info.getProperty(name), options);
                properties.remove(name);
            } else {
                properties.setProperty(name, info.getProperty(name));
            }
        }
        String wrapped = cleaned.regionMatches(true, 0, "jdbc", 0, 4) ? cleaned : "jdbc:" + cleaned;
        if (cleaned.isBlank() || isOurs(wrapped)) {
            throw new Misconfigured("the URL names no wrapped driver; write jdbc:rowseal:postgresql://… or the like");
        }
        if (wrapped.toLowerCase(Locale.ROOT).matches("jdbc:h2:mem:(;.*)?")) {
            throw new Misconfigured("an H2 database in memory without a name has one connection, and its keys need"
                    + " another; name it: jdbc:rowseal:h2:mem:name");
        }
        return new RowsealUrl(url, wrapped, Map.copyOf(options), properties);
    }

    @Nullable
    String option(String name) {
        return options.get(name);
    }

    /**
     * Whether an option is switched on.
     *
     * @throws Misconfigured when its value is neither true nor false
     */
    boolean isOn(String name) {
        String value = options.getOrDefault(name, "false");
        return switch (value.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new Misconfigured("option rowseal." + name + " is either true or false");
        };
    }

    /** By which of its parameters or properties it says as whom to connect; null when by none. */
    @Nullable
    String login() {
        if (wrapped.matches("[^?;]*//[^/?;]*@.*")) {
            return "user information before the host";
        }
        for (String part : wrapped.split("[?&;]", -1)) {
            if (part.contains("=") && isOfLogin(part.substring(0, part.indexOf('=')))) {
                return part.substring(0, part.indexOf('='));
            }
        }
        return properties.keySet().stream()
                .map(String::valueOf)
                .filter(RowsealUrl::isOfLogin)
                .findFirst()
                .orElse(null);
    }

    private static boolean isOfLogin(String name) {
        return LOGIN.contains(name.strip().toLowerCase(Locale.ROOT));
    }

    /** Takes {@code ?rowseal.a=b&…}, {@code &rowseal.a=b} and {@code ;rowseal.a=b} out of a URL. */
    private static String withoutOptions(String rest, Map<String, String> options) {
        int query = rest.indexOf('?');
        if (query < 0) {
            return withoutOptions(rest, ';', false, options);
        }
        String before = withoutOptions(rest.substring(0, query), ';', false, options);
        String after = withoutOptions(rest.substring(query + 1), '&', true, options);
        return after.isEmpty() ? before : before + "?" + after;
    }

    private static String withoutOptions(String text, char separator, boolean first, Map<String, String> options) {
        List<String> kept = new ArrayList<>();
        boolean isOption = first;
        for (String part : text.split(String.valueOf(separator), -1)) {
            int equals = part.indexOf('=');
            if (isOption && part.toLowerCase(Locale.ROOT).startsWith(OPTION)) {
                option(equals < 0 ? part : part.substring(0, equals), part.substring(equals + 1), options);
            } else {
                kept.add(part);
            }
            isOption = true;
        }
        return String.join(String.valueOf(separator), kept);
    }

    private static void option(String name, String value, Map<String, String> options) {
        String known = name.substring(OPTION.length()).toLowerCase(Locale.ROOT);
        if (!KNOWN.contains(known)) {
            throw new Misconfigured(
                    "there is no option rowseal." + known + "; there are rowseal." + String.join(", rowseal.", KNOWN));
        }
        String before = options.putIfAbsent(known, value);
        if (before != null && !before.equals(value)) {
            throw new Misconfigured("option rowseal." + known + " is given twice, with different values");
        }
    }

    /** Without the properties and the URLs, which may hold a password. */
    @Override
    public String toString() {
        return "RowsealUrl[options=" + options.keySet() + "]";
    }
}
