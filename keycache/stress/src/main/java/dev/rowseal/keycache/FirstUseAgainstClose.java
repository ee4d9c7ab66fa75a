package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.II_Result;

/** The first use of a key, while the last user of the cache closes it. */
@JCStressTest
@Outcome(id = "42, 0", expect = Expect.ACCEPTABLE, desc = "the user had a whole key, and it is gone")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, or one was not wiped once")
@State
public class FirstUseAgainstClose extends OneCache {

    /** The user. */
    @Actor
    public void user(II_Result seen) {
        seen.r1 = use();
    }

    /** The end of the cache. */
    @Actor
    public void end() {
        close();
    }

    /** What is left, without anybody's doing. */
    @Arbiter
    public void after(II_Result seen) {
        seen.r2 = notWipedOnce();
    }
}
