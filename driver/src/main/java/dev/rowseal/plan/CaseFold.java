package dev.rowseal.plan;

import java.util.Locale;
import java.util.Set;
import net.sf.jsqlparser.expression.Expression;
import net.sf.jsqlparser.expression.Function;
import org.jspecify.annotations.Nullable;

/** {@code lower(email) = lower(?)}: what applications write for an equality that the policy can declare. */
final class CaseFold {

    private static final Set<String> FOLDS = Set.of("lower", "upper", "lcase", "ucase");

    private CaseFold() {}

    /** What a function gives in one case; null when it is another function. */
    static @Nullable Expression folded(Function function) {
        boolean folds = FOLDS.contains(function.getName().toLowerCase(Locale.ROOT))
                && function.getParameters() != null
                && function.getParameters().size() == 1;
        return folds ? function.getParameters().get(0) : null;
    }

    /** Refuses the function over a sealed column, and says what to declare; false when it is over none. */
    static boolean isRefused(Function function, Scope.@Nullable SealedOne folded, String clause) throws Refusal {
        if (folded != null) {
            throw Refusal.of(
                    "sealed column " + folded.column().display() + " stands in " + clause + ", in "
                            + function.getName().toLowerCase(Locale.ROOT),
                    "to find rows whatever the case, declare equality: case-insensitive beside its lookup and compare the"
                            + " column itself; otherwise read it and work on the value in the application");
        }
        return false;
    }
}
