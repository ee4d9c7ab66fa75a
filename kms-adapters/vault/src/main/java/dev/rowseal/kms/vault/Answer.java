package dev.rowseal.kms.vault;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A whole answer: status, what its headers say that matters, and the body, which {@link #close} overwrites. */
final class Answer implements AutoCloseable {

    /** Vault's answers to what is asked here have a kilobyte; an error page of a proxy may have more. */
    private static final int MOST_BYTES = 64 * 1024;

    private static final Pattern STATUS = Pattern.compile("HTTP/1\\.[01] ([1-5][0-9]{2})(?: .*)?");

    private final int status;
    private final Optional<Duration> retryAfter;
    private final byte[] body;

    private Answer(int status, Optional<Duration> retryAfter, byte[] body) {
        this.status = status;
        this.retryAfter = retryAfter;
        this.body = body;
    }

    int status() {
        return status;
    }

    /** What Retry-After asks for, in whole seconds (RFC 9110, section 10.2.3); a date is not understood. */
    Optional<Duration> retryAfter() {
        return retryAfter;
    }

    /** @throws IOException if the body is no JSON text */
    Json json() throws IOException {
        return Json.read(body, body.length);
    }

    @Override
    public void close() {
        Arrays.fill(body, (byte) 0);
    }

    /** @throws IOException if it ends too early, is malformed, or longer than anything Vault says */
    static Answer read(InputStream in) throws IOException {
        byte[] read = new byte[4096];
        int length = 0;
        try {
            while (true) {
                int head = headEnd(read, length);
                if (head >= 0) {
                    Optional<byte[]> body = body(read, head, length, false);
                    if (body.isPresent()) {
                        return answer(read, head, body.get());
                    }
                }
                if (length == read.length) {
                    read = grown(read);
                }
                int more = in.read(read, length, read.length - length);
                if (more < 0) {
                    return last(read, head, length);
                }
                length += more;
            }
        } finally {
            Arrays.fill(read, (byte) 0);
        }
    }

    private static Answer last(byte[] read, int head, int length) throws IOException {
        if (head < 0) {
            throw new EOFException("the connection ended before the answer");
        }
        return answer(read, head, body(read, head, length, true).orElseThrow(() -> new EOFException("half an answer")));
    }

    private static byte[] grown(byte[] full) throws IOException {
        if (full.length >= MOST_BYTES) {
            throw new IOException("an answer of more than " + MOST_BYTES + " bytes");
        }
        byte[] larger = Arrays.copyOf(full, 2 * full.length);
        Arrays.fill(full, (byte) 0);
        return larger;
    }

    /** Where the body begins; -1 while the headers are not all there. */
    private static int headEnd(byte[] read, int length) {
        for (int i = 3; i < length; i++) {
            if (read[i] == '\n' && read[i - 1] == '\r' && read[i - 2] == '\n' && read[i - 3] == '\r') {
                return i + 1;
            }
        }
        return -1;
    }

    private static String[] lines(byte[] read, int head) {
        return new String(read, 0, head - 4, StandardCharsets.ISO_8859_1).split("\r\n", -1);
    }

    /** A header's value; empty where it is absent, an error where it is there twice and differs. */
    private static Optional<String> header(byte[] read, int head, String name) throws IOException {
        Optional<String> found = Optional.empty();
        for (String line : lines(read, head)) {
            int colon = line.indexOf(':');
            if (colon > 0 && line.substring(0, colon).toLowerCase(Locale.ROOT).equals(name)) {
                String value = line.substring(colon + 1).strip();
                if (found.isPresent() && !found.get().equals(value)) {
                    throw new IOException("an answer that contradicts itself");
                }
                found = Optional.of(value);
            }
        }
        return found;
    }

    private static Answer answer(byte[] read, int head, byte[] body) throws IOException {
        Matcher status = STATUS.matcher(lines(read, head)[0]);
        if (!status.matches()) {
            Arrays.fill(body, (byte) 0);
            throw new IOException("no answer in HTTP/1.1");
        }
        Optional<Duration> asked = header(read, head, "retry-after")
                .filter(value -> value.matches("[0-9]{1,6}"))
                .map(value -> Duration.ofSeconds(Long.parseLong(value)));
        return new Answer(Integer.parseInt(status.group(1)), asked, body);
    }

    /** A copy of the body, once it is whole: as long as announced, in chunks, or up to the end of the connection. */
    private static Optional<byte[]> body(byte[] read, int head, int length, boolean ended) throws IOException {
        Optional<String> encoding = header(read, head, "transfer-encoding");
        Optional<String> announced = header(read, head, "content-length");
        if (encoding.isPresent()) {
            if (!encoding.get().equalsIgnoreCase("chunked")) {
                throw new IOException("an answer in an unknown encoding");
            }
            return chunks(read, head, length);
        }
        if (announced.isPresent()) {
            if (!announced.get().matches("[0-9]{1,6}")) {
                throw new IOException("an answer of unknown length");
            }
            int end = head + Integer.parseInt(announced.get());
            return length < end ? Optional.empty() : Optional.of(Arrays.copyOfRange(read, head, end));
        }
        return ended ? Optional.of(Arrays.copyOfRange(read, head, length)) : Optional.empty();
    }

    /** RFC 9112, section 7.1; trailers are passed over. */
    private static Optional<byte[]> chunks(byte[] read, int head, int length) throws IOException {
        byte[] body = new byte[length - head];
        int filled = 0;
        int at = head;
        while (true) {
            int line = at;
            while (line < length && read[line] != '\n') {
                line++;
            }
            if (line == length) {
                break;
            }
            String size = new String(read, at, line - at, StandardCharsets.ISO_8859_1).split(";", -1)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,5}")) {
                Arrays.fill(body, (byte) 0);
                throw new IOException("an answer in malformed chunks");
            }
            int chunk = Integer.parseInt(size, 16);
            if (chunk == 0) {
                byte[] whole = Arrays.copyOf(body, filled);
                Arrays.fill(body, (byte) 0);
                return Optional.of(whole);
            }
            at = line + 1;
            if (length - at < chunk + 2) {
                break;
            }
            System.arraycopy(read, at, body, filled, chunk);
            filled += chunk;
            at += chunk + 2;
        }
        Arrays.fill(body, (byte) 0);
        return Optional.empty();
    }
}
