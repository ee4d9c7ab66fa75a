package dev.rowseal.kms.vault;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.kms.retry.Turn;
import dev.rowseal.tls.KeyedRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The token that this process has now. It is got by a login, or read from a file; renewed when two thirds of its lease
 * are over, where Vault allows it; and got anew when it cannot be renewed, or Vault refuses it. All of this happens when
 * somebody needs it, in the caller's time: there is no thread. Safe for use by many threads, of which one at a time logs in;
 * the others wait for no longer than their own calls may take, and not at all while the token that they have still holds.
 */
final class Login {

    /** Ten seconds. */
    private static final long PAUSE = 10_000_000_000L;

    private final Identity identity;
    private final Wire wire;
    private final LongSupplier nanoTime;
    private final Turn turn = new Turn();
    private volatile long inVain;
    private @Nullable Token token;
    private boolean closed;

    Login(Identity identity, Wire wire, LongSupplier nanoTime) {
        this.identity = identity;
        this.wire = wire;
        this.nanoTime = nanoTime;
        this.inVain = nanoTime.getAsLong() - PAUSE;
    }

    /**
     * @param bytes overwritten when another takes its place
     * @param renewAt by {@link System#nanoTime}, as {@code until}; meaningless where {@code leased} is not
     */
    private record Token(byte[] bytes, boolean leased, boolean renewable, long renewAt, long until) {
        Token copy() {
            return new Token(bytes.clone(), leased, renewable, renewAt, until);
        }
    }

    /** A copy of the token, which the caller overwrites. */
    byte[] get(Budget budget) {
        Token present = present();
        if (present != null && !isDue(present)) {
            return present.bytes();
        }
        long now = nanoTime.getAsLong();
        boolean holds = present != null && now - present.until() < 0;
        // After one in vain, the next try of who has a token that holds is some seconds later.
        boolean tries = !holds || now - inVain >= PAUSE;
        if (tries && turn.take(holds ? Duration.ZERO : budget.left())) {
            try {
                byte[] next = next(holds ? budget.half() : budget);
                wipe(present);
                return next;
            } catch (KeyUnavailable out) {
                inVain = nanoTime.getAsLong();
                if (!holds) {
                    wipe(present);
                    throw out;
                }
            } finally {
                turn.leave();
            }
        }
        if (present == null || !holds) {
            wipe(present);
            throw new KeyUnavailable(wire.where() + " did not answer a login in the time that a call may take");
        }
        return present.bytes();
    }

    private byte[] next(Budget budget) {
        Token meanwhile = present();
        if (meanwhile == null) {
            return kept(fresh(budget));
        }
        return isDue(meanwhile) ? kept(renewed(meanwhile, budget)) : meanwhile.bytes();
    }

    private boolean isDue(Token token) {
        return token.leased() && nanoTime.getAsLong() - token.renewAt() >= 0;
    }

    private synchronized @Nullable Token present() {
        return token == null ? null : token.copy();
    }

    private synchronized byte[] kept(Token fresh) {
        forget();
        token = closed ? null : fresh.copy();
        return fresh.bytes();
    }

    private static void wipe(@Nullable Token copy) {
        if (copy != null) {
            Arrays.fill(copy.bytes(), (byte) 0);
        }
    }

    /** Forgets the token, and keeps none from now on. */
    synchronized void close() {
        closed = true;
        forget();
    }

    /**
     * Forgets a token that Vault refused, if it is still this one.
     *
     * @return whether another may be had: by a login always, from a file if it holds another one by now
     */
    synchronized boolean refused(byte[] bytes) {
        Token present = token;
        if (present != null && Arrays.equals(present.bytes(), bytes)) {
            forget();
        }
        if (identity instanceof Identity.TokenFile file) {
            byte[] now = file.read();
            boolean another = !Arrays.equals(now, bytes);
            Arrays.fill(now, (byte) 0);
            return another;
        }
        return true;
    }

    private synchronized void forget() {
        if (token != null) {
            Arrays.fill(token.bytes(), (byte) 0);
            token = null;
        }
    }

    private Token fresh(Budget budget) {
        if (identity instanceof Identity.TokenFile file) {
            return described(file.read(), budget);
        }
        Identity.LoginWith login = (Identity.LoginWith) identity;
        byte[] body = login.body();
        try (Answer answer = wire.send(
                "POST", "auth/" + login.mount() + "/login", new byte[0], KeyedRequest.without(body), budget)) {
            requireAllowed(answer, "the login by " + login.mount());
            return leased(answer, null);
        } finally {
            Arrays.fill(body, (byte) 0);
        }
    }

    /** How long a token from a file lasts; where this token may not ask, it lasts until it is refused. */
    private Token described(byte[] bytes, Budget budget) {
        try (Answer answer =
                wire.send("GET", "auth/token/lookup-self", bytes, KeyedRequest.without(new byte[0]), budget)) {
            if (answer.status() == 403) {
                return new Token(bytes, false, false, 0, 0);
            }
            requireAllowed(answer, "the token");
            Json json = answer.json();
            return token(bytes, json.number("data.ttl"), json.text("data.renewable"));
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    private Token renewed(Token old, Budget budget) {
        if (!old.renewable()) {
            return instead(old, budget);
        }
        try (Answer answer =
                wire.send("POST", "auth/token/renew-self", old.bytes(), KeyedRequest.without(Json.object()), budget)) {
            if (answer.status() == 400 || answer.status() == 403) {
                // over, revoked, or not to be renewed any more
                return instead(old, budget);
            }
            requireAllowed(answer, "the renewal of the token");
            return leased(answer, old.bytes());
        }
    }

    private Token instead(Token old, Budget budget) {
        wipe(old);
        // The one that there is stays until another takes its place: it may hold for some time, whatever becomes of
        // this login.
        return fresh(budget);
    }

    private Token leased(Answer answer, byte @Nullable [] same) {
        try {
            Json json = answer.json();
            byte[] bytes = same != null ? same : json.string("auth.client_token");
            if (bytes == null || bytes.length == 0) {
                throw new IOException("a login without a token");
            }
            return token(bytes, json.number("auth.lease_duration"), json.text("auth.renewable"));
        } catch (IOException malformed) {
            throw malformed(malformed);
        }
    }

    /** A lease of 0 seconds has no end (a root token). */
    private Token token(byte[] bytes, long seconds, String renewable) {
        long now = nanoTime.getAsLong();
        long lease = Math.max(seconds, 0) * 1_000_000_000L;
        return new Token(bytes, seconds > 0, renewable.equals("true"), now + lease / 3 * 2, now + lease);
    }

    private KeyUnavailable malformed(IOException failed) {
        return new KeyUnavailable(wire.where() + " answered a login with what is no answer of Vault", failed);
    }

    private void requireAllowed(Answer answer, String what) {
        int status = answer.status();
        if (status == 200) {
            return;
        }
        if (status == 400 || status == 401 || status == 403 || status == 404) {
            throw new KeyRefused(wire.where() + " refuses " + what + " with status " + status);
        }
        throw Client.unavailable(wire, answer);
    }
}
