package dev.rowseal.keycache;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import dev.rowseal.memory.Secret;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A {@link KeyHolder}, up to where its keys are cached, and what to look for in its memory. Used by one thread. */
final class HolderProcess implements AutoCloseable {

    private final KeyForms cached = new KeyForms();
    private final KeyForms never = new KeyForms();
    private final Process process;
    private final BufferedReader said;

    /** Starts one in a directory, where its core file is written too if it dies of a signal and the kernel does so. */
    HolderProcess(Path directory, String... options) throws IOException {
        this("local-kms:" + directory.resolve("kek.p12"), directory, List.of(options));
    }

    /**
     * As {@link #HolderProcess(Path, String...)}, with keys of another KEK.
     *
     * @param kek the URI of one that this process can reach, too
     */
    HolderProcess(String kek, Path directory, List<String> options) throws IOException {
        this(kek, directory, options, Optional.empty());
    }

    /** @param ttl how long it keeps keys, where {@link #letGo} has it wait for that instead of closing its ring */
    HolderProcess(String kek, Path directory, List<String> options, Optional<Duration> ttl) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                "/bin/sh", "-c", "ulimit -c unlimited 2>/dev/null; exec \"$@\"", "sh", tool("java"), "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KeyHolder.class.getName(), kek));
        ttl.ifPresent(time -> command.add(time.toString()));
        this.process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(directory.resolve("errors").toFile())
                .start();
        this.said = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
        boolean ready = false;
        try {
            List<String> rows = new ArrayList<>();
            String line = said.readLine();
            for (; line != null && !line.startsWith("cached"); line = said.readLine()) {
                rows.add(line);
            }
            assertThat(rows)
                    .as("keys; what went wrong:\n" + Files.readString(directory.resolve("errors")))
                    .hasSize(KeyHolder.KEYS + KeyHolder.GROUPS);
            lookFor(rows, kek);
            ready = true;
        } finally {
            if (!ready) {
                close();
            }
        }
    }

    static String tool(String name) {
        return Path.of(System.getProperty("java.home"), "bin", name).toString();
    }

    long pid() {
        return process.pid();
    }

    /** What is in memory while keys are cached. */
    KeyForms cached() {
        return cached;
    }

    /** What is never. */
    KeyForms never() {
        return never;
    }

    Map<Long, String> all() {
        Map<Long, String> all = new HashMap<>(cached.all());
        all.putAll(never.all());
        return all;
    }

    /** What was found more often than a number of times. */
    static Map<String, Integer> named(Map<Long, Integer> found, Map<Long, String> forms, int times) {
        Map<String, Integer> named = new TreeMap<>();
        found.forEach((pattern, count) -> {
            String name = forms.get(pattern);
            if (name != null && count > times) {
                named.put(name, count);
            }
        });
        return named;
    }

    /** Has it close its ring, or wait until no key's time is left. */
    void letGo() throws IOException {
        goOn();
        assertThat(said.readLine()).isEqualTo("closed 0");
    }

    void end() throws IOException, InterruptedException {
        goOn();
        assertThat(process.waitFor()).isZero();
    }

    /** Ends it by a signal. */
    void dieOf(String signal) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("/bin/sh", "-c", "kill -" + signal + " " + pid())
                        .start()
                        .waitFor())
                .isZero();
        assertThat(process.waitFor()).isNotZero();
    }

    private void goOn() throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    /** Opens each key here, so that the holder never says more than its table holds. */
    private void lookFor(List<String> rows, String kek) {
        try (Kms kms = KmsProviders.open(kek)) {
            for (String row : rows) {
                String[] fields = row.split(" ", 4);
                String owner = fields[1];
                String purpose = fields[2].toLowerCase(Locale.ROOT);
                ByteBuffer key = ByteBuffer.allocate(Kms.KEY_BYTES);
                kms.unwrap(
                        new Kms.Wrapped(HexFormat.of().parseHex(fields[3]), "1"),
                        new Kms.KeyContext("clinic", owner, Long.parseLong(fields[0]), purpose),
                        key);
                byte[] dek = key.array();
                never.addDerivedFrom(owner, dek);
                if (purpose.equals("data")) {
                    cached.addRaw(owner, dek);
                } else {
                    // Of an index DEK the group's key is derived at once, and that is kept.
                    never.addRaw(owner, dek);
                    byte[] derived = ofGroup(owner, dek);
                    cached.addRaw(owner + " derived", derived);
                    never.addDerivedFrom(owner + " derived", derived);
                }
            }
        }
    }

    private static byte[] ofGroup(String group, byte[] dek) {
        byte[] name = group.getBytes(StandardCharsets.US_ASCII);
        byte[] label = "rowseal/1 index".getBytes(StandardCharsets.US_ASCII);
        ByteBuffer info = ByteBuffer.allocate(label.length + Short.BYTES + name.length);
        info.put(label).putShort((short) name.length).put(name);
        try (Secret secret = Secret.take(ByteBuffer.wrap(dek.clone()))) {
            return secret.expand(info.array(), Secret.LENGTH);
        }
    }
}
