package dev.rowseal.kms.aws;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.aws.client.Wire;
import dev.rowseal.memory.Incoming;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Consumer;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;

/**
 * Carries the key of one call past the AWS SDK, in memory outside the heap. The SDK would make a {@code String} of the
 * text in an answer and arrays of the key of it; it is given zeros instead, and {@link KeyCarrier} exchanges them for the
 * key between the SDK and the network. Used by the one thread that makes the call; whoever opens it closes it.
 */
final class Passage implements AutoCloseable {

    static final ExecutionAttribute<Passage> OF_CALL = new ExecutionAttribute<>("dev.rowseal.kms.aws.Passage");

    private enum Holds {
        NOTHING,
        A_KEY,
        SOMETHING_ELSE
    }

    private final Incoming room = new Incoming();
    private final boolean comesIn;
    private final byte[] answer;
    private Holds holds = Holds.NOTHING;

    private Passage(boolean comesIn) {
        this.comesIn = comesIn;
        // before there is a key to be put into it: see Wire
        this.answer = new byte[comesIn ? Wire.MOST_ANSWER + 1 : 0];
    }

    /** For a call whose request has a key: what remains in the buffer, which is not consumed. */
    static Passage out(ByteBuffer dek) {
        Passage passage = new Passage(false);
        ByteBuffer key = passage.room.buffer();
        for (int i = 0; i < Kms.KEY_BYTES; i++) {
            key.put(i, dek.get(dek.position() + i));
        }
        return passage;
    }

    /** For a call whose answer has a key. */
    static Passage in() {
        return new Passage(true);
    }

    /** Whether the answer has the key; otherwise the request. */
    boolean comesIn() {
        return comesIn;
    }

    /** Goes with a call, besides what else is said of it. */
    Consumer<AwsRequestOverrideConfiguration.Builder> accompanying(
            Consumer<AwsRequestOverrideConfiguration.Builder> within) {
        return call -> {
            within.accept(call);
            call.putExecutionAttribute(OF_CALL, this);
        };
    }

    /** Room for an answer as it came, which whoever uses it overwrites. */
    byte[] answer() {
        return answer;
    }

    /** The key that goes out, at the buffer's first 32 bytes. */
    ByteBuffer key() {
        return room.buffer();
    }

    /** Takes the key out of an answer and leaves the text of zeros. */
    void takeFrom(byte[] answer, JsonMember place) {
        holds = KeyText.read(answer, place, room.buffer()) ? Holds.A_KEY : Holds.SOMETHING_ELSE;
        Arrays.fill(answer, place.from(), place.to(), (byte) 'A');
        if (holds == Holds.A_KEY) {
            answer[place.to() - 1] = '=';
        }
    }

    /** Forgets what an earlier attempt brought. */
    void forget() {
        holds = Holds.NOTHING;
    }

    /** Moves the key that came in to where the caller wants it, and advances that buffer. */
    void moveTo(ByteBuffer into) {
        switch (holds) {
            case NOTHING -> throw new KeyUnavailable("AWS KMS answered without a key in it, or not in its own format");
            case SOMETHING_ELSE ->
                throw new NotAuthentic("what is wrapped is no data key: it has not " + Kms.KEY_BYTES + " bytes");
            case A_KEY -> {
                ByteBuffer key = room.buffer();
                for (int i = 0; i < Kms.KEY_BYTES; i++) {
                    into.put(into.position() + i, key.get(i));
                }
                into.position(into.position() + Kms.KEY_BYTES);
            }
        }
    }

    /** Overwrites the key. */
    @Override
    public void close() {
        room.close();
    }
}
