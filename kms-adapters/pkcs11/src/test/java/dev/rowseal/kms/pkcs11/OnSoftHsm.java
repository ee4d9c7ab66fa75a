package dev.rowseal.kms.pkcs11;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests that need SoftHSM2. Where it is not installed their names are told, and where CI is set they fail. */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnSoftHsm.Condition.class)
public @interface OnSoftHsm {

    /** Asks for each class, and has each of its tests in its answer by the class's name. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            if (SoftHsm.library().isPresent()) {
                return ConditionEvaluationResult.enabled("SoftHSM2 is installed");
            }
            String missing = "SoftHSM2 is not installed (apt-get install softhsm2), so this was not run: "
                    + context.getRequiredTestClass().getSimpleName()
                    + context.getTestMethod()
                            .map(method -> "." + method.getName())
                            .orElse("");
            if (System.getenv("CI") != null) {
                throw new IllegalStateException(missing);
            }
            System.getLogger("dev.rowseal.kms.pkcs11").log(System.Logger.Level.WARNING, missing);
            return ConditionEvaluationResult.disabled(missing);
        }
    }
}
