package dev.rowseal.kms.tencent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.junit.jupiter.api.Test;

/** All that the JDK and the adapter log at their most talkative, without a secret in it. */
class TencentLogTest {

    /** All that is logged in this process. */
    private static final class Everything extends Handler {

        final ConcurrentLinkedQueue<String> lines = new ConcurrentLinkedQueue<>();

        @Override
        public void publish(LogRecord record) {
            lines.add(record.getLoggerName() + " " + new SimpleFormatter().formatMessage(record) + " "
                    + record.getThrown());
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    @Test
    void nothingSecretIsEverLogged() throws Exception {
        Everything log = new Everything();
        List<Logger> loggers = List.of(Logger.getLogger(""), Logger.getLogger("jdk"), Logger.getLogger("javax.net"));
        List<Level> before = loggers.stream().map(Logger::getLevel).toList();
        KeyContext context = new KeyContext("clinic-prod", "public.patient", 7, "data");
        try (CloudService service = new CloudService();
                Kms kms = Given.temporary().open(service, CloudService.KEY_ID, Given.ONCE)) {
            loggers.forEach(logger -> logger.setLevel(Level.ALL));
            loggers.get(0).addHandler(log);
            kms.unwrap(kms.generate(context, ByteBuffer.allocate(32)), context, ByteBuffer.allocate(32));
            kms.wrap(ByteBuffer.wrap(Sm2Sender.random(32)), context);
            loggers.get(0).removeHandler(log);

            // it was listened to: the service is the JDK's, and in this process
            assertThat(log.lines).anySatisfy(line -> assertThat(line).contains("Exchange request line: POST /"));
            assertThat(service.kms.plaintexts)
                    .hasSize(3)
                    .allSatisfy(key -> assertThat(log.lines)
                            .noneMatch(line -> line.contains(Base64.getEncoder()
                                            .encodeToString(key)
                                            .substring(0, 12))
                                    || line.contains(HexFormat.of().formatHex(key, 0, 6))));
            assertThat(log.lines).noneMatch(line -> line.contains("temporary-secret"));
        } finally {
            loggers.get(0).removeHandler(log);
            for (int i = 0; i < loggers.size(); i++) {
                loggers.get(i).setLevel(before.get(i));
            }
        }
    }
}
