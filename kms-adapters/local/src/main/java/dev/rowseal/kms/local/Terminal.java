package dev.rowseal.kms.local;

import java.io.Console;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import org.jspecify.annotations.Nullable;

/** The terminal that this process was started at, where somebody can type what nobody sees. */
final class Terminal {

    private static final int FIRST_WITH_OTHER_CONSOLES = 22;

    private Terminal() {}

    /**
     * What is typed at a question, without being shown; the caller overwrites it. Null where there is no terminal, or its input
     * has ended.
     */
    static char @Nullable [] ask(String question) {
        Console console = System.console();
        return console == null || !isTerminal(console) ? null : console.readPassword("%s", question);
    }

    /** From JDK 22 on some have a console also where input and output are files or pipes. Whatever cannot be told is none. */
    private static boolean isTerminal(Console console) {
        if (Runtime.version().feature() < FIRST_WITH_OTHER_CONSOLES) {
            return true;
        }
        try {
            MethodHandle isTerminal = MethodHandles.publicLookup()
                    .findVirtual(Console.class, "isTerminal", MethodType.methodType(boolean.class));
            return (boolean) isTerminal.invokeExact(console);
        } catch (Throwable cannotTell) {
            return false;
        }
    }
}
