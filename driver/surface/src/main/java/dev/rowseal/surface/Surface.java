package dev.rowseal.surface;

import java.util.List;
import java.util.Set;

/**
 * One class to write: every method with its decision, and the hooks that no class above it declares.
 *
 * @param section the policy's section
 * @param choices methods and decisions, in the policy's order
 * @param constructions the constructors of the hand-written class above it; none when there is none
 * @param hooks what the class must declare for the hand-written one to implement
 */
record Surface(PolicySection section, List<Choice> choices, List<Construction> constructions, Set<Hook> hooks) {

    /** A method and what becomes of it. */
    record Choice(JdbcMethod method, PolicyLine line) {}

    /** The interface's simple name. */
    String owner() {
        return section.interfaceName().substring(section.interfaceName().lastIndexOf('.') + 1);
    }
}
