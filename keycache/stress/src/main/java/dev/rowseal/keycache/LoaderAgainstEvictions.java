package dev.rowseal.keycache;

import org.openjdk.jcstress.annotations.Actor;
import org.openjdk.jcstress.annotations.Arbiter;
import org.openjdk.jcstress.annotations.Expect;
import org.openjdk.jcstress.annotations.JCStressTest;
import org.openjdk.jcstress.annotations.Outcome;
import org.openjdk.jcstress.annotations.State;
import org.openjdk.jcstress.infra.results.III_Result;

/** Who loaded a key uses it first, while it is purged and another user comes, who then sees it expire. */
@JCStressTest
@Outcome(id = "42, (42|-1), 1", expect = Expect.ACCEPTABLE, desc = "the loader used its key, the other user too or not")
@Outcome(expect = Expect.FORBIDDEN, desc = "a wiped key was used, or the key was not wiped once")
@State
public class LoaderAgainstEvictions extends OneKey {

    /** The loader. */
    @Actor
    public void loader(III_Result seen) {
        seen.r1 = useAndRelease();
    }

    /** A user, and the second eviction. */
    @Actor
    public void user(III_Result seen) {
        seen.r2 = use();
        evict();
    }

    /** The first, or the second. */
    @Actor
    public void purge() {
        evict();
    }

    /** How often the key was wiped. */
    @Arbiter
    public void after(III_Result seen) {
        seen.r3 = wipes();
    }
}
