package dev.rowseal.integration.kms;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.kms.aws.KmsService;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the KMS's administrator reads in his log while values are sealed, looked up and opened: the context, and no more. */
@Timeout(120)
class KmsAdministratorTest {

    private static final Set<String> CONTEXT =
            Set.of("rowseal-namespace", "rowseal-owner", "rowseal-key-id", "rowseal-purpose");
    private static final Set<String> MEMBERS = Set.of(
            "KeyId",
            "KeySpec",
            "NumberOfBytes",
            "Plaintext",
            "CiphertextBlob",
            "EncryptionContext",
            "EncryptionAlgorithm");

    @ParameterizedTest
    @EnumSource
    void seesWhichKeyAndNoRowAndNoValue(SealedTable.Engine engine, @TempDir Path folder) throws Exception {
        AtomicReference<KmsService> running = new AtomicReference<>();
        try (Place aws = Place.aws(folder, running);
                AutoCloseable known = aws.within();
                SealedTable table = new SealedTable(engine, folder)) {
            assertThat(known).isNotNull();
            table.policy(aws.uri());
            table.create();
            table.requireAll();
            Set<String> ids = table.keyIds();
            KmsService service = Objects.requireNonNull(running.get());

            assertThat(service.log())
                    .extracting(KmsService.Logged::operation)
                    .contains("Decrypt")
                    .doesNotContain("ReEncrypt");
            for (KmsService.Logged request : service.log()) {
                if (request.operation().equals("DescribeKey")) {
                    assertThat(request.members()).containsExactly("KeyId");
                    continue;
                }
                assertThat(request.members()).isSubsetOf(MEMBERS);
                Map<String, String> context = request.context();
                assertThat(context.keySet()).isEqualTo(CONTEXT);
                assertThat(context).containsEntry("rowseal-namespace", "clinic-test");
                assertThat(context.get("rowseal-owner")).isIn(table.owners());
                assertThat(context.get("rowseal-key-id")).isIn(ids);
                assertThat(context.get("rowseal-purpose")).isIn("data", "index");
                assertThat(request.text()).doesNotContain("078-05", "note ");
            }
        }
    }
}
