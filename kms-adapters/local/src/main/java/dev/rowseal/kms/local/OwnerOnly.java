package dev.rowseal.kms.local;

import dev.rowseal.failure.Misconfigured;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;

/**
 * Files that nobody but their owner may read. Where the file system has no POSIX permissions (Windows) it is the
 * directory's access list that protects them, and nothing is checked here.
 */
final class OwnerOnly {

    private static final Set<PosixFilePermission> OWNERS = EnumSet.of(
            PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE);

    private OwnerOnly() {}

    private static boolean posix(Path path) {
        return path.getFileSystem().supportedFileAttributeViews().contains("posix");
    }

    /** Refuses a file that group or others may read, write or execute. */
    static void require(Path file) throws IOException {
        if (!posix(file)) {
            return;
        }
        Set<PosixFilePermission> permissions = Files.getPosixFilePermissions(file);
        if (!OWNERS.containsAll(permissions)) {
            throw new Misconfigured(
                    file + " is open to others than its owner (" + PosixFilePermissions.toString(permissions)
                            + "): chmod 600 it, and consider who may have read it");
        }
    }

    private static FileAttribute<?>[] attributes(Path path, String permissions) {
        return posix(path)
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(permissions))
                }
                : new FileAttribute<?>[0];
    }

    /**
     * Creates a file with all of its content at once, on disk before this returns, unless there is one already.
     * Processes that race see one file, whole: the winner's.
     *
     * @return whether this call created it
     */
    static boolean create(Path file, byte[] content) throws IOException {
        Path directory = file.toAbsolutePath().getParent();
        if (directory == null) {
            throw new IOException("no directory to hold " + file);
        }
        Files.createDirectories(directory, attributes(directory, "rwx------"));
        Path whole = Files.createTempFile(directory, ".rowseal-", ".tmp", attributes(directory, "rw-------"));
        try {
            write(whole, content);
            boolean created = publish(whole, file);
            if (created) {
                syncDirectory(directory);
            }
            return created;
        } finally {
            Files.deleteIfExists(whole);
        }
    }

    private static void write(Path file, byte[] content) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            ByteBuffer rest = ByteBuffer.wrap(content);
            while (rest.hasRemaining()) {
                channel.write(rest);
            }
            channel.force(true);
        }
    }

    private static boolean publish(Path whole, Path file) throws IOException {
        try {
            // A link, not a rename: a rename would silently replace what a faster process has published.
            Files.createLink(file, whole);
            return true;
        } catch (FileAlreadyExistsException lost) {
            return false;
        } catch (UnsupportedOperationException | IOException noLinksHere) {
            return publishByMove(whole, file);
        }
    }

    /**
     * For file systems without hard links. The JDK looks whether the name is free and then renames, and what another process put there in between is
     * gone with every key that it wrapped; so both are done under a lock of the whole machine. The lock's file stays: who
     * deleted it would take it away from whoever waits for it.
     */
    static boolean publishByMove(Path whole, Path file) throws IOException {
        Path lock = file.resolveSibling("." + file.getFileName() + ".lock");
        synchronized (OwnerOnly.class) {
            try (FileChannel channel = FileChannel.open(
                            lock,
                            EnumSet.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE),
                            attributes(lock, "rw-------"));
                    FileLock held = channel.lock()) {
                if (!held.isValid() || Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
                    return false;
                }
                Files.move(whole, file);
                return true;
            } catch (OverlappingFileLockException another) {
                throw new IOException("another copy of this adapter makes a file in the same folder", another);
            } catch (FileAlreadyExistsException lost) {
                return false;
            }
        }
    }

    /** A key whose file is lost in a power cut is lost with all that it wrapped. */
    private static void syncDirectory(Path directory) throws IOException {
        if (posix(directory)) {
            try (FileChannel channel = FileChannel.open(directory, StandardOpenOption.READ)) {
                channel.force(true);
            }
        }
    }
}
