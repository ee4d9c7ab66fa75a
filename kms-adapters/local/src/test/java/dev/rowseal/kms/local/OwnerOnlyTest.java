package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a file gets its name where the file system has no hard links. */
@Timeout(120)
class OwnerOnlyTest {

    private static final int MANY = 4;
    private static final int ROUNDS = 300;

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    private Path whole(int round, int who) throws Exception {
        Path file = Files.createFile(
                directory.resolve("whole-" + round + "-" + who),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        return Files.writeString(file, "of " + who);
    }

    /** Whoever is told that the name is its own finds its own file there; nobody's is replaced. */
    @Test
    void oneOfManyThatRaceForANameGetsIt() throws Exception {
        ExecutorService threads = Executors.newFixedThreadPool(MANY);
        CyclicBarrier start = new CyclicBarrier(MANY);
        try {
            for (int round = 0; round < ROUNDS; round++) {
                Path file = directory.resolve("kek-" + round + ".p12");
                List<Future<Boolean>> racing = new ArrayList<>();
                for (int who = 0; who < MANY; who++) {
                    Path whole = whole(round, who);
                    racing.add(threads.submit(() -> {
                        start.await();
                        return OwnerOnly.publishByMove(whole, file);
                    }));
                }
                List<Integer> winners = new ArrayList<>();
                for (int who = 0; who < MANY; who++) {
                    if (racing.get(who).get()) {
                        winners.add(who);
                    }
                }
                assertThat(winners).as("round %d", round).hasSize(1);
                assertThat(Files.readString(file)).isEqualTo("of " + winners.get(0));
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** Processes share no monitor. Each says how often it won. */
    @Test
    void processesDoNotReplaceEachOthersFiles() throws Exception {
        List<Process> processes = new ArrayList<>();
        for (int who = 0; who < MANY; who++) {
            processes.add(new ProcessBuilder(
                            Path.of(System.getProperty("java.home"), "bin", "java")
                                    .toString(),
                            "-cp",
                            System.getProperty("java.class.path"),
                            OwnerOnlyTest.class.getName(),
                            directory.toString(),
                            Integer.toString(who))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        }
        int won = 0;
        for (Process process : processes) {
            won += Integer.parseInt(new String(process.getInputStream().readAllBytes()).strip());
            assertThat(process.waitFor()).isZero();
        }
        assertThat(won).as("names that somebody got").isEqualTo(ROUNDS);
    }

    /** What each process does. */
    public static void main(String[] args) throws Exception {
        OwnerOnlyTest test = new OwnerOnlyTest();
        test.directory = Path.of(args[0]);
        int who = Integer.parseInt(args[1]);
        int won = 0;
        for (int round = 0; round < ROUNDS; round++) {
            if (OwnerOnly.publishByMove(test.whole(round, who), test.directory.resolve("kek-" + round + ".p12"))) {
                won++;
            }
        }
        System.out.println(won);
    }
}
