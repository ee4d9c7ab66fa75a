package dev.rowseal.kms.vault;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.tls.KeyedRequest;
import dev.rowseal.tls.TlsConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/**
 * One HTTP/1.1 exchange (RFC 9112) over one connection: a request, its answer, the end. Why not the JDK's client: what it
 * reads passes through buffers that nobody can overwrite, and its logging shows headers; here each array that holds a
 * request or an answer is ours (docs/adr/0082). No redirect is followed, no proxy asked, nothing cached. Safe for use by
 * many threads.
 */
final class Wire {

    static final String CA_FILE = "ROWSEAL_VAULT_CA_FILE";
    static final String NAMESPACE = "ROWSEAL_VAULT_NAMESPACE";

    private final VaultUri uri;
    private final String head;
    private final @Nullable Path authority;
    private volatile @Nullable SSLContext context;

    Wire(VaultUri uri, Surroundings surroundings) {
        this.uri = uri;
        String namespace = surroundings.variable(NAMESPACE);
        if (namespace != null && !namespace.matches("[A-Za-z0-9_.-]+(?:/[A-Za-z0-9_.-]+)*/?")) {
            throw new Misconfigured(NAMESPACE + " is the path of a namespace of Vault Enterprise");
        }
        this.head = "Host: " + uri.authority() + "\r\nConnection: close\r\nAccept: application/json\r\n"
                + "Content-Type: application/json\r\nX-Vault-Request: true\r\n"
                + (namespace == null ? "" : "X-Vault-Namespace: " + namespace + "\r\n");
        String file = surroundings.variable(CA_FILE);
        this.authority = file == null ? null : Path.of(file);
    }

    /** For messages. */
    String where() {
        return "Vault at " + uri.authority();
    }

    /**
     * Sends a request and reads its answer.
     *
     * @param token empty for none; not changed
     * @param body empty for none; its key, if it has one, is in an array only while it is sent
     * @return the answer, which the caller closes
     * @throws KeyUnavailable if no whole answer came in time
     * @throws Misconfigured if the server is not who it should be
     */
    Answer send(String method, String path, byte[] token, KeyedRequest body, Budget budget) {
        int millis = budget.millis();
        try (Socket plain = new Socket()) {
            // However the other side drips, at the deadline the connection ends, and with it whatever waits for it.
            CompletableFuture<Void> limit =
                    new CompletableFuture<Void>().completeOnTimeout(null, millis, TimeUnit.MILLISECONDS);
            CompletableFuture<Void> end = limit.thenRun(() -> close(plain));
            try {
                plain.connect(new InetSocketAddress(uri.host(), uri.port()), millis);
                plain.setSoTimeout(millis);
                plain.setTcpNoDelay(true);
                return uri.tls()
                        ? secured(plain, method, path, token, body)
                        : exchange(plain.getInputStream(), plain.getOutputStream(), method, path, token, body);
            } finally {
                end.cancel(false);
                limit.cancel(false);
            }
        } catch (SSLException unproved) {
            throw isAboutTrust(unproved)
                    ? new Misconfigured(
                            where() + " could not prove who it is; name its certificate authority by " + CA_FILE,
                            unproved)
                    : unavailable(unproved);
        } catch (IOException failed) {
            throw unavailable(failed);
        }
    }

    private KeyUnavailable unavailable(IOException failed) {
        return new KeyUnavailable(where() + " cannot be reached, or gave no whole answer in time", failed);
    }

    private static boolean isAboutTrust(Throwable failed) {
        for (Throwable told = failed; told != null; told = told.getCause()) {
            if (told instanceof GeneralSecurityException) {
                return true;
            }
        }
        return false;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException closedAllTheSame) {
            // whoever reads from it is told
        }
    }

    private Answer secured(Socket plain, String method, String path, byte[] token, KeyedRequest body)
            throws IOException {
        try (TlsConnection tls = new TlsConnection(plain, context(), uri.host(), uri.port())) {
            return exchange(tls.input(), tls.output(), method, path, token, body);
        }
    }

    private Answer exchange(
            InputStream in, OutputStream out, String method, String path, byte[] token, KeyedRequest body)
            throws IOException {
        byte[] request = request(method, path, token, body);
        try {
            out.write(request);
            out.flush();
        } finally {
            Arrays.fill(request, (byte) 0);
        }
        return Answer.read(in);
    }

    private byte[] request(String method, String path, byte[] token, KeyedRequest body) {
        byte[] begin = ascii(method + " /v1/" + path + " HTTP/1.1\r\n" + head);
        byte[] name = ascii(token.length == 0 ? "" : "X-Vault-Token: ");
        byte[] rest = ascii((token.length == 0 ? "" : "\r\n") + "Content-Length: " + body.length() + "\r\n\r\n");
        byte[] request = new byte[begin.length + name.length + token.length + rest.length + body.length()];
        int at = 0;
        for (byte[] part : new byte[][] {begin, name, token, rest}) {
            System.arraycopy(part, 0, request, at, part.length);
            at += part.length;
        }
        body.put(request, at);
        return request;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private SSLContext context() throws IOException {
        SSLContext made = context;
        if (made == null) {
            made = authority == null ? ofJdk() : trusting(authority);
            context = made;
        }
        return made;
    }

    private static SSLContext ofJdk() {
        try {
            return SSLContext.getDefault();
        } catch (GeneralSecurityException unusable) {
            throw new Misconfigured(
                    "the JDK's own TLS cannot be used; name a certificate authority by " + CA_FILE, unusable);
        }
    }

    /** What trusts the certificates of a file and no others. */
    private static SSLContext trusting(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
            store.load(null, null);
            int count = 0;
            for (Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + count++, certificate);
            }
            TrustManagerFactory trust = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            trust.init(store);
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, trust.getTrustManagers(), null);
            if (count > 0) {
                return context;
            }
        } catch (GeneralSecurityException unusable) {
            throw new Misconfigured("the file " + file + " of " + CA_FILE + " holds no certificates in PEM", unusable);
        } catch (java.nio.file.NoSuchFileException | java.nio.file.AccessDeniedException unreadable) {
            throw new Misconfigured("the file " + file + " of " + CA_FILE + " cannot be read", unreadable);
        }
        throw new Misconfigured("the file " + file + " of " + CA_FILE + " holds no certificates in PEM");
    }
}
