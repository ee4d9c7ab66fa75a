package dev.rowseal.kms.aws;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Optional;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.SdkHttpRequest;

/**
 * Exchanges keys for zeros between the SDK and the network, for each call that has a {@link Passage}: in a request after
 * it is written and before it is signed, in an answer before it is read. Stateless and safe for use by many threads.
 */
final class KeyCarrier implements ExecutionInterceptor {

    private static final String MEMBER = "Plaintext";

    private static final byte[] NOTHING = {'{', '}'};

    @Override
    public Optional<RequestBody> modifyHttpContent(Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
        Passage passage = attributes.getAttribute(Passage.OF_CALL);
        Optional<RequestBody> body = context.requestBody();
        if (passage == null || body.isEmpty()) {
            return body;
        }
        try (InputStream stream = body.get().contentStreamProvider().newStream()) {
            byte[] bytes = stream.readAllBytes();
            JsonMember place = JsonMember.find(bytes, bytes.length, MEMBER);
            if (place == null) {
                return body;
            }
            if (place.to() - place.from() != KeyText.LENGTH) {
                throw new IllegalStateException("the SDK writes a key of 32 bytes in another way than expected");
            }
            return Optional.of(RequestBody.fromContentProvider(
                    () -> new KeyedBody(bytes, place, passage.key()),
                    bytes.length,
                    contentType(context.httpRequest())));
        } catch (IOException impossible) {
            throw new IllegalStateException("the SDK's own request cannot be read", impossible);
        }
    }

    private static String contentType(SdkHttpRequest request) {
        return request.firstMatchingHeader("Content-Type").orElse("application/x-amz-json-1.1");
    }

    @Override
    public Optional<InputStream> modifyHttpResponseContent(
            Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
        Passage passage = attributes.getAttribute(Passage.OF_CALL);
        Optional<InputStream> body = context.responseBody();
        if (passage == null
                || !passage.comesIn()
                || body.isEmpty()
                || !context.httpResponse().isSuccessful()) {
            return body;
        }
        return Optional.of(new ByteArrayInputStream(withoutKey(body.get(), passage)));
    }

    /** The answer as the SDK may see it: with zeros for the key, or nothing at all where it has no key. */
    private static byte[] withoutKey(InputStream body, Passage passage) {
        passage.forget();
        byte[] answer = passage.answer();
        try (body) {
            int length = body.readNBytes(answer, 0, answer.length);
            JsonMember place = length < answer.length ? JsonMember.find(answer, length, MEMBER) : null;
            if (place == null) {
                return NOTHING;
            }
            passage.takeFrom(answer, place);
            return Arrays.copyOf(answer, length);
        } catch (IOException broken) {
            throw RetryableException.create("the answer ended early", broken);
        } finally {
            Arrays.fill(answer, (byte) 0);
        }
    }
}
