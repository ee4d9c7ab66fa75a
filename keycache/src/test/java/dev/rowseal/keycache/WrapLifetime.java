package dev.rowseal.keycache;

import static dev.rowseal.keycache.HolderProcess.named;
import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProviders;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/**
 * Reads the memory of a child process that wraps keys with any KMS, as a change of the KEK does: when they are wrapped none is
 * there any more, but for one that is kept, in one place. Used once.
 */
public final class WrapLifetime {

    private final String kek;
    private final Path directory;
    private final int strayWords;

    /** As {@link KeyLifetime#KeyLifetime}. */
    public WrapLifetime(String kek, Path directory, int strayWords) {
        this.kek = kek;
        this.directory = directory;
        this.strayWords = strayWords;
    }

    /** @param options of the child's JVM: its collector, and what it must be told to reach the KMS */
    public void requireGoneWhenWrapped(List<String> options) throws Exception {
        List<String> command = new ArrayList<>(List.of(HolderProcess.tool("java"), "-Xmx128m"));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), KeyWrapper.class.getName(), kek));
        Path errors = directory.resolve("errors-of-wrapper");
        Process process = new ProcessBuilder(command)
                .directory(directory.toFile())
                .redirectError(errors.toFile())
                .start();
        try (BufferedReader said =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII))) {
            List<String> wrapped = new ArrayList<>();
            String line = said.readLine();
            for (; line != null && !line.equals("wrapped"); line = said.readLine()) {
                wrapped.add(line);
            }
            assertThat(wrapped)
                    .as("wrapped keys; what went wrong:\n" + Files.readString(errors))
                    .hasSize(KeyWrapper.KEYS);
            Sought sought = sought(wrapped);
            ProcessMemory memory = new ProcessMemory(process.pid());
            requireGone("while the KMS is open", memory, sought);
            goOn(process);
            assertThat(said.readLine()).isEqualTo("closed");
            requireGone("when the KMS was closed", memory, sought);
            goOn(process);
            assertThat(process.waitFor()).isZero();
        } finally {
            process.destroyForcibly();
        }
    }

    private void requireGone(String when, ProcessMemory memory, Sought sought) throws IOException {
        Map<Long, String> all = new HashMap<>(sought.gone().all());
        all.putAll(sought.kept().all());
        Map<Long, Integer> found = memory.count(all.keySet());
        assertThat(found.keySet())
                .as("the scan finds what is there")
                .containsAll(sought.kept().all().keySet());
        assertThat(named(found, sought.kept().all(), 1))
                .as(when + ": the kept key in another place")
                .isEmpty();
        assertThat(named(found, sought.gone().all(), 0)).as(when).hasSizeLessThanOrEqualTo(strayWords);
    }

    private static void goOn(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
    }

    /** @param kept the key that the process keeps, as it is; its other forms are among what is to be gone */
    private record Sought(KeyForms kept, KeyForms gone) {}

    private Sought sought(List<String> wrapped) {
        Sought sought = new Sought(new KeyForms(), new KeyForms());
        try (Kms kms = KmsProviders.open(kek)) {
            for (int key = 0; key < wrapped.size(); key++) {
                ByteBuffer dek = ByteBuffer.allocate(Kms.KEY_BYTES);
                byte[] bytes = HexFormat.of().parseHex(wrapped.get(key));
                kms.unwrap(new Kms.Wrapped(bytes, "1"), KeyWrapper.context(key), dek);
                String name = "key " + key;
                (key == 0 ? sought.kept() : sought.gone()).addRaw(name, dek.array());
                sought.gone().addDerivedFrom(name, dek.array());
            }
        }
        return sought;
    }
}
