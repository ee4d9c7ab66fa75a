package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Many want the keystore that is not there yet; all must get the same. */
@Timeout(120)
class KeystoreRaceTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @RepeatedTest(3)
    void threadsThatKnowNothingOfEachOther() throws Exception {
        int many = 8;
        ExecutorService threads = Executors.newFixedThreadPool(many);
        try {
            CyclicBarrier start = new CyclicBarrier(many);
            List<Future<Wrapped>> wrapping = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                wrapping.add(threads.submit(() -> {
                    start.await();
                    return wrapOnce(directory.resolve("kek.p12"));
                }));
            }
            List<Wrapped> wrapped = new ArrayList<>();
            for (Future<Wrapped> one : wrapping) {
                wrapped.add(one.get());
            }
            allOpen(wrapped);
        } finally {
            threads.shutdownNow();
        }
    }

    @Test
    void processesThatAreAllWarned() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            KeystoreRaceTest.class.getName(),
                            directory.resolve("kek.p12").toString())
                    .redirectError(directory.resolve("errors-" + i).toFile())
                    .start());
        }
        List<Wrapped> wrapped = new ArrayList<>();
        for (Process process : processes) {
            String hex = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip();
            assertThat(process.waitFor()).isZero();
            wrapped.add(new Wrapped(HexFormat.of().parseHex(hex), "1"));
        }
        allOpen(wrapped);
        String password = Files.readString(directory.resolve("kek.p12.password"));
        for (int i = 0; i < processes.size(); i++) {
            assertThat(Files.readString(directory.resolve("errors-" + i)))
                    .as("the warning that this is for development")
                    .contains("WARNING", "kek.p12.password", "ROWSEAL_LOCAL_KMS_PASSWORD")
                    .doesNotContain(password);
        }
    }

    /** What each process does: no password is given, so that they race for that, too. */
    public static void main(String[] args) {
        System.out.println(HexFormat.of().formatHex(wrapOnce(Path.of(args[0])).bytes()));
    }

    private static Wrapped wrapOnce(Path keystore) {
        try (Kms kms = new LocalKmsProvider(new Given()).open("local-kms:" + keystore)) {
            return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
        }
    }

    private void allOpen(List<Wrapped> wrapped) throws Exception {
        try (Kms kms = new LocalKmsProvider(new Given()).open("local-kms:" + directory.resolve("kek.p12"))) {
            wrapped.forEach(one -> kms.unwrap(one, CONTEXT, ByteBuffer.allocate(Kms.KEY_BYTES)));
        }
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .as("no half-made file is left")
                    .noneMatch(name -> name.endsWith(".tmp"));
        }
    }
}
