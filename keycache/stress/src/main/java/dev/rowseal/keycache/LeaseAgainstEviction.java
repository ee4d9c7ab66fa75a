package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** A user leases a key, uses it and lets go, while it is evicted. */
@JCStressTest
@Outcome(id = "42, 1", expect = Expect.ACCEPTABLE, desc = "the user came first, and used the whole key")
@Outcome(id = "-1, 1", expect = Expect.ACCEPTABLE, desc = "the eviction came first, and the user got no lease")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, or the key was not wiped once")
@State
public class LeaseAgainstEviction extends OneKey {

    /** A key that is cached and that nobody uses. */
    public LeaseAgainstEviction() {
        loaded();
    }

    /** The user. */
    @Actor
    public void user(II_Result seen) {
        seen.r1 = use();
    }

    /** The eviction. */
    @Actor
    public void evictor() {
        evict();
    }

    /** How often the key was wiped. */
    @Arbiter
    public void after(II_Result seen) {
        seen.r2 = wipes();
    }
}
