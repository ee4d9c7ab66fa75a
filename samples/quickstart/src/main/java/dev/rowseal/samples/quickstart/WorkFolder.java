package dev.rowseal.samples.quickstart;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The folder of one run: configuration, the keystore where that is the KMS, the database's files. Closing removes it, unless
 * it is to be kept.
 */
final class WorkFolder implements AutoCloseable {

    private static final String CONFIGURATION = "rowseal.yaml";
    private static final String KEYSTORE = "keys.p12";
    private static final String LOCAL_KEK = "local-kms:./" + KEYSTORE;
    private static final Pattern KEK_LINE = Pattern.compile("(?m)^kek: *(['\"]?)(.+?)\\1 *$");

    private final Path path;
    private final boolean kept;

    private WorkFolder(Path path, boolean kept) {
        this.path = path;
        this.kept = kept;
    }

    /** What the application's own configuration says. */
    private static String yaml() throws IOException {
        try (InputStream own = Objects.requireNonNull(WorkFolder.class.getResourceAsStream("/" + CONFIGURATION))) {
            return new String(own.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The line of a configuration that names the master key. */
    private static Matcher kekLine(String yaml) {
        Matcher line = KEK_LINE.matcher(yaml);
        if (!line.find()) {
            throw new Refused("rowseal.yaml has no line that begins with kek:");
        }
        return line;
    }

    /** The URI of the master key, as the application's own configuration has it. */
    static String kek() throws IOException {
        return kekLine(yaml()).group(2);
    }

    /** Whether the master key is in a file here, and not in a KMS. */
    static boolean hasKeystore() throws IOException {
        return kek().equals(LOCAL_KEK);
    }

    /**
     * Takes a folder, or makes one among the temporary files.
     *
     * @throws Refused when the folder holds something else, or an earlier run that was not asked for
     */
    static WorkFolder open(@Nullable Path asked, boolean keep) throws IOException {
        if (asked == null) {
            return started(Files.createTempDirectory("rowseal-quickstart-"), keep);
        }
        Path folder = asked.toAbsolutePath().normalize();
        if (Files.exists(folder.resolve(CONFIGURATION)) && (!hasKeystore() || Files.exists(folder.resolve(KEYSTORE)))) {
            if (!keep) {
                throw new Refused("the folder " + folder + " holds a run that was kept; go on with it by --keep,"
                        + " or name another folder by --dir");
            }
            return new WorkFolder(folder, true);
        }
        if (Files.exists(folder) && !isEmpty(folder)) {
            throw new Refused("the folder " + folder + " holds other things; name a new or an empty one by --dir");
        }
        return started(Files.createDirectories(folder), keep);
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> content = Files.list(folder)) {
            return content.findAny().isEmpty();
        }
    }

    private static WorkFolder started(Path folder, boolean keep) throws IOException {
        WorkFolder started = new WorkFolder(folder.toRealPath(), keep);
        if (hasKeystore()) {
            started.configure(started.configuration(), started.keystore());
        } else {
            Files.writeString(started.configuration(), yaml());
        }
        return started;
    }

    /** Writes a configuration like the application's own, but for the master key, which is in a keystore somewhere. */
    void configure(Path configuration, Path keystore) throws IOException {
        String line = "kek: 'local-kms:" + keystore.toString().replace("'", "''") + "'";
        Files.writeString(configuration, kekLine(yaml()).replaceFirst(Matcher.quoteReplacement(line)));
    }

    Path path() {
        return path;
    }

    boolean kept() {
        return kept;
    }

    Path configuration() {
        return path.resolve(CONFIGURATION);
    }

    Path keystore() {
        return path.resolve(KEYSTORE);
    }

    /** The keystore and its password, as far as they are here. */
    List<Path> secrets() {
        return Stream.of(keystore(), passwordFile()).filter(Files::exists).toList();
    }

    /** Only there when the environment names no password. */
    Path passwordFile() {
        return path.resolve(KEYSTORE + ".password");
    }

    /** As {@code ls} writes them; empty where files have none. */
    static String permissions(Path file) throws IOException {
        return Files.getFileStore(file).supportsFileAttributeView("posix")
                ? PosixFilePermissions.toString(Files.getPosixFilePermissions(file))
                : "";
    }

    @Override
    public void close() throws IOException {
        if (kept || !Files.exists(path)) {
            return;
        }
        try (Stream<Path> all = Files.walk(path)) {
            all.sorted(Comparator.reverseOrder()).forEach(WorkFolder::delete);
        } catch (UncheckedIOException failed) {
            throw new IOException("the work folder " + path + " could not be removed", failed);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
