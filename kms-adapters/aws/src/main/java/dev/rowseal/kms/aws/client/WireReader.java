package dev.rowseal.kms.aws.client;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112) into an array, which is overwritten when this is closed. What it does not
 * understand is an {@link IOException}.
 */
final class WireReader implements AutoCloseable {

    /** More than KMS ever answers: a wrapping has at most 6144 bytes. */
    static final int MOST_BODY = 32 * 1024;

    private final InputStream from;
    private final byte[] bytes;
    private int at;
    private int end;

    /** @param bytes room for the whole answer */
    WireReader(InputStream from, byte[] bytes) {
        this.from = from;
        this.bytes = bytes;
    }

    /** @param body room for {@link #MOST_BODY} bytes of the answer's body, which whoever closes that overwrites */
    WireConnection.Answer read(byte[] body) throws IOException {
        String[] status = line().split(" ", 3);
        while (status[0].startsWith("HTTP/1.") && status.length > 1 && status[1].matches("1[0-9][0-9]")) {
            headers(); // an interim answer, such as 100 Continue
            status = line().split(" ", 3);
        }
        if (!status[0].matches("HTTP/1\\.[01]") || status.length < 2 || !status[1].matches("[2-5][0-9][0-9]")) {
            throw new IOException("an answer that is no HTTP/1.1");
        }
        Map<String, List<String>> headers = headers();
        boolean keep =
                status[0].equals("HTTP/1.1") && !value(headers, "connection").equals("close");
        int length = body(headers, body);
        return new WireConnection.Answer(
                Integer.parseInt(status[1]),
                status.length > 2 ? status[2] : "",
                headers,
                new Wiped(body, length),
                // Bytes beyond the answer were not asked for: nobody may take them for the next one.
                keep && framed(headers) && at == end);
    }

    private static boolean framed(Map<String, List<String>> headers) {
        return headers.containsKey("content-length") || headers.containsKey("transfer-encoding");
    }

    private static String value(Map<String, List<String>> headers, String name) {
        return String.join(", ", headers.getOrDefault(name, List.of())).toLowerCase(Locale.ROOT);
    }

    private Map<String, List<String>> headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("a header field without a name");
            }
            headers.computeIfAbsent(line.substring(0, colon), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return headers;
    }

    private int body(Map<String, List<String>> headers, byte[] body) throws IOException {
        String coding = value(headers, "transfer-encoding");
        String length = value(headers, "content-length");
        if (!coding.isEmpty()) {
            if (!coding.equals("chunked") || !length.isEmpty()) {
                throw new IOException("an answer in a coding that was not asked for");
            }
            return chunks(body);
        }
        if (length.isEmpty()) {
            return untilTheEnd(body);
        }
        if (!length.matches("[0-9]{1,5}")) {
            throw new IOException("an answer that is too long for a KMS, or of no length");
        }
        return take(Integer.parseInt(length), body, 0);
    }

    private int untilTheEnd(byte[] body) throws IOException {
        while (end < bytes.length) {
            int count = from.read(bytes, end, bytes.length - end);
            if (count < 0) {
                return take(end - at, body, 0);
            }
            end += count;
        }
        throw tooLong();
    }

    private int chunks(byte[] body) throws IOException {
        int length = 0;
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,5}")) {
                throw new IOException("a chunk without a size");
            }
            int count = Integer.parseInt(size, 16);
            if (count == 0) {
                headers(); // the trailer
                return length;
            }
            length = take(count, body, length);
            if (!line().isEmpty()) {
                throw new IOException("a chunk that is longer than its size");
            }
        }
    }

    /** Takes bytes into the body at a place, and tells where they end there. */
    private int take(int count, byte[] body, int place) throws IOException {
        if (count > body.length - place) {
            throw tooLong();
        }
        require(count);
        System.arraycopy(bytes, at, body, place, count);
        at += count;
        return place + count;
    }

    private void require(int count) throws IOException {
        while (end - at < count) {
            more();
        }
    }

    private void more() throws IOException {
        if (end == bytes.length) {
            throw tooLong();
        }
        int count = from.read(bytes, end, bytes.length - end);
        if (count < 0) {
            throw new EOFException("the answer ended early");
        }
        end += count;
    }

    private static IOException tooLong() {
        return new IOException("an answer that is too long for a KMS");
    }

    /** The next line of the head; never used for a body, since it makes a text of it. */
    private String line() throws IOException {
        int feed = at;
        while (true) {
            while (feed == end) {
                more();
            }
            if (bytes[feed] == '\n') {
                break;
            }
            feed++;
        }
        int until = feed > at && bytes[feed - 1] == '\r' ? feed - 1 : feed;
        String line = new String(bytes, at, until - at, StandardCharsets.ISO_8859_1);
        at = feed + 1;
        return line;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, 0, end, (byte) 0);
    }

    /** A body that is overwritten when it is closed. */
    private static final class Wiped extends ByteArrayInputStream {

        Wiped(byte[] body, int length) {
            super(body, 0, length);
        }

        @Override
        public void close() {
            Arrays.fill(buf, 0, count, (byte) 0);
            pos = count;
        }
    }
}
