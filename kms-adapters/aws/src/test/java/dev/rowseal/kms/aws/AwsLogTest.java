package dev.rowseal.kms.aws;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Wrapped;
import java.nio.ByteBuffer;
import java.text.MessageFormat;
import java.util.Arrays;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.Test;

/** Everything that the SDK and the adapter log at their most talkative, without a secret in it. */
class AwsLogTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic-prod", "public.patient", 7, "data");

    /** All that is logged in this process. */
    private static final class Everything extends Handler {

        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            StringBuilder line = new StringBuilder(record.getLoggerName() + " ");
            Object[] parameters = record.getParameters();
            line.append(
                    parameters == null ? record.getMessage() : MessageFormat.format(record.getMessage(), parameters));
            for (Throwable cause = record.getThrown(); cause != null; cause = cause.getCause()) {
                line.append(' ').append(cause);
            }
            lines.add(line.toString());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void nothingSecretIsEverLogged() throws Exception {
        Everything log = new Everything();
        Logger root = Logger.getLogger("");
        Level before = root.getLevel();
        Handler[] others = root.getHandlers();
        Arrays.stream(others).forEach(root::removeHandler);
        root.addHandler(log);
        root.setLevel(Level.ALL);
        ByteBuffer dek = ByteBuffer.wrap("an entirely recognisable old key".getBytes(US_ASCII));
        byte[] known = dek.array().clone();
        Wrapped generated;
        try (KmsService service = new KmsService()) {
            String arn = service.newKey("0001");
            try (Kms kms = Given.open(service, arn, Given.ONCE)) {
                generated = kms.generate(CONTEXT, ByteBuffer.allocate(32));
                kms.unwrap(generated, CONTEXT, ByteBuffer.allocate(32));
                kms.unwrap(kms.wrap(dek, CONTEXT), CONTEXT, ByteBuffer.allocate(32));
                kms.reEncrypt(generated, "aws-kms://" + arn, CONTEXT);
                for (String kind : List.of("garbage", "half-json", "other key", "short key")) {
                    service.faults.add(Instead.of(kind));
                    assertThat(catchThrowable(() -> kms.unwrap(generated, CONTEXT, ByteBuffer.allocate(32))))
                            .isNotNull();
                }
            }
            service.plaintexts.add(known);
            root.setLevel(before);
            root.removeHandler(log);
            Arrays.stream(others).forEach(root::addHandler);

            assertThat(log.lines).anySatisfy(line -> assertThat(line).contains("software.amazon.awssdk.request"));
            assertThat(log.lines)
                    .allSatisfy(line -> assertThat(line)
                            .doesNotContain("temporary-secret")
                            .doesNotContain(new String(known, 0, 8, US_ASCII)));
            for (byte[] key : service.plaintexts) {
                assertThat(log.lines)
                        .allSatisfy(line -> assertThat(line)
                                .doesNotContain(
                                        Base64.getEncoder().encodeToString(key).substring(0, 12))
                                .doesNotContainIgnoringCase(
                                        HexFormat.of().formatHex(key).substring(0, 12))
                                .doesNotContain(
                                        Arrays.toString(Arrays.copyOf(key, 6)).replace("]", "")));
            }
        } finally {
            root.setLevel(before);
        }
    }
}
