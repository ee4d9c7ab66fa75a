package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.IIII_Result;

/** Two users of a cached key, while its row changes and it is purged. */
@JCStressTest
@Outcome(id = "(42|43), (42|43), 0, 0", expect = Expect.ACCEPTABLE, desc = "each had a whole key, whichever came first")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, an old one stayed, or one was not wiped once")
@State
public class TwoUsesAgainstPurge extends OneCache {

    /** The key is cached. */
    @SuppressWarnings("CheckReturnValue")
    public TwoUsesAgainstPurge() {
        use();
    }

    /** One user. */
    @Actor
    public void one(IIII_Result seen) {
        seen.r1 = use();
    }

    /** Another. */
    @Actor
    public void other(IIII_Result seen) {
        seen.r2 = use();
    }

    /** The purge. */
    @Actor
    public void purge() {
        changeAndPurge();
    }

    /** What is left. */
    @Arbiter
    public void after(IIII_Result seen) {
        seen.r3 = staleKeys();
        close();
        seen.r4 = notWipedOnce();
    }
}
