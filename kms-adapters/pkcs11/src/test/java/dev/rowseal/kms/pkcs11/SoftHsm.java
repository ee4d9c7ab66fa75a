package dev.rowseal.kms.pkcs11;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.AuthProvider;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.Provider;
import java.security.Security;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.KeyGenerator;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/**
 * SoftHSM in a folder of its own, empty at first: which one, the variable SOFTHSM2_CONF of this process says. Tokens are made
 * by softhsm2-util, keys by the JDK.
 */
public final class SoftHsm {

    public static final String PIN = "pin-of-the-tests-4711";

    private static final List<String> LIBRARIES = List.of(
            "/usr/lib/softhsm/libsofthsm2.so",
            "/usr/lib/x86_64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib/aarch64-linux-gnu/softhsm/libsofthsm2.so",
            "/usr/lib64/pkcs11/libsofthsm2.so",
            "/usr/local/lib/softhsm/libsofthsm2.so",
            "/opt/homebrew/lib/softhsm/libsofthsm2.so");

    private static final String SAFE = "CKA_EXTRACTABLE = false\nCKA_SENSITIVE = true\n";
    private static int named;

    private SoftHsm() {}

    static Optional<Path> library() {
        return LIBRARIES.stream().map(Path::of).filter(Files::exists).findFirst();
    }

    /** What it stands on: made anew once in each process, before the library is loaded. */
    static final class Installed {
        static final Path FOLDER = folder();

        /** All tokens, since the library looks for them once, when it is loaded; in the order of their making. */
        static final List<Token> TOKENS = Stream.of(
                        "contract", "lost", "particular", "single token;?", "twin", "twin", "locked")
                .map(Installed::initialized)
                .toList();

        private Installed() {}

        private static Token initialized(String label) {
            try {
                Process made = new ProcessBuilder(
                                "softhsm2-util",
                                "--init-token",
                                "--free",
                                "--label",
                                label,
                                "--pin",
                                PIN,
                                "--so-pin",
                                "so-" + PIN)
                        .redirectErrorStream(true)
                        .start();
                String said = new String(made.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (made.waitFor() != 0) {
                    throw new IllegalStateException(said);
                }
                return new Token(label, Long.parseLong(said.replaceAll("(?s).*reassigned to slot (\\d+).*", "$1")));
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static Path folder() {
            try {
                Path folder = Objects.requireNonNull(
                        Path.of(System.getenv("SOFTHSM2_CONF")).getParent());
                Path configuration = folder.resolve("softhsm2.conf");
                if (Files.exists(folder)) {
                    try (Stream<Path> old = Files.walk(folder)) {
                        for (Path path : old.sorted(Comparator.reverseOrder()).toList()) {
                            Files.delete(path);
                        }
                    }
                }
                Files.createDirectories(folder.resolve("tokens"));
                Files.writeString(
                        configuration,
                        "directories.tokendir = " + folder.resolve("tokens")
                                + "\nobjectstore.backend = file\nlog.level = ERROR\nslots.removable = false\n");
                return folder;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A token, which the tests log in to by providers of their own. */
    public record Token(String label, long slot) {

        /** The URI of a key in it, which is found without listing tokens. */
        public String uri(String object) {
            return "pkcs11:slot-id=" + slot + ";object=" + object + "?module-path="
                    + library().orElseThrow();
        }

        /** Ends the login of the whole process. */
        void logout() throws LoginException {
            ((AuthProvider) configured(slot, "")).logout();
        }

        /** Makes a key that stays in it. */
        void generate(String object, int bits, String attributes) throws GeneralSecurityException, IOException {
            Provider with = configured(slot, "attributes(generate,CKO_SECRET_KEY,CKK_AES) = {\n" + attributes + "}\n");
            KeyStore store = loaded(with);
            KeyGenerator generator = KeyGenerator.getInstance("AES", with);
            generator.init(bits);
            store.setKeyEntry(object, generator.generateKey(), null, null);
        }

        /** Makes a key that stays in it, as it should be. */
        public void generate(String object) throws GeneralSecurityException, IOException {
            generate(object, 256, SAFE);
        }

        void delete(String object) throws GeneralSecurityException, IOException {
            loaded(configured(slot, "")).deleteEntry(object);
        }

        /** Puts a key that the test knows into it, so that it does not come out again. */
        void put(String object, byte[] key) throws GeneralSecurityException, IOException {
            Provider with = configured(slot, "attributes(import,CKO_SECRET_KEY,CKK_AES) = {\n" + SAFE + "}\n");
            SecretKey known = new SecretKeySpec(key, "AES");
            loaded(with).setKeyEntry(object, known, null, null);
        }
    }

    /** The first token with a label. */
    public static Token token(String label) {
        return Installed.TOKENS.stream()
                .filter(token -> token.label().equals(label))
                .findFirst()
                .orElseThrow();
    }

    private static synchronized Provider configured(long slot, String more) {
        String configuration =
                "--name=tests" + named++ + "\nlibrary=" + library().orElseThrow() + "\nslot=" + slot + "\n" + more;
        return Security.getProvider("SunPKCS11").configure(configuration);
    }

    private static KeyStore loaded(Provider provider) throws GeneralSecurityException, IOException {
        KeyStore store = KeyStore.getInstance("PKCS11", provider);
        store.load(null, PIN.toCharArray());
        return store;
    }

    /**
     * Ends the library and begins it anew, with every session, login and token that it knew: what a restart of what serves the
     * token is to a process. By the JDK's own inner calls, which the pom opens; in a JVM of the test's own, see there.
     */
    static void restart() throws ReflectiveOperationException {
        Class<?> wrapper = Class.forName("sun.security.pkcs11.wrapper.PKCS11");
        Field modules = wrapper.getDeclaredField("moduleMap");
        modules.setAccessible(true);
        Object loaded = Objects.requireNonNull(
                ((Map<?, ?>) modules.get(null)).get(library().orElseThrow().toString()));
        Class<?> arguments = Class.forName("sun.security.pkcs11.wrapper.CK_C_INITIALIZE_ARGS");
        Constructor<?> constructor = arguments.getDeclaredConstructor();
        constructor.setAccessible(true);
        Object locking = constructor.newInstance();
        Field flags = arguments.getDeclaredField("flags");
        flags.setAccessible(true);
        flags.set(locking, 2L); // CKF_OS_LOCKING_OK, as the JDK asks: without it the library is one thread's
        call(loaded, "C_Finalize", null);
        call(loaded, "C_Initialize", locking);
    }

    private static void call(Object library, String function, @Nullable Object argument)
            throws ReflectiveOperationException {
        Method method = library.getClass().getDeclaredMethod(function, Object.class);
        method.setAccessible(true);
        method.invoke(library, argument);
    }

    /** An environment that holds the PIN and nothing else. */
    static Surroundings knowing() {
        Map<String, String> variables = Map.of(Pin.VARIABLE, PIN);
        return variables::get;
    }
}
