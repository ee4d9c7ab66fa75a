package dev.rowseal.kms.tencent.client;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpHeaders;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Reads one answer of HTTP/1.1 (RFC 9112), of no more than {@link Http#MOST_BYTES} in all. What it does not understand is an {@link
 * IOException}. Used once.
 */
final class AnswerReader {

    private final InputStream from;
    private final byte[] buffer = new byte[4096];
    private int at;
    private int end;
    private int left = Http.MOST_BYTES;

    AnswerReader(InputStream from) {
        this.from = from;
    }

    Http.Answer read() throws IOException {
        String[] status = line().split(" ", 3);
        while (status[0].startsWith("HTTP/1.") && status.length > 1 && status[1].matches("1[0-9][0-9]")) {
            headers(); // an interim answer, such as 100 Continue
            status = line().split(" ", 3);
        }
        if (!status[0].matches("HTTP/1\\.[01]") || status.length < 2 || !status[1].matches("[2-5][0-9][0-9]")) {
            throw new IOException("an answer that is no HTTP/1.1");
        }
        HttpHeaders headers = headers();
        return new Http.Answer(Integer.parseInt(status[1]), headers, body(headers));
    }

    private HttpHeaders headers() throws IOException {
        Map<String, List<String>> headers = new TreeMap<>();
        for (String line = line(); !line.isEmpty(); line = line()) {
            int colon = line.indexOf(':');
            if (colon < 1) {
                throw new IOException("a header field without a name");
            }
            headers.computeIfAbsent(line.substring(0, colon).toLowerCase(Locale.ROOT), name -> new ArrayList<>())
                    .add(line.substring(colon + 1).strip());
        }
        return HttpHeaders.of(headers, (name, value) -> true);
    }

    private byte[] body(HttpHeaders headers) throws IOException {
        String coding = String.join(", ", headers.allValues("transfer-encoding"));
        String length = String.join(", ", headers.allValues("content-length"));
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        if (!coding.isEmpty()) {
            if (!coding.equalsIgnoreCase("chunked") || !length.isEmpty()) {
                throw new IOException("an answer in a coding that was not asked for");
            }
            chunks(body);
        } else if (!length.isEmpty()) {
            if (!length.matches("[0-9]{1,6}")) {
                throw new IOException("an answer of unknown length");
            }
            take(Integer.parseInt(length), body);
        } else {
            while (at < end || more()) {
                body.write(buffer, at, end - at);
                at = end;
            }
        }
        return body.toByteArray();
    }

    private void chunks(ByteArrayOutputStream body) throws IOException {
        while (true) {
            String size = line().split(";", 2)[0].strip();
            if (!size.matches("[0-9A-Fa-f]{1,5}")) {
                throw new IOException("a chunk without a size");
            }
            int count = Integer.parseInt(size, 16);
            if (count == 0) {
                headers(); // the trailer
                return;
            }
            take(count, body);
            if (!line().isEmpty()) {
                throw new IOException("a chunk that is longer than its size");
            }
        }
    }

    private void take(int count, ByteArrayOutputStream body) throws IOException {
        int wanted = count;
        while (wanted > 0) {
            require();
            int taken = Math.min(wanted, end - at);
            body.write(buffer, at, taken);
            at += taken;
            wanted -= taken;
        }
    }

    private String line() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            require();
            byte next = buffer[at++];
            if (next == '\n') {
                return line.toString(StandardCharsets.ISO_8859_1).replaceFirst("\r$", "");
            }
            line.write(next);
        }
    }

    private void require() throws IOException {
        if (at == end && !more()) {
            throw new EOFException("the answer ended early");
        }
    }

    /** False at the end. */
    private boolean more() throws IOException {
        int count = from.read(buffer, 0, buffer.length);
        if (count < 0) {
            return false;
        }
        left -= count;
        if (left < 0) {
            throw new IOException("an answer that is too long");
        }
        at = 0;
        end = count;
        return true;
    }
}
