package dev.rowseal.memory;

import java.lang.invoke.MethodHandle;
import java.lang.reflect.Array;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code mlock(2)} and {@code madvise(2)} through the foreign-function API of JDK 22 (JEP 454), which Java 17 bytecode can
 * only reach by reflection. Used only where native access was granted: otherwise the JDK would print a warning in the
 * application's name, and later ones refuse.
 */
final class SystemCalls {

    private static final int DONT_DUMP = 16;
    private static final int WIPE_ON_FORK = 18;
    private static final int USUAL_PAGE = 4096;
    private static final int LARGEST_PAGE = 1 << 20;

    private final @Nullable Calls calls;
    private final String reason;
    private final int pageSize;

    private record Calls(MethodHandle mlock, Optional<MethodHandle> madvise, MethodHandle pageSize) {}

    private SystemCalls(@Nullable Calls calls, String reason, int pageSize) {
        this.calls = calls;
        this.reason = reason;
        this.pageSize = pageSize;
    }

    /** What this process may call; never fails. */
    static SystemCalls find() {
        if (Runtime.version().feature() < 22) {
            return none("locking it needs JDK 22 or later");
        }
        try {
            if (!(boolean) Module.class.getMethod("isNativeAccessEnabled").invoke(SystemCalls.class.getModule())) {
                return none("native access is not granted (--enable-native-access)");
            }
            Calls calls = new Foreign().calls();
            int size = (int) calls.pageSize().invokeExact();
            return size >= USUAL_PAGE && size <= LARGEST_PAGE && Integer.bitCount(size) == 1
                    ? new SystemCalls(calls, "", size)
                    : none("the system's pages have an unusual size");
        } catch (Throwable missing) { // whatever the API throws: locked memory is more than keys need to be safe
            return none("the system has no mlock: " + missing.getClass().getName());
        }
    }

    private static SystemCalls none(String reason) {
        return new SystemCalls(null, reason, USUAL_PAGE);
    }

    boolean granted() {
        return calls != null;
    }

    /** Why nothing is granted. */
    String reason() {
        return reason;
    }

    /** Bytes of a page. */
    int pageSize() {
        return pageSize;
    }

    /** Protects a page-aligned direct buffer as far as the system does it. */
    MemoryProtection protect(ByteBuffer page) {
        Calls system = calls;
        if (system == null) {
            return new MemoryProtection(false, false, false, reason);
        }
        List<String> refused = new ArrayList<>();
        long address = Foreign.address(page);
        boolean locked =
                done("mlock", refused, () -> (int) system.mlock().invokeExact(address, (long) page.capacity()));
        boolean undumped = advise(system, page, address, DONT_DUMP, "MADV_DONTDUMP", refused);
        boolean wipedOnFork = advise(system, page, address, WIPE_ON_FORK, "MADV_WIPEONFORK", refused);
        String told = refused.isEmpty() ? "" : "the system refused " + String.join(", ", refused);
        return new MemoryProtection(locked, undumped, wipedOnFork, told);
    }

    private static boolean advise(
            Calls system, ByteBuffer page, long address, int advice, String name, List<String> refused) {
        if (system.madvise().isEmpty()) {
            refused.add(name);
            return false;
        }
        MethodHandle madvise = system.madvise().get();
        return done(name, refused, () -> (int) madvise.invokeExact(address, (long) page.capacity(), advice));
    }

    private interface Call {
        int run() throws Throwable;
    }

    private static boolean done(String name, List<String> refused, Call call) {
        try {
            if (call.run() == 0) {
                return true;
            }
        } catch (Throwable failed) { // method handles declare it
            if (failed instanceof VirtualMachineError fatal) {
                throw fatal;
            }
        }
        refused.add(name);
        return false;
    }

    /** The part of {@code java.lang.foreign} that is needed, by name. */
    private static final class Foreign {

        private final Class<?> linkerType = Class.forName("java.lang.foreign.Linker");
        private final Class<?> layoutType = Class.forName("java.lang.foreign.MemoryLayout");
        private final Class<?> segmentType = Class.forName("java.lang.foreign.MemorySegment");
        private final Class<?> descriptorType = Class.forName("java.lang.foreign.FunctionDescriptor");
        private final Class<?> optionType = Class.forName("java.lang.foreign.Linker$Option");
        private final Class<?> valuesType = Class.forName("java.lang.foreign.ValueLayout");
        private final Class<?> lookupType = Class.forName("java.lang.foreign.SymbolLookup");
        private final Object linker = linkerType.getMethod("nativeLinker").invoke(null);
        private final Object lookup = linkerType.getMethod("defaultLookup").invoke(linker);
        private final Object intLayout = valuesType.getField("JAVA_INT").get(null);
        private final Object longLayout = valuesType.getField("JAVA_LONG").get(null);

        Foreign() throws ReflectiveOperationException {}

        Calls calls() throws ReflectiveOperationException {
            // size_t and pointers have 64 bits on every system with a 64-bit JDK; JDK 22 has no other.
            MethodHandle mlock = function("mlock", longLayout, longLayout).orElseThrow();
            boolean linux =
                    System.getProperty("os.name", "").toLowerCase(Locale.ROOT).startsWith("linux");
            Optional<MethodHandle> madvise =
                    linux ? function("madvise", longLayout, longLayout, intLayout) : Optional.empty();
            return new Calls(mlock, madvise, function("getpagesize").orElseThrow());
        }

        private Optional<MethodHandle> function(String name, Object... arguments) throws ReflectiveOperationException {
            Optional<?> symbol =
                    (Optional<?>) lookupType.getMethod("find", String.class).invoke(lookup, name);
            if (symbol.isEmpty()) {
                return Optional.empty();
            }
            Object layouts = Array.newInstance(layoutType, arguments.length);
            for (int i = 0; i < arguments.length; i++) {
                Array.set(layouts, i, arguments[i]);
            }
            Object descriptor = descriptorType
                    .getMethod("of", layoutType, layouts.getClass())
                    .invoke(null, intLayout, layouts);
            Object options = Array.newInstance(optionType, 0);
            return Optional.of((MethodHandle) linkerType
                    .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
                    .invoke(linker, symbol.get(), descriptor, options));
        }

        static long address(ByteBuffer page) {
            try {
                Class<?> type = Class.forName("java.lang.foreign.MemorySegment");
                Object segment = type.getMethod("ofBuffer", Buffer.class).invoke(null, page);
                return (long) type.getMethod("address").invoke(segment);
            } catch (ReflectiveOperationException gone) {
                throw new IllegalStateException("java.lang.foreign has changed", gone);
            }
        }
    }
}
