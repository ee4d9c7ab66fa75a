package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** A key of one user is first used by another, who keeps keys for longer, while it is replaced. */
@JCStressTest
@Outcome(id = "42, 1, 0", expect = Expect.ACCEPTABLE, desc = "what is there stays for the longer time")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, it went with the shorter time, or was not wiped once")
@State
public class LongerUseAgainstRefresh extends OneCache {

    /** The key is cached and due. */
    @SuppressWarnings("CheckReturnValue")
    public LongerUseAgainstRefresh() {
        use();
        makeDue();
    }

    /** The background of the one. */
    @Actor
    public void background() {
        refresh();
    }

    /** The other. */
    @Actor
    public void longer(III_Result seen) {
        seen.r1 = useForLonger();
    }

    /** What is left. */
    @Arbiter
    public void after(III_Result seen) {
        seen.r2 = keysThereForLonger();
        close();
        seen.r3 = notWipedOnce();
    }
}
