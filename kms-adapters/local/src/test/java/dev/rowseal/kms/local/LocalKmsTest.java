package dev.rowseal.kms.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.KmsProviders;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import javax.crypto.Cipher;
import javax.crypto.Mac;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LocalKmsTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic", "public.patient", 1, "data");
    private static final String PASSWORD = "correct horse";

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    private Path directory;

    @SuppressWarnings("NullAway.Init") // by name()
    private Path keystore;

    @BeforeEach
    void name() {
        keystore = directory.resolve("kek.p12");
    }

    private Kms open(Given given) {
        return new LocalKmsProvider(given).open("local-kms:" + keystore);
    }

    private static Wrapped wrap(Kms kms) {
        return kms.wrap(ByteBuffer.allocate(Kms.KEY_BYTES), CONTEXT);
    }

    private Wrapped create(Given given) {
        try (Kms kms = open(given)) {
            return wrap(kms);
        }
    }

    private static String mode(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void isFoundByItsScheme() {
        try (Kms kms = KmsProviders.open("local-kms:" + keystore)) {
            assertThat(kms).isInstanceOf(LocalKms.class);
        }
    }

    @Test
    void openingCreatesNothingAndTheFirstWrapCreatesTheKeystoreForItsOwnerAlone() throws IOException {
        try (Kms kms = open(Given.password(PASSWORD))) {
            assertThat(files()).isEmpty();
            wrap(kms);
        }
        assertThat(files()).containsExactly("kek.p12");
        assertThat(mode(keystore)).isEqualTo("rw-------");
    }

    @Test
    void missingDirectoriesAreCreatedForTheOwnerAlone() throws IOException {
        keystore = directory.resolve("a/b/kek.p12");
        create(Given.password(PASSWORD));
        assertThat(mode(directory.resolve("a"))).isEqualTo("rwx------");
        assertThat(mode(directory.resolve("a/b"))).isEqualTo("rwx------");
    }

    @Test
    void unwrappingWithoutAKeystoreCreatesNone() throws IOException {
        try (Kms kms = open(Given.password(PASSWORD))) {
            Wrapped wrapped = new Wrapped(new byte[65], "1");
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32)))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(keystore.toString())
                    .hasMessageContaining("working directory");
        }
        assertThat(files()).isEmpty();
    }

    @Test
    void aHandleOpenedBeforeTheKeystoreWasMadeFindsIt() {
        try (Kms early = open(Given.password(PASSWORD))) {
            Wrapped wrapped = create(Given.password(PASSWORD));
            early.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw-rw-rw-", "rw--w----", "rw-----w-", "rw---x---"})
    void aKeystoreThatOthersCanReachIsRefused(String mode) throws IOException {
        create(Given.password(PASSWORD));
        Files.setPosixFilePermissions(keystore, PosixFilePermissions.fromString(mode));

        assertThatThrownBy(() -> open(Given.password(PASSWORD)))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(keystore.toString())
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void aWrongPasswordNamesTheFileAndTheVariableAndNotThePassword() {
        create(Given.password(PASSWORD));

        assertThatThrownBy(() -> open(Given.password("battery staple")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(keystore.toString())
                .hasMessageContaining("ROWSEAL_LOCAL_KMS_PASSWORD")
                .hasMessageNotContaining("battery")
                .hasMessageNotContaining("horse");
    }

    @Test
    void withoutAPasswordOneIsMadeBesideForItsOwnerAlone() throws IOException {
        Wrapped wrapped = create(new Given());
        Path beside = directory.resolve("kek.p12.password");

        assertThat(files()).containsExactly("kek.p12", "kek.p12.password");
        assertThat(mode(beside)).isEqualTo("rw-------");
        try (Kms again = open(new Given())) {
            again.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
        }
        assertThat(Files.readString(beside)).matches("[A-Za-z0-9_-]{43}");
    }

    @Test
    void aPasswordBesideThatOthersCanReadIsRefused() throws IOException {
        create(new Given());
        Files.setPosixFilePermissions(
                directory.resolve("kek.p12.password"), PosixFilePermissions.fromString("rw-r--r--"));

        assertThatThrownBy(() -> open(new Given())).isInstanceOf(Misconfigured.class);
    }

    @Test
    void anExistingKeystoreWithoutAPasswordIsRefusedAndNoneIsMade() throws IOException {
        create(Given.password(PASSWORD));

        assertThatThrownBy(() -> open(new Given()))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(keystore.toString())
                .hasMessageContaining("ROWSEAL_LOCAL_KMS_PASSWORD_FILE");
        assertThat(files()).containsExactly("kek.p12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\n"})
    void thePasswordMayComeFromAFileByVariableOrProperty(String lineEnd) throws IOException {
        Wrapped wrapped = create(Given.password("pass word~ "));
        Path file = Files.writeString(directory.resolve("secret"), "pass word~ " + lineEnd);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("r--------"));
        Given variable = new Given();
        variable.variables.put(KeystorePassword.FILE_VARIABLE, file.toString());
        Given property = new Given();
        property.properties.put(KeystorePassword.FILE_PROPERTY, file.toString());
        for (Given given : List.of(variable, property)) {
            try (Kms kms = open(given)) {
                kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
            }
        }
    }

    @Test
    void aPasswordFileThatIsMissingEmptyBinaryOrOfManyLinesIsRefusedByName() throws IOException {
        create(Given.password(PASSWORD));
        Path file = directory.resolve("secret");
        Given given = new Given();
        given.variables.put(KeystorePassword.FILE_VARIABLE, file.toString());
        assertThatThrownBy(() -> open(given)).isInstanceOf(Misconfigured.class).hasMessageContaining(file.toString());
        for (byte[] content : List.of(
                new byte[0],
                "\n".getBytes(StandardCharsets.UTF_8),
                new byte[] {(byte) 0xFF, 1},
                "hunter\ntwo\n".getBytes(StandardCharsets.UTF_8))) {
            Files.write(file, content);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
            assertThatThrownBy(() -> open(given))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining("hunter");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "r--r--r--", "rw--w----"})
    void aPasswordFileThatOthersCanReachIsRefused(String mode) throws IOException {
        create(Given.password(PASSWORD));
        Path file = Files.writeString(directory.resolve("secret"), PASSWORD);
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
        Given given = new Given();
        given.variables.put(KeystorePassword.FILE_VARIABLE, file.toString());

        assertThatThrownBy(() -> open(given))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(mode)
                .hasMessageNotContaining(PASSWORD);
    }

    @Test
    void aPasswordThatTheJdkCannotUseIsRefusedInPlainWords() throws IOException {
        assertThatThrownBy(() -> create(Given.password("päss")))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining("ASCII")
                .hasMessageNotContaining("päss");
        assertThat(files()).isEmpty();
    }

    @Test
    void twoPasswordsAtOnceAreRefused() {
        create(Given.password(PASSWORD));
        Given given = Given.password(PASSWORD);
        given.variables.put(KeystorePassword.FILE_VARIABLE, "/nowhere");

        assertThatThrownBy(() -> open(given)).isInstanceOf(Misconfigured.class).hasMessageContaining("both");
    }

    @ParameterizedTest
    @ValueSource(strings = {"local-kms:", "local-kms:  ", "local-kms:a\0b"})
    void aUriWithoutAPathIsRefused(String uri) {
        assertThatThrownBy(() -> new LocalKmsProvider(new Given()).open(uri)).isInstanceOf(Misconfigured.class);
    }

    @Test
    void whatIsNoKeystoreIsRefusedAndLeftAlone() throws Exception {
        List<byte[]> contents = new ArrayList<>(
                List.of(new byte[0], "not a keystore".getBytes(StandardCharsets.UTF_8), foreignKeystore()));
        create(Given.password(PASSWORD));
        byte[] good = Files.readAllBytes(keystore);
        contents.add(Arrays.copyOf(good, good.length / 2));
        for (byte[] content : contents) {
            Files.write(keystore, content);
            assertThatThrownBy(() -> open(Given.password(PASSWORD)))
                    .isInstanceOf(Misconfigured.class)
                    .hasMessageContaining(keystore.toString());
            assertThat(Files.readAllBytes(keystore)).isEqualTo(content);
        }
    }

    private static byte[] foreignKeystore() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        store.store(out, PASSWORD.toCharArray());
        return out.toByteArray();
    }

    @Test
    void aDirectoryInTheKeystoresPlaceIsRefused() throws IOException {
        Files.createDirectory(
                keystore, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));

        assertThatThrownBy(() -> open(Given.password(PASSWORD)))
                .isInstanceOf(Misconfigured.class)
                .hasMessageContaining(keystore.toString());
    }

    @Test
    void aReplacedKeystoreOpensNothingOfTheFirst() throws IOException {
        Wrapped wrapped = create(Given.password(PASSWORD));
        Files.delete(keystore);
        create(Given.password(PASSWORD));
        try (Kms kms = open(Given.password(PASSWORD))) {
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32)))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("replaced");
        }
    }

    /** The documented bytes, taken apart with nothing of the code under test but the keystore it wrote. */
    @Test
    void theWrappingIsWhatTheDocumentationSays() throws Exception {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0x5A);
        byte[] bytes;
        try (Kms kms = open(Given.password(PASSWORD))) {
            bytes = kms.wrap(ByteBuffer.wrap(key.clone()), CONTEXT).bytes();
        }
        byte[] kek = kek();
        Cipher gcm = cipher(Cipher.DECRYPT_MODE, kek, bytes);
        Mac hkdf = Mac.getInstance("HmacSHA256");
        hkdf.init(new SecretKeySpec(kek, "HmacSHA256"));
        hkdf.update("rowseal/1 local-kms mask".getBytes(StandardCharsets.US_ASCII));
        hkdf.update(bytes, 5, 12);
        byte[] mask = hkdf.doFinal(new byte[] {1});
        byte[] masked = gcm.doFinal(bytes, 17, 48);
        for (int i = 0; i < 32; i++) {
            masked[i] ^= mask[i];
        }

        assertThat(kek).hasSize(32);
        assertThat(bytes).hasSize(65).startsWith(2, 0, 0, 0, 1);
        assertThat(masked).isEqualTo(key);
    }

    /** Format 01, which the first builds wrote: the key as it is, not masked. */
    @Test
    void anUnmaskedWrappingIsOpenedStill() throws Exception {
        create(Given.password(PASSWORD));
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0x5A);
        byte[] bytes = new byte[65];
        bytes[0] = 1;
        bytes[4] = 1;
        cipher(Cipher.ENCRYPT_MODE, kek(), bytes).doFinal(key, 0, 32, bytes, 17);
        ByteBuffer into = ByteBuffer.allocate(32);
        try (Kms kms = open(Given.password(PASSWORD))) {
            kms.unwrap(new Wrapped(bytes, "1"), CONTEXT, into);
            assertThat(into.array()).isEqualTo(key);
            bytes[0] = 2;
            assertThatThrownBy(() -> kms.unwrap(new Wrapped(bytes, "1"), CONTEXT, ByteBuffer.allocate(32)))
                    .isInstanceOf(NotAuthentic.class);
        }
    }

    private byte[] kek() throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(Files.newInputStream(keystore), PASSWORD.toCharArray());
        return store.getKey("kek-1", PASSWORD.toCharArray()).getEncoded();
    }

    private static Cipher cipher(int mode, byte[] kek, byte[] wrapping) throws Exception {
        ByteArrayOutputStream aad = new ByteArrayOutputStream();
        aad.write("rowseal/1 local-kms".getBytes(StandardCharsets.US_ASCII));
        aad.write(wrapping, 0, 5);
        for (String part : List.of(
                "rowseal-key-id",
                "1",
                "rowseal-namespace",
                "clinic",
                "rowseal-owner",
                "public.patient",
                "rowseal-purpose",
                "data")) {
            aad.write(0);
            aad.write(part.length());
            aad.write(part.getBytes(StandardCharsets.US_ASCII));
        }
        Cipher gcm = Cipher.getInstance("AES/GCM/NoPadding");
        gcm.init(mode, new SecretKeySpec(kek, "AES"), new GCMParameterSpec(128, wrapping, 5, 12));
        gcm.updateAAD(aad.toByteArray());
        return gcm;
    }

    /** A second version in the keystore, as a rotation will add it, wraps; both unwrap. */
    @Test
    void theNewestVersionWrapsAndAllUnwrap() throws Exception {
        Wrapped old = create(Given.password(PASSWORD));
        Keystores.addVersion(keystore, PASSWORD, 2);
        try (Kms kms = open(Given.password(PASSWORD))) {
            Wrapped wrapped = wrap(kms);
            assertThat(wrapped.kekVersion()).isEqualTo("2");
            kms.unwrap(wrapped, CONTEXT, ByteBuffer.allocate(32));
            kms.unwrap(old, CONTEXT, ByteBuffer.allocate(32));
            byte[] relabelled = old.bytes().clone();
            relabelled[4] = 2;
            assertThatThrownBy(() -> kms.unwrap(new Wrapped(relabelled, "2"), CONTEXT, ByteBuffer.allocate(32)))
                    .isInstanceOf(NotAuthentic.class);
        }
    }
}
