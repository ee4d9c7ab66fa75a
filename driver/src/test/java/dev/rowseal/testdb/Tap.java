package dev.rowseal.testdb;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** A way to a database server on which somebody listens: a port of this machine that leads to its, and what went over it. */
public final class Tap implements AutoCloseable {

    private final ServerSocket door = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final ByteArrayOutputStream heard = new ByteArrayOutputStream();
    private final List<Socket> open = new CopyOnWriteArrayList<>();
    private final String url;

    private Tap(TestDatabase database) throws IOException {
        URI server = URI.create(database.url().substring("jdbc:".length()));
        String at = server.getHost() + ":" + server.getPort();
        this.url = database.url().replace(at, "127.0.0.1:" + door.getLocalPort());
        Thread listening = new Thread(() -> listen(server), "tap");
        listening.setDaemon(true);
        listening.start();
    }

    /** One before a server that is reached over TCP. */
    public static Tap before(TestDatabase database) {
        try {
            return new Tap(database);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The database's URL, over this. */
    public String url() {
        return url;
    }

    /** What went over it since the last call, both ways. */
    public String heard() {
        synchronized (heard) {
            String bytes = heard.toString(StandardCharsets.ISO_8859_1);
            heard.reset();
            return bytes;
        }
    }

    private void listen(URI server) {
        try {
            while (true) {
                Socket client = door.accept();
                Socket behind = new Socket(server.getHost(), server.getPort());
                open.addAll(List.of(client, behind));
                pass(client, behind);
                pass(behind, client);
            }
        } catch (IOException closed) {
            // By close.
        }
    }

    private void pass(Socket from, Socket to) {
        Thread passing = new Thread(
                () -> {
                    try (InputStream in = from.getInputStream();
                            OutputStream out = to.getOutputStream()) {
                        byte[] piece = new byte[8192];
                        for (int length = in.read(piece); length > 0; length = in.read(piece)) {
                            synchronized (heard) {
                                heard.write(piece, 0, length);
                            }
                            out.write(piece, 0, length);
                        }
                    } catch (IOException ended) {
                        // By either side.
                    }
                },
                "tap");
        passing.setDaemon(true);
        passing.start();
    }

    @Override
    public void close() {
        try {
            door.close();
            for (Socket socket : open) {
                socket.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
