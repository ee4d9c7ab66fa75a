package dev.rowseal.keycache;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether Linux writes a core file of a process that dies, and where (core(5)).
 *
 * @param pattern what {@code /proc/sys/kernel/core_pattern} holds
 * @param mostBytes the hard limit of a core file's size as {@code /proc/self/limits} has it, {@code unlimited} or a number
 */
record CoreFiles(String pattern, String mostBytes) {

    static CoreFiles ofThisMachine() {
        try {
            String limits = Files.readString(Path.of("/proc/self/limits"));
            return new CoreFiles(
                    Files.readString(Path.of("/proc/sys/kernel/core_pattern")).strip(),
                    limits.replaceAll("(?s).*Max core file size +\\S+ +(\\S+).*", "$1"));
        } catch (IOException notLinux) {
            throw new UncheckedIOException(notLinux);
        }
    }

    /** Why there is none that a test could read, if so. */
    Optional<String> obstacle() {
        if (pattern.startsWith("|")) {
            return Optional.of("the kernel pipes core files into a program (core_pattern is " + pattern + ")");
        }
        return mostBytes.equals("unlimited")
                ? Optional.empty()
                : Optional.of("the hard limit of a core file's size (ulimit -Hc) is " + mostBytes);
    }

    /** Whether the obstacle is a setting of the machine's kernel, not of whoever started this process. */
    boolean obstructedByTheMachine() {
        return pattern.startsWith("|");
    }

    /** The core file of a process that died in a directory; the caller deletes it. Empty where there is none. */
    Optional<Path> of(long pid, Path workingDirectory) throws IOException {
        Path place = workingDirectory.resolve(pattern);
        Path parent = place.getParent();
        List<Path> all;
        try (Stream<Path> files = Files.list(parent == null ? workingDirectory : parent)) {
            all = files.toList();
        }
        String begin = place.getFileName().toString().replaceFirst("%.*", "");
        // In a directory of others' core files, only the name tells whose it is.
        boolean ours = !Path.of(pattern).isAbsolute();
        return all.stream()
                .filter(file -> file.getFileName().toString().startsWith(begin))
                .filter(file ->
                        ours || file.getFileName().toString().matches("(.*\\D)?" + Long.toString(pid) + "(\\D.*)?"))
                .findFirst();
    }
}
