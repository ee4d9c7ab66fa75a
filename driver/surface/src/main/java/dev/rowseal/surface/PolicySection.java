package dev.rowseal.surface;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The decisions for one interface and the class that they make.
 *
 * @param line where its heading stands in the file, from 1
 * @param interfaceName the interface's qualified name
 * @param className the generated class's simple name
 * @param superclass the hand-written class that the generated one extends, or null
 * @param lines its decisions, in the file's order
 */
record PolicySection(
        int line,
        String interfaceName,
        String className,
        @Nullable String superclass,
        List<PolicyLine> lines) {}
