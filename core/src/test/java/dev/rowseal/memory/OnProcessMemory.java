package dev.rowseal.memory;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/**
 * Tests that read a process's memory through {@code /proc}. Where there is none their names are told; on Linux, where there is
 * one, they fail if CI is set.
 */
@Target(ElementType.METHOD)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(OnProcessMemory.Condition.class)
@interface OnProcessMemory {

    /** Asks for each test. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String test = context.getRequiredTestClass().getSimpleName()
                    + context.getTestMethod()
                            .map(method -> "." + method.getName())
                            .orElse("");
            return verdict(
                    Files.isReadable(Path.of("/proc/self/mem")),
                    System.getProperty("os.name").startsWith("Linux"),
                    System.getenv("CI") != null,
                    test);
        }

        /** @throws IllegalStateException where this must not go unnoticed */
        static ConditionEvaluationResult verdict(boolean readable, boolean linux, boolean ci, String test) {
            if (readable) {
                return ConditionEvaluationResult.enabled("/proc/self/mem can be read");
            }
            String missing = "/proc/self/mem cannot be read, so this was not run: " + test;
            if (linux && ci) {
                throw new IllegalStateException(missing);
            }
            System.getLogger("dev.rowseal.memory").log(System.Logger.Level.WARNING, missing);
            return ConditionEvaluationResult.disabled(missing);
        }
    }
}
