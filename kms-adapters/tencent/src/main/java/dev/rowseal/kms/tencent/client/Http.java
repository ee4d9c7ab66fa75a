package dev.rowseal.kms.tencent.client;

import dev.rowseal.tls.KeyedRequest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ProxySelector;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * HTTP with an end: a call takes no longer than it is granted, from connecting to the answer's last byte, and an answer is
 * no longer than 64 KiB. Follows no redirection. What is posted may have a key in it and goes by {@link Exchange}; what is got
 * are credentials of an instance, by the JDK's client. Safe for use by many threads.
 */
public final class Http {

    static final int MOST_BYTES = 64 * 1024;

    /** What was answered. */
    record Answer(int status, HttpHeaders headers, byte[] body) {}

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(2))
            .proxy(ProxySelector.getDefault())
            .build();

    /** With the proxies of the JDK. */
    public Http() {}

    /** @throws IOException for whatever keeps the whole answer from coming in time */
    Answer get(URI from, Duration timeout) throws IOException {
        return send(HttpRequest.newBuilder(from), timeout);
    }

    /** @param body its key, if it has one, is in an array only while it is sent */
    Answer post(URI to, Map<String, String> headers, KeyedRequest body, Duration timeout) throws IOException {
        requireTime(timeout);
        try {
            return Exchange.post(to, headers, body, timeout);
        } catch (IOException failed) {
            throw new IOException("no answer", failed);
        }
    }

    private Answer send(HttpRequest.Builder request, Duration timeout) throws IOException {
        requireTime(timeout);
        CompletableFuture<HttpResponse<byte[]>> answer =
                client.sendAsync(request.timeout(timeout).build(), head -> new Bounded());
        try {
            HttpResponse<byte[]> whole = answer.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
            return new Answer(whole.statusCode(), whole.headers(), whole.body());
        } catch (TimeoutException late) {
            throw new IOException("no answer in time", late);
        } catch (ExecutionException failed) {
            throw new IOException("no answer", failed.getCause());
        } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", stop);
        } finally {
            answer.cancel(true);
        }
    }

    private static void requireTime(Duration timeout) throws IOException {
        if (timeout.isZero()) {
            throw new IOException("no time is left");
        }
    }

    /** Reads an answer, but not without end. */
    private static final class Bounded implements HttpResponse.BodySubscriber<byte[]> {

        private final CompletableFuture<byte[]> whole = new CompletableFuture<>();
        private final ByteArrayOutputStream read = new ByteArrayOutputStream();
        private Flow.@org.jspecify.annotations.Nullable Subscription subscription;

        @Override
        public CompletionStage<byte[]> getBody() {
            return whole;
        }

        @Override
        public void onSubscribe(Flow.Subscription subscription) {
            this.subscription = subscription;
            subscription.request(Long.MAX_VALUE);
        }

        @Override
        public void onNext(List<ByteBuffer> pieces) {
            for (ByteBuffer piece : pieces) {
                byte[] bytes = new byte[piece.remaining()];
                piece.get(bytes);
                read.write(bytes, 0, bytes.length);
            }
            if (read.size() > MOST_BYTES && subscription != null) {
                subscription.cancel();
                whole.completeExceptionally(new IOException("an answer that is too long"));
            }
        }

        @Override
        public void onError(Throwable failed) {
            whole.completeExceptionally(failed);
        }

        @Override
        public void onComplete() {
            whole.complete(read.toByteArray());
        }
    }
}
