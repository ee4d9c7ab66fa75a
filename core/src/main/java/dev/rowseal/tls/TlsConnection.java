package dev.rowseal.tls;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Objects;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLEngineResult;
import javax.net.ssl.SSLEngineResult.HandshakeStatus;
import javax.net.ssl.SSLParameters;

/**
 * A TLS client's end of a connection that leaves nothing of what it sent or read in memory: plaintext is in two arrays of its own,
 * and each byte is overwritten when it was taken out. An {@link javax.net.ssl.SSLSocket} keeps the last that it read in a buffer that
 * nobody can reach, and leaves it to the garbage collector when it is closed.
 *
 * <p>The server must prove that it is the host (RFC 9110, section 4.3.4), and end what it says (RFC 8446, section 6.1). Used
 * by one thread at a time; whoever has the socket closes it, which ends a call that waits.
 */
public final class TlsConnection implements AutoCloseable {

    private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

    private final SSLEngine engine;
    private final InputStream in;
    private final OutputStream out;
    private final byte[] packets;
    private final byte[] opened;
    private final byte[] sealed;
    private int packetsEnd;
    private int openedAt;
    private int openedEnd;

    /**
     * Does the handshake.
     *
     * @param socket connected, with a limit for its reads; not closed by this
     * @param host the name that the server's certificate must have
     * @throws javax.net.ssl.SSLException if the server does not prove who it is, or no cipher suits both
     * @throws IOException if the connection fails
     */
    public TlsConnection(Socket socket, SSLContext context, String host, int port) throws IOException {
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.engine = context.createSSLEngine(host, port);
        engine.setUseClientMode(true);
        SSLParameters parameters = engine.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        engine.setSSLParameters(parameters);
        this.packets = new byte[engine.getSession().getPacketBufferSize()];
        this.sealed = new byte[packets.length];
        this.opened = new byte[engine.getSession().getApplicationBufferSize()];
        engine.beginHandshake();
        while (isShaking(engine.getHandshakeStatus())) {
            shake(engine.getHandshakeStatus());
        }
    }

    private static boolean isShaking(HandshakeStatus status) {
        return status != HandshakeStatus.NOT_HANDSHAKING && status != HandshakeStatus.FINISHED;
    }

    private void shake(HandshakeStatus status) throws IOException {
        switch (status) {
            case NEED_TASK -> {
                for (Runnable task = engine.getDelegatedTask(); task != null; task = engine.getDelegatedTask()) {
                    task.run();
                }
            }
            case NEED_WRAP -> seal(NOTHING);
            default -> {
                if (open() == SSLEngineResult.Status.CLOSED) {
                    throw new EOFException("the connection ended in the handshake");
                }
            }
        }
    }

    private void seal(ByteBuffer plain) throws IOException {
        ByteBuffer to = ByteBuffer.wrap(sealed);
        try {
            engine.wrap(plain, to);
            out.write(sealed, 0, to.position());
        } finally {
            Arrays.fill(sealed, 0, to.position(), (byte) 0);
        }
    }

    /** Opens the next record, which may hold nothing for the application. */
    private SSLEngineResult.Status open() throws IOException {
        while (true) {
            ByteBuffer from = ByteBuffer.wrap(packets, 0, packetsEnd);
            ByteBuffer to = ByteBuffer.wrap(opened, openedEnd, opened.length - openedEnd);
            SSLEngineResult result;
            try {
                result = engine.unwrap(from, to);
            } finally {
                openedEnd = to.position();
                // It opens in place: what was consumed is plaintext by now.
                int rest = from.remaining();
                System.arraycopy(packets, from.position(), packets, 0, rest);
                Arrays.fill(packets, rest, packetsEnd, (byte) 0);
                packetsEnd = rest;
            }
            if (result.getStatus() != SSLEngineResult.Status.BUFFER_UNDERFLOW) {
                return result.getStatus();
            }
            int count = in.read(packets, packetsEnd, packets.length - packetsEnd);
            if (count < 0) {
                throw new EOFException("the connection ended without the end that TLS has");
            }
            packetsEnd += count;
        }
    }

    /** What the server says; not buffered further. */
    public InputStream input() {
        return new InputStream() {
            @Override
            public int read() throws IOException {
                byte[] one = new byte[1];
                return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
            }

            @Override
            public int read(byte[] into, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, into.length);
                return length == 0 ? 0 : taken(into, offset, length);
            }
        };
    }

    private int taken(byte[] into, int offset, int length) throws IOException {
        while (openedAt == openedEnd) {
            openedAt = 0;
            openedEnd = 0;
            if (open() == SSLEngineResult.Status.CLOSED && openedEnd == 0) {
                return -1;
            }
            for (HandshakeStatus status = engine.getHandshakeStatus();
                    status == HandshakeStatus.NEED_TASK
                            || status == HandshakeStatus.NEED_WRAP && !engine.isOutboundDone();
                    status = engine.getHandshakeStatus()) {
                shake(status);
            }
        }
        int count = Math.min(length, openedEnd - openedAt);
        System.arraycopy(opened, openedAt, into, offset, count);
        Arrays.fill(opened, openedAt, openedAt + count, (byte) 0);
        openedAt += count;
        return count;
    }

    /** What is written is sealed and sent at once; the caller's array is not changed. */
    public OutputStream output() {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] from, int offset, int length) throws IOException {
                Objects.checkFromIndexSize(offset, length, from.length);
                ByteBuffer plain = ByteBuffer.wrap(from, offset, length);
                while (plain.hasRemaining()) {
                    seal(plain);
                }
            }
        };
    }

    /** Overwrites what was opened and not taken. Sends nothing, and leaves the socket to its owner. */
    @Override
    public void close() {
        Arrays.fill(packets, (byte) 0);
        Arrays.fill(opened, (byte) 0);
        Arrays.fill(sealed, (byte) 0);
        packetsEnd = 0;
        openedAt = 0;
        openedEnd = 0;
    }
}
