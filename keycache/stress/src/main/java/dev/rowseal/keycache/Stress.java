package dev.rowseal.keycache;

import java.util.Collection;
import java.util.Comparator;
import org.openjdk.jcstress.JCStress;
import org.openjdk.jcstress.Options;
import org.openjdk.jcstress.infra.collectors.DiskReadCollector;
import org.openjdk.jcstress.infra.collectors.InProcessCollector;
import org.openjdk.jcstress.infra.collectors.TestResult;
import org.openjdk.jcstress.infra.grading.ReportUtils;

/** Runs jcstress, then prints how many races there were and how they ended, which jcstress writes into files alone. */
public final class Stress {

    private Stress() {}

    /**
     * Fails, as jcstress does, when a race ended as it must not, or when there was none.
     *
     * @param arguments of jcstress
     */
    public static void main(String[] arguments) throws Exception {
        Options options = new Options(arguments);
        if (!options.parse()) {
            System.exit(2);
        }
        try {
            new JCStress(options).run();
        } finally {
            InProcessCollector collected = new InProcessCollector();
            DiskReadCollector file = new DiskReadCollector(options.getResultFile(), collected);
            try {
                file.dump();
            } finally {
                file.close();
            }
            print(ReportUtils.mergedByName(collected.getTestResults()));
        }
    }

    private static void print(Collection<TestResult> results) {
        long races = 0;
        System.out.println("Java " + Runtime.version());
        for (TestResult result : results.stream()
                .sorted(Comparator.comparing(TestResult::getName))
                .toList()) {
            System.out.printf("%,15d  %s%n", result.getTotalCount(), result.getName());
            result.getStateKeys().stream()
                    .sorted()
                    .forEach(state -> System.out.printf("%,25d  %s%n", result.getCount(state), state));
            races += result.getTotalCount();
        }
        System.out.printf("%,15d  races in all%n", races);
        if (races == 0) {
            throw new IllegalStateException("no race was run");
        }
    }
}
