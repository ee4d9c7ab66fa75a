package dev.rowseal.kms.local;

import dev.rowseal.kms.local.KeystoreFile.Stamp;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** How a keystore is looked at and read; a test replaces it by one that fails. */
interface Disk {

    /** This machine's. */
    Disk REAL = new Disk() {
        @Override
        public Stamp stamp(Path file) throws IOException {
            BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(now.lastModifiedTime(), now.size(), now.fileKey(), changed(file));
        }

        private @Nullable Object changed(Path file) throws IOException {
            boolean unix = file.getFileSystem().supportedFileAttributeViews().contains("unix");
            return unix ? Files.getAttribute(file, "unix:ctime") : null;
        }

        @Override
        public byte[] read(Path file) throws IOException {
            return Files.readAllBytes(file);
        }
    };

    /** @throws NoSuchFileException if there is none; any other failure says nothing of whether there is one */
    Stamp stamp(Path file) throws IOException;

    byte[] read(Path file) throws IOException;
}
