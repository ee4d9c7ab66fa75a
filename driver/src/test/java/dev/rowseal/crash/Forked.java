package dev.rowseal.crash;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A JVM of its own that runs a main class of these tests, spoken to by lines. Used by one thread at a time. */
final class Forked implements AutoCloseable {

    private final Process process;
    private final BufferedReader said;
    private final Path errors;

    /** Starts it; what it complains of goes into a file in the folder. */
    Forked(Path folder, Class<?> main, Object... arguments) throws IOException {
        this.errors = Files.createTempFile(folder, "errors", ".txt");
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                // It lives for seconds.
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xshare:auto",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        Arrays.stream(arguments).map(Object::toString).forEach(command::add);
        this.process =
                new ProcessBuilder(command).redirectError(errors.toFile()).start();
        this.said = process.inputReader(StandardCharsets.UTF_8);
    }

    /** The next line that it says. */
    String next() {
        try {
            String line = said.readLine();
            if (line == null) {
                throw new AssertionError("the process ended: " + Files.readString(errors));
            }
            return line;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What it has said and nobody read, once it is dead. */
    List<String> lastWords() {
        List<String> lines = new ArrayList<>();
        try {
            for (String line = said.readLine(); line != null; line = said.readLine()) {
                lines.add(line);
            }
            return lines;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void say(String line) {
        try {
            process.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
            process.getOutputStream().flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** SIGKILL: nothing of the process runs any more when this returns. */
    void kill() throws InterruptedException {
        // Process.destroyForcibly would close the stream with what it has said.
        process.toHandle().destroyForcibly();
        process.waitFor();
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
