package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Two users of a key, while it is evicted. */
@JCStressTest
@Outcome(id = "(42|-1), (42|-1), 1", expect = Expect.ACCEPTABLE, desc = "each used the whole key, or got no lease")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, or the key was not wiped once")
@State
public class TwoLeasesAgainstEviction extends OneKey {

    /** A key that is cached and that nobody uses. */
    public TwoLeasesAgainstEviction() {
        loaded();
    }

    /** One user. */
    @Actor
    public void one(III_Result seen) {
        seen.r1 = use();
    }

    /** Another. */
    @Actor
    public void other(III_Result seen) {
        seen.r2 = use();
    }

    /** The eviction. */
    @Actor
    public void evictor() {
        evict();
    }

    /** How often the key was wiped. */
    @Arbiter
    public void after(III_Result seen) {
        seen.r3 = wipes();
    }
}
