package dev.rowseal.crash;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import dev.rowseal.kms.KmsProviders;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * {@code hooked-kms:<path>}: the keystore {@code local-kms:<path>}, which any process can disable by a file beside it, and by
 * another have re-encrypt as a KMS does, in one call; and which tells a hook of this process of each call, before it is made
 * and when it has been answered.
 */
public final class HookedKmsProvider implements KmsProvider {

    static final String SCHEME = "hooked-kms";

    private static volatile Consumer<String> hook = call -> {};

    /** Has all calls of this process told from now on. */
    static void tell(Consumer<String> told) {
        hook = told;
    }

    /** The file that disables a KEK while it is there. */
    static Path disabler(Path keystore) {
        return keystore.resolveSibling(keystore.getFileName() + ".disabled");
    }

    /** The file that has a KEK re-encrypt by itself while it is there. */
    static Path reEncrypter(Path keystore) {
        return keystore.resolveSibling(keystore.getFileName() + ".re-encrypts");
    }

    private static String local(String kekUri) {
        return "local-kms" + kekUri.substring(SCHEME.length());
    }

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        Path keystore = Path.of(kekUri.substring(SCHEME.length() + 1));
        return new Hooked(KmsProviders.open(local(kekUri)), disabler(keystore), reEncrypter(keystore));
    }

    private record Hooked(Kms kms, Path disabler, Path reEncrypter) implements Kms {

        private interface Call<T> {
            T make();
        }

        private <T> T called(String name, Call<T> call) {
            hook.accept("before " + name);
            if (Files.exists(disabler)) {
                throw new KeyRefused("the KEK is disabled");
            }
            T answer = call.make();
            hook.accept("after " + name);
            return answer;
        }

        @Override
        public Wrapped wrap(ByteBuffer dek, KeyContext context) {
            return called("wrap", () -> kms.wrap(dek, context));
        }

        @Override
        public void unwrap(Wrapped wrapped, KeyContext context, ByteBuffer into) {
            called("unwrap", () -> {
                kms.unwrap(wrapped, context, into);
                return true;
            });
        }

        @Override
        public Wrapped generate(KeyContext context, ByteBuffer into) {
            return called("generate", () -> kms.generate(context, into));
        }

        @Override
        public Optional<Wrapped> reEncrypt(Wrapped wrapped, String fromUri, KeyContext context) {
            return Files.exists(reEncrypter)
                    ? called("reEncrypt", () -> Optional.of(within(wrapped, fromUri, context)))
                    : Optional.empty();
        }

        private Wrapped within(Wrapped wrapped, String fromUri, KeyContext context) {
            ByteBuffer room = ByteBuffer.allocateDirect(32);
            try (Kms from = KmsProviders.open(local(fromUri))) {
                from.unwrap(wrapped, context, room);
            }
            return kms.wrap(room.flip(), context);
        }

        @Override
        public Material material(Wrapped wrapped) {
            return kms.material(wrapped);
        }

        @Override
        public void close() {
            kms.close();
        }
    }
}
