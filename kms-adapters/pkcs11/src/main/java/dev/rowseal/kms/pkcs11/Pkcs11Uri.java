package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.Misconfigured;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A PKCS #11 URI (RFC 7512), as far as the JDK's provider can follow one. What it cannot follow is refused and never passed
 * over: an attribute that is not looked at might be the one that tells two keys apart.
 *
 * @param module the library, absolute
 * @param slot the slot's id; null where the token has to be looked for
 * @param token what the token's description must be: {@code token}, {@code serial}, {@code manufacturer}, {@code model}
 * @param object the key's label
 * @param pinSource the file that {@code pin-source} names; null for none
 */
record Pkcs11Uri(
        Path module,
        @Nullable Long slot,
        Map<String, String> token,
        String object,
        @Nullable Path pinSource) {

    static final String SCHEME = "pkcs11";

    private static final Set<String> TOKEN = Set.of("token", "serial", "manufacturer", "model");

    private static final Set<String> PATH = Set.of("object", "type", "slot-id");

    private static final Set<String> QUERY = Set.of("module-path", "module-name", "pin-source");

    /** Where distributions put PKCS #11 libraries, for {@code module-name}. */
    private static final List<String> FOLDERS = List.of(
            "/usr/lib",
            "/usr/lib/x86_64-linux-gnu",
            "/usr/lib/aarch64-linux-gnu",
            "/usr/lib64",
            "/usr/local/lib",
            "/opt/homebrew/lib");

    private static final List<String> BELOW = List.of("", "pkcs11", "softhsm");

    /** @throws Misconfigured if it is malformed, holds a PIN, or says what cannot be followed; no value is repeated */
    static Pkcs11Uri parse(String uri) {
        String rest = uri.substring(SCHEME.length() + 1);
        int question = rest.indexOf('?');
        Map<String, String> path = attributes(question < 0 ? rest : rest.substring(0, question), ";");
        Map<String, String> query = attributes(question < 0 ? "" : rest.substring(question + 1), "&");
        if (path.containsKey("pin-value") || query.containsKey("pin-value")) {
            throw new Misconfigured("a pkcs11: URI must not hold a PIN; name a file by pin-source, or set "
                    + Pin.FILE_VARIABLE + ", and change the PIN, because it has been written down");
        }
        path.keySet().forEach(name -> require(TOKEN.contains(name) || PATH.contains(name), name));
        query.keySet().forEach(name -> require(QUERY.contains(name), name));
        if (!path.getOrDefault("type", "secret-key").equals("secret-key")) {
            throw new Misconfigured("pkcs11: wraps with a secret key: type= can be secret-key alone");
        }
        String object = path.get("object");
        if (object == null || object.isEmpty()) {
            throw new Misconfigured("a pkcs11: URI needs object=, the label of the AES key that wraps");
        }
        Long slot = slot(path);
        path.keySet().retainAll(TOKEN);
        return new Pkcs11Uri(module(query), slot, Map.copyOf(path), object, pinSource(query));
    }

    /** Which token it is, as far as the URI says: URIs of keys in one token agree in it, if they name the token alike. */
    String place() {
        return module + " " + slot + " " + new TreeMap<>(token);
    }

    private static void require(boolean known, String name) {
        if (!known) {
            throw new Misconfigured(
                    "a pkcs11: URI with the attribute " + name + ", which cannot be followed; what can be"
                            + " is token, serial, manufacturer, model, slot-id, object and type, and after a question mark"
                            + " module-path, module-name and pin-source");
        }
    }

    private static Map<String, String> attributes(String text, String between) {
        Map<String, String> attributes = new LinkedHashMap<>();
        for (String part : text.isEmpty() ? new String[0] : text.split(between, -1)) {
            int equals = part.indexOf('=');
            if (equals < 1) {
                throw new Misconfigured(
                        "a pkcs11: URI whose parts are not name=value, with " + between + " between them");
            }
            String name = part.substring(0, equals);
            if (name.equals("id")) {
                throw new Misconfigured(
                        "the JDK finds a secret key in a token by its label alone: name it by object= and"
                                + " not by id=");
            }
            if (attributes.put(name, decoded(part.substring(equals + 1), name)) != null) {
                throw new Misconfigured("a pkcs11: URI that says " + name + " twice");
            }
        }
        return attributes;
    }

    /** RFC 3986's escapes, of UTF-8. A plus sign is one. */
    private static String decoded(String text, String name) {
        ByteBuffer bytes = ByteBuffer.allocate(3 * text.length());
        try {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                if (c == '%') {
                    bytes.put((byte) Integer.parseInt(text, i + 1, i + 3, 16));
                    i += 2;
                } else if (c > ' ' && c < 0x7F) {
                    bytes.put((byte) c);
                } else {
                    throw new NumberFormatException();
                }
            }
            String value =
                    StandardCharsets.UTF_8.newDecoder().decode(bytes.flip()).toString();
            if (value.chars().noneMatch(Character::isISOControl)) {
                return value;
            }
        } catch (NumberFormatException | IndexOutOfBoundsException | CharacterCodingException malformed) {
            // told below
        }
        throw new Misconfigured(
                "a pkcs11: URI whose " + name + " is not written in ASCII and percent escapes of UTF-8");
    }

    private static @Nullable Long slot(Map<String, String> path) {
        String text = path.get("slot-id");
        if (text == null) {
            return null;
        }
        try {
            long slot = Long.parseLong(text);
            if (slot >= 0 && slot <= Integer.MAX_VALUE) {
                return slot;
            }
        } catch (NumberFormatException malformed) {
            // told below
        }
        throw new Misconfigured(
                "slot-id of a pkcs11: URI is a number from 0 to 2147483647, which is what the JDK takes");
    }

    private static Path module(Map<String, String> query) {
        String path = query.get("module-path");
        String name = query.get("module-name");
        if ((path == null) == (name == null)) {
            throw new Misconfigured(
                    "a pkcs11: URI needs either module-path= or module-name=, the PKCS#11 library of the"
                            + " HSM, after a question mark");
        }
        Path module = path != null ? Path.of(path) : named(name);
        if (!module.isAbsolute() || !Files.isRegularFile(module)) {
            throw new Misconfigured(
                    "module-path of a pkcs11: URI names no file: " + module + "; write an absolute path");
        }
        return module;
    }

    private static Path named(@Nullable String name) {
        if (name == null || !name.matches("[A-Za-z0-9][A-Za-z0-9_.+-]*")) {
            throw new Misconfigured("module-name of a pkcs11: URI is the library's file name without path and ending");
        }
        for (String folder : FOLDERS) {
            for (String below : BELOW) {
                for (String file : List.of("lib" + name + ".so", name + ".so", "lib" + name + ".dylib")) {
                    Path candidate = Path.of(folder, below, file);
                    if (Files.isRegularFile(candidate)) {
                        return candidate;
                    }
                }
            }
        }
        throw new Misconfigured(
                "no PKCS#11 library named " + name + " where libraries usually are; write module-path=");
    }

    private static @Nullable Path pinSource(Map<String, String> query) {
        String source = query.get("pin-source");
        if (source == null) {
            return null;
        }
        String path = source.startsWith("file://") ? source.substring(7) : source.replaceFirst("^file:", "");
        if (!path.startsWith("/") && !Path.of(path).isAbsolute()) {
            throw new Misconfigured(
                    "pin-source of a pkcs11: URI is an absolute path or a file: URI; commands are not run");
        }
        return Path.of(path);
    }
}
