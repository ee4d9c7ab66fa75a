package dev.rowseal.policy;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URL;
import java.net.URLConnection;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Finds configurations and indexes, and reads their text. */
final class ConfigFiles {

    /** Where the annotation processor leaves its index. */
    static final String INDEX = "META-INF/rowseal/policy.yaml";

    private static final String DEFAULT = "rowseal.yaml";

    private static final String WAY_OUT =
            "; write rowseal.config=<path>, file:<path> or classpath:<resource>, or put rowseal.yaml on the class path"
                    + " or into the working directory";

    /** Two letters or more, so that a drive letter is no scheme. */
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*", Pattern.DOTALL);

    private static final int MOST_BYTES = 1 << 20;

    private ConfigFiles() {}

    static ConfigFile find(@Nullable String config, ClassLoader loader) {
        if (config != null) {
            return named(config, loader);
        }
        ConfigFile resource = resource(DEFAULT, loader);
        if (resource != null) {
            return resource;
        }
        Path path = Path.of(DEFAULT);
        if (Files.exists(path)) {
            return file(path, "./" + DEFAULT);
        }
        throw new Misconfigured("no configuration: neither classpath:rowseal.yaml nor ./rowseal.yaml" + WAY_OUT);
    }

    private static ConfigFile named(String config, ClassLoader loader) {
        if (config.isBlank()) {
            throw new Misconfigured("rowseal.config is empty" + WAY_OUT);
        }
        String scheme = config.toLowerCase(Locale.ROOT);
        if (scheme.startsWith("classpath:")) {
            String name = config.substring("classpath:".length()).replaceFirst("^/+", "");
            ConfigFile resource = name.isEmpty() ? null : resource(name, loader);
            if (resource == null) {
                throw new Misconfigured(
                        "rowseal.config=" + Shown.of(config) + ": no such class-path resource" + WAY_OUT);
            }
            return resource;
        }
        boolean file = scheme.startsWith("file:");
        if (!file && SCHEME.matcher(config).matches()) {
            throw new Misconfigured("rowseal.config has a scheme that is not read" + WAY_OUT);
        }
        try {
            return file(file ? path(config) : Path.of(config), config);
        } catch (IllegalArgumentException e) {
            throw new Misconfigured("rowseal.config=" + Shown.of(config) + " is not the name of a file" + WAY_OUT, e);
        }
    }

    /** {@code file:/…} is a URI with its escapes; {@code file:name} is a relative path, which a URI cannot be. */
    private static Path path(String config) {
        String rest = config.substring("file:".length());
        return rest.startsWith("/") ? Path.of(URI.create("file:" + rest)) : Path.of(rest);
    }

    private static ConfigFile file(Path path, String name) {
        if (!Files.isRegularFile(path)) {
            String what = Files.exists(path) ? "not a file" : "no such file";
            throw new Misconfigured(Shown.of(name) + ": " + what + WAY_OUT);
        }
        try (InputStream stream = Files.newInputStream(path)) {
            return new ConfigFile(name, text(stream, name));
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static @Nullable ConfigFile resource(String name, ClassLoader loader) {
        List<URL> urls = urls(name, loader);
        if (urls.size() > 1) {
            throw new Misconfigured("classpath:" + name + " is there " + urls.size() + " times: " + urls
                    + "; remove all but one, or name one by rowseal.config=file:<path>");
        }
        return urls.isEmpty() ? null : read(urls.get(0), "classpath:" + name);
    }

    /** All indexes of annotated types, in the order of the class path. */
    static List<ConfigFile> indexes(ClassLoader loader) {
        List<ConfigFile> indexes = new ArrayList<>();
        for (URL url : urls(INDEX, loader)) {
            indexes.add(read(url, url.toString()));
        }
        return indexes;
    }

    /** Without repetitions: a loader that asks its parent first may name one resource twice. */
    private static List<URL> urls(String name, ClassLoader loader) {
        try {
            Map<String, URL> urls = new LinkedHashMap<>();
            Collections.list(loader.getResources(name)).forEach(url -> urls.putIfAbsent(url.toString(), url));
            return List.copyOf(urls.values());
        } catch (IOException e) {
            throw unreadable("classpath:" + name, e);
        }
    }

    private static ConfigFile read(URL url, String name) {
        try {
            URLConnection connection = url.openConnection();
            // A cached connection would keep the archive open, and its old content, after a redeployment.
            connection.setUseCaches(false);
            try (InputStream stream = connection.getInputStream()) {
                return new ConfigFile(name, text(stream, name));
            }
        } catch (IOException e) {
            throw unreadable(name, e);
        }
    }

    private static String text(InputStream stream, String name) throws IOException {
        byte[] bytes = stream.readNBytes(MOST_BYTES + 1);
        if (bytes.length > MOST_BYTES) {
            throw new Misconfigured(Shown.of(name) + ": more than " + MOST_BYTES + " bytes; a policy is far smaller");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new Misconfigured(Shown.of(name) + ": not UTF-8; write it in UTF-8", e);
        }
    }

    private static Misconfigured unreadable(String name, IOException cause) {
        return new Misconfigured(Shown.of(name) + ": cannot be read; check its permissions", cause);
    }
}
