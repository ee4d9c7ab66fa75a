package dev.rowseal.crash;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.KmsProvider;
import dev.rowseal.kms.KmsProviders;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/**
 * {@code hooked-kms:<path>}: the keystore {@code local-kms:<path>}, which any process can disable by a file beside it, and which
 * tells a hook of this process of each call, before it is made and when it has been answered.
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

    @Override
    public String scheme() {
        return SCHEME;
    }

    @Override
    public Kms open(String kekUri) {
        String keystore = kekUri.substring(SCHEME.length() + 1);
        return new Hooked(KmsProviders.open("local-kms:" + keystore), disabler(Path.of(keystore)));
    }

    private record Hooked(Kms kms, Path disabler) implements Kms {

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
        public Material material(Wrapped wrapped) {
            return kms.material(wrapped);
        }

        @Override
        public void close() {
            kms.close();
        }
    }
}
