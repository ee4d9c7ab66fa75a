package dev.rowseal.kms.pkcs11;

import dev.rowseal.failure.KeyUnavailable;
import dev.rowseal.failure.Misconfigured;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Finds the slot of the token that a URI describes. The JDK's provider takes the number of a slot and shows no token's
 * label but on the standard output, when {@code showInfo} is set. So the JDK's own {@code keytool} loads it in a process of
 * its own, which gets neither the PIN nor any variable of Rowseal, and its output is read. No token is logged in to.
 */
final class TokenSlots {

    private static final Pattern SLOTS = Pattern.compile("(?m)^Slots with tokens: ([0-9, ]+)$");
    private static final Pattern TOKEN = Pattern.compile("(?m)^Token info for token in slot ([0-9]+):$");
    private static final Pattern ATTRIBUTE =
            Pattern.compile("(?m)^  (label|manufacturerID|model|serialNumber|flags): (.*)$");

    private static final Map<String, String> NAMES =
            Map.of("token", "label", "manufacturer", "manufacturerID", "model", "model", "serial", "serialNumber");

    private static final int MOST_SLOTS = 32;

    private TokenSlots() {}

    /**
     * The slot's id.
     *
     * @param seen whether there was such a token before
     * @param deadline when whoever wants the key stops waiting: the listing is ended by then
     * @throws Misconfigured if no token, or more than one, is as the URI says
     * @throws KeyUnavailable if there is none any more, or the library did not list them in time
     */
    static long find(Pkcs11Uri uri, boolean seen, Deadline deadline) {
        Long slot = uri.slot();
        if (slot != null && uri.token().isEmpty()) {
            return slot;
        }
        List<Long> found = new ArrayList<>();
        tokens(uri.module(), deadline).forEach((id, token) -> {
            boolean initialized = token.getOrDefault("flags", "").contains("CKF_TOKEN_INITIALIZED");
            if (initialized && (slot == null || slot.equals(id)) && fits(uri, token)) {
                found.add(id);
            }
        });
        if (found.isEmpty() && seen) {
            throw new KeyUnavailable("the token in " + uri.module() + " that fits the pkcs11: URI is out");
        }
        if (found.size() != 1) {
            throw new Misconfigured((found.isEmpty() ? "no token" : found.size() + " tokens") + " of " + uri.module()
                    + " fit the pkcs11: URI; say which by token=, serial= or slot-id=");
        }
        return found.get(0);
    }

    private static boolean fits(Pkcs11Uri uri, Map<String, String> token) {
        return uri.token().entrySet().stream()
                .allMatch(asked -> asked.getValue().equals(token.get(NAMES.get(asked.getKey()))));
    }

    private static Map<Long, Map<String, String>> tokens(Path module, Deadline deadline) {
        Map<Long, Map<String, String>> tokens = new HashMap<>();
        String first = shown(module, 0, 1, deadline);
        Matcher slots = SLOTS.matcher(first);
        int count = slots.find() ? slots.group(1).split(", *", -1).length : 0;
        if (count > MOST_SLOTS) {
            throw new Misconfigured(module + " has " + count + " slots with tokens; name one by slot-id=");
        }
        read(first, tokens);
        if (count > 1) {
            read(shown(module, 1, count, deadline), tokens);
        }
        return tokens;
    }

    static void read(String shown, Map<Long, Map<String, String>> tokens) {
        Matcher token = TOKEN.matcher(shown);
        while (token.find()) {
            // The description ends where a line is not indented.
            String description = shown.substring(token.end()).split("\n(?! )", 2)[0];
            Map<String, String> attributes = new HashMap<>();
            Matcher attribute = ATTRIBUTE.matcher(description);
            while (attribute.find()) {
                attributes.putIfAbsent(attribute.group(1), attribute.group(2).stripTrailing());
            }
            tokens.putIfAbsent(Long.valueOf(token.group(1)), attributes);
        }
    }

    /** What the provider says of some slots, by their place in the list. */
    private static String shown(Path module, int from, int to, Deadline deadline) {
        String keytool = System.getProperty("os.name", "").startsWith("Windows") ? "keytool.exe" : "keytool";
        Path program = Path.of(System.getProperty("java.home", ""), "bin", keytool);
        if (!Files.isExecutable(program)) {
            throw new Misconfigured("there is no " + program + " to list the tokens of " + module
                    + " with; name the slot by slot-id= alone");
        }
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "-J-Dfile.encoding=UTF-8",
                "-J-Dstdout.encoding=UTF-8",
                "-J-XX:TieredStopAtLevel=1",
                "-printcrl",
                "-file",
                nothing()));
        for (int place = from; place < to; place++) {
            command.addAll(List.of(
                    "-addprovider",
                    "SunPKCS11",
                    "-providerarg",
                    "--" + TokenKey.library("list" + place, module) + "slotListIndex=" + place + "\nshowInfo=true\n"));
        }
        try {
            return run(command, deadline);
        } catch (TimeoutException late) {
            // What it said by then names some tokens and not others.
            throw new KeyUnavailable(module + " did not list its tokens in time, in a process of its own", late);
        } catch (IOException unable) {
            throw new KeyUnavailable("keytool, which lists the tokens of " + module + ", could not be run", unable);
        }
    }

    private static String nothing() {
        return File.separatorChar == '/' ? "/dev/null" : "NUL";
    }

    /** What a program says; it is ended when the deadline is over. */
    static String run(List<String> command, Deadline deadline) throws IOException, TimeoutException {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        // Neither our secrets nor the parent's options (an agent, a debugger's port) are for the child.
        builder.environment().keySet().removeIf(name -> name.startsWith("ROWSEAL_") || name.endsWith("JAVA_OPTIONS"));
        Process process = builder.start();
        process.getOutputStream().close();
        AtomicBoolean late = new AtomicBoolean();
        Thread watch = new Thread(() -> end(process, late, deadline), "rowseal-pkcs11-list");
        watch.setDaemon(true);
        watch.start();
        try (InputStream output = process.getInputStream()) {
            String shown = new String(output.readAllBytes(), StandardCharsets.UTF_8);
            if (late.get()) {
                throw new TimeoutException("keytool");
            }
            return shown;
        } catch (IOException closed) {
            // Ending a process closes what is read of it, before or while it is read.
            if (late.get()) {
                TimeoutException ended = new TimeoutException("keytool");
                ended.addSuppressed(closed);
                throw ended;
            }
            throw closed;
        } finally {
            process.destroyForcibly();
        }
    }

    private static void end(Process process, AtomicBoolean late, Deadline deadline) {
        try {
            if (!process.waitFor(deadline.left().toNanos(), TimeUnit.NANOSECONDS)) {
                late.set(true);
                process.destroyForcibly();
            }
        } catch (InterruptedException nobodyInterruptsThis) {
            process.destroyForcibly();
        }
    }
}
