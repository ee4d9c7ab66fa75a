package dev.rowseal.keycache;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that read a core file. Where the kernel is set to write none their names are told. Where CI is set they fail, unless
 * the setting is the whole machine's, which no build should change: then their names are told there, too.
 */
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnCoreFiles.Condition.class)
@interface OnCoreFiles {

    /** Asks for each class, and has each of its tests in its answer by the class's name. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String test = context.getRequiredTestClass().getSimpleName()
                    + context.getTestMethod()
                            .map(method -> "." + method.getName())
                            .orElse("");
            return verdict(CoreFiles.ofThisMachine(), test, System.getenv("CI") != null);
        }

        /** @throws IllegalStateException where this must not go unnoticed */
        static ConditionEvaluationResult verdict(CoreFiles files, String test, boolean ci) {
            if (files.obstacle().isEmpty()) {
                return ConditionEvaluationResult.enabled("core files are written");
            }
            String missing = files.obstacle().get() + ", so this was not run: " + test;
            if (ci && !files.obstructedByTheMachine()) {
                throw new IllegalStateException(missing);
            }
            System.getLogger("dev.rowseal.keycache").log(System.Logger.Level.WARNING, missing);
            return ConditionEvaluationResult.disabled(missing);
        }
    }
}
