package dev.rowseal.kms.aws;

import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A request with the text of a key in it, which is made as it is read. What was written to a reader's array is taken back
 * when the reader comes again or is done: those who read requests (to sign them, to send them) do so in pieces, through an
 * array of their own which nobody overwrites, and are finished with a piece when they ask for the next.
 */
final class KeyedBody extends InputStream {

    private final byte[] body;
    private final JsonMember place;
    private final ByteBuffer key;
    private int at;
    private byte @Nullable [] given;
    private int givenFrom;
    private int givenTo;

    /** @param body the request with another text of the same length at the key's place */
    KeyedBody(byte[] body, JsonMember place, ByteBuffer key) {
        this.body = body;
        this.place = place;
        this.key = key;
    }

    @Override
    public int read() {
        takeBack();
        return at < body.length ? one() : -1;
    }

    @Override
    public int read(byte[] into, int from, int length) {
        takeBack();
        if (length == 0) {
            return 0;
        }
        int count = Math.min(length, body.length - at);
        for (int i = 0; i < count; i++) {
            into[from + i] = one();
        }
        given = into;
        givenFrom = from;
        givenTo = from + count;
        return count > 0 ? count : -1;
    }

    private byte one() {
        boolean ofKey = at >= place.from() && at < place.to();
        byte one = ofKey ? KeyText.character(key, at - place.from()) : body[at];
        at++;
        return one;
    }

    private void takeBack() {
        if (given != null) {
            Arrays.fill(given, givenFrom, givenTo, (byte) 0);
            given = null;
        }
    }

    @Override
    public int available() {
        return body.length - at;
    }

    /**
     * The SDK closes a stream when the call is over, and not when its reader is done: by then the array of whoever read all of it (which
     * {@link dev.rowseal.kms.aws.client.Wire} overwrites itself) may be another call's.
     */
    @Override
    public void close() {
        if (at < body.length) {
            takeBack();
        }
        given = null;
    }
}
