package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A key that is due is refreshed and used, while its row changes and it is purged. */
@JCStressTest
@Outcome(id = "(42|43), 0, 0", expect = Expect.ACCEPTABLE, desc = "the user had a whole key, whichever came first")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, an old one stayed, or one was not wiped once")
@State
public class RefreshAgainstPurge extends OneCache {

    /** The key is cached and due. */
    @SuppressWarnings("CheckReturnValue")
    public RefreshAgainstPurge() {
        use();
        makeDue();
    }

    /** The background. */
    @Actor
    public void background() {
        refresh();
    }

    /** A user. */
    @Actor
    public void user(III_Result seen) {
        seen.r1 = use();
    }

    /** The purge. */
    @Actor
    public void purge() {
        changeAndPurge();
    }

    /** What is left. */
    @Arbiter
    public void after(III_Result seen) {
        seen.r2 = staleKeys();
        close();
        seen.r3 = notWipedOnce();
    }
}
