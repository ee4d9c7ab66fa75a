package dev.rowseal.kms.tencent;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * An HTTP proxy on the loopback interface that knows CONNECT (RFC 9110, section 9.3.6) and nothing else, and connects everybody to one
 * port of this machine, whatever host they asked for. So a client that calls the real host meets a server of ours, over TLS of its
 * own, without being told anything.
 */
public final class Tunnel implements AutoCloseable {

    private final ServerSocket socket = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final int to;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    /** @param to the port that everybody is connected to */
    public Tunnel(int to) throws IOException {
        this.to = to;
        daemon(this::accept);
    }

    /** Where it is, for {@code https.proxyPort}. */
    public int port() {
        return socket.getLocalPort();
    }

    /** The hosts with ports that were asked for. */
    public List<String> asked() {
        return List.copyOf(asked);
    }

    /** What says that it is the way to one host and for no other. */
    public ProxySelector selector(String host) {
        return new ProxySelector() {
            @Override
            public List<Proxy> select(java.net.URI uri) {
                return host.equals(uri.getHost())
                        ? List.of(new Proxy(
                                Proxy.Type.HTTP, new InetSocketAddress(InetAddress.getLoopbackAddress(), port())))
                        : List.of(Proxy.NO_PROXY);
            }

            @Override
            public void connectFailed(java.net.URI uri, java.net.SocketAddress address, IOException failure) {}
        };
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "tunnel");
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!socket.isClosed()) {
            try {
                Socket client = socket.accept();
                daemon(() -> connect(client));
            } catch (IOException closed) {
                return;
            }
        }
    }

    private void connect(Socket client) {
        try (client;
                Socket server = new Socket(InetAddress.getLoopbackAddress(), to)) {
            InputStream in = client.getInputStream();
            String request = line(in);
            for (String header = line(in); !header.isEmpty(); header = line(in)) {
                // nothing in them is needed
            }
            if (!request.matches("CONNECT \\S+:\\d+ HTTP/1\\.1")) {
                write(client.getOutputStream(), "HTTP/1.1 405 Method Not Allowed\r\n\r\n");
                return;
            }
            asked.add(request.split(" ")[1]);
            write(client.getOutputStream(), "HTTP/1.1 200 Connection established\r\n\r\n");
            client.setTcpNoDelay(true);
            server.setTcpNoDelay(true);
            daemon(() -> copy(server, client));
            copy(client, server);
        } catch (IOException over) {
            // One side has gone, and with it the tunnel.
        }
    }

    private static void write(OutputStream out, String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.US_ASCII));
        out.flush();
    }

    private static void copy(Socket from, Socket to) {
        try {
            from.getInputStream().transferTo(to.getOutputStream());
            to.shutdownOutput();
        } catch (IOException over) {
            // One side has gone, and with it the tunnel.
        }
    }

    private static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\n'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString().stripTrailing();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
