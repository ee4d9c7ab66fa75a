package dev.rowseal.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.rowseal.failure.KeyRefused;
import dev.rowseal.failure.Misconfigured;
import dev.rowseal.failure.NotAuthentic;
import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.KeyContext;
import dev.rowseal.kms.Kms.Material;
import dev.rowseal.kms.Kms.Wrapped;
import dev.rowseal.kms.KmsProviders;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is AWS's own: what is asked, with which names, and what an answer must name. */
class AwsKmsTest {

    private static final KeyContext CONTEXT = new KeyContext("clinic-prod", "public.patient", 7, "data");

    @SuppressWarnings("NullAway.Init") // by JUnit
    private KmsService service;

    @SuppressWarnings("NullAway.Init")
    private String arn;

    @BeforeEach
    void start() throws IOException {
        service = new KmsService();
        arn = service.newKey("mrk-0001");
    }

    @AfterEach
    void stop() {
        service.close();
    }

    private static ByteBuffer room() {
        return ByteBuffer.allocate(Kms.KEY_BYTES);
    }

    private static ByteBuffer key(int seed) {
        byte[] key = new byte[Kms.KEY_BYTES];
        new Random(seed).nextBytes(key);
        return ByteBuffer.wrap(key);
    }

    private ServiceKey serviceKey() {
        return Objects.requireNonNull(service.keys.get(arn));
    }

    @Test
    void everyCallNamesTheKeyAndTheContextAndNothingMore() {
        try (Kms kms = Given.open(service, arn)) {
            Wrapped generated = kms.generate(CONTEXT, room());
            kms.unwrap(generated, CONTEXT, room());
            kms.wrap(key(1), CONTEXT);
            kms.reEncrypt(generated, "aws-kms://" + arn, CONTEXT);
        }

        Map<String, String> context = Map.of(
                "rowseal-namespace", "clinic-prod",
                "rowseal-owner", "public.patient",
                "rowseal-key-id", "7",
                "rowseal-purpose", "data");
        assertThat(service.asked)
                .extracting(KmsService.Asked::operation)
                .containsExactly("GenerateDataKey", "Decrypt", "DescribeKey", "Encrypt", "ReEncrypt");
        for (KmsService.Asked asked : service.asked) {
            boolean re = asked.operation().equals("ReEncrypt");
            for (String name : re ? List.of("SourceKeyId", "DestinationKeyId") : List.of("KeyId")) {
                assertThat(asked.members().path(name).asText())
                        .as(asked.operation())
                        .isEqualTo(arn);
            }
            for (String name : asked.operation().equals("DescribeKey")
                    ? List.<String>of()
                    : re
                            ? List.of("SourceEncryptionContext", "DestinationEncryptionContext")
                            : List.of("EncryptionContext")) {
                assertThat(asked.members().path(name).properties())
                        .as(asked.operation())
                        .hasSize(4)
                        .allSatisfy(
                                entry -> assertThat(entry.getValue().asText()).isEqualTo(context.get(entry.getKey())));
            }
        }
    }

    @Test
    void theMaterialIsKeptAndTellsWhatIsStale() {
        try (Kms kms = Given.open(service, arn)) {
            Wrapped generated = kms.generate(CONTEXT, room());
            Wrapped wrapped = kms.wrap(key(2), CONTEXT);
            assertThat(List.of(generated.kekVersion(), wrapped.kekVersion()))
                    .containsOnly(serviceKey().newest().id());
            assertThat(kms.material(generated)).isEqualTo(Material.NEWEST);
            serviceKey().rotate();

            assertThat(kms.material(generated)).isEqualTo(Material.OLDER);
            assertThat(kms.material(wrapped)).isEqualTo(Material.OLDER);
            Wrapped again = kms.reEncrypt(wrapped, "aws-kms://" + arn, CONTEXT).orElseThrow();
            assertThat(kms.material(again)).isEqualTo(Material.NEWEST);
            assertThat(kms.material(new Wrapped(wrapped.bytes(), ""))).isEqualTo(Material.UNTOLD);
            ByteBuffer back = room();
            kms.unwrap(again, CONTEXT, back);
            assertThat(back.flip()).isEqualTo(key(2));
        }
    }

    @Test
    void anotherKekOfTheRegionIsReEncryptedInsideAndOthersAreNot() {
        String other = service.newKey("0002");
        try (Kms first = Given.open(service, arn);
                Kms second = Given.open(service, other)) {
            Wrapped wrapped = first.wrap(key(3), CONTEXT);
            Wrapped moved =
                    second.reEncrypt(wrapped, "aws-kms://" + arn, CONTEXT).orElseThrow();
            ByteBuffer back = room();
            second.unwrap(moved, CONTEXT, back);

            assertThat(back.flip()).isEqualTo(key(3));
            assertThat(service.count("Decrypt")).isOne();
            assertThatThrownBy(() -> first.unwrap(moved, CONTEXT, room())).isInstanceOf(NotAuthentic.class);
            for (String elsewhere : List.of(
                    "local-kms:./dev-keys.p12",
                    "aws-kms://arn:aws:kms:us-east-1:111122223333:key/mrk-0001",
                    "aws-kms://arn:aws-cn:kms:eu-central-1:111122223333:key/mrk-0001")) {
                assertThat(second.reEncrypt(wrapped, elsewhere, CONTEXT))
                        .as(elsewhere)
                        .isEmpty();
            }
            assertThat(service.count("ReEncrypt")).isOne();
        }
    }

    @Test
    void aReplicaInAnotherRegionOpensWhatThePrimaryWrapped() throws IOException {
        String primary = service.newKey("mrk-0003");
        try (KmsService elsewhere = new KmsService("us-east-1");
                Kms first = Given.open(service, primary);
                Kms second = Given.open(elsewhere, elsewhere.replica(service, primary));
                Kms stranger = Given.open(elsewhere, elsewhere.newKey("mrk-0004"))) {
            Wrapped wrapped = first.wrap(key(3), CONTEXT);
            ByteBuffer back = room();
            second.unwrap(wrapped, CONTEXT, back);

            assertThat(back.flip()).isEqualTo(key(3));
            assertThat(elsewhere.count("Decrypt")).isOne();
            assertThat(service.count("Decrypt")).isZero();
            assertThatThrownBy(() -> stranger.unwrap(wrapped, CONTEXT, room())).isInstanceOf(NotAuthentic.class);
            // ReEncrypt is of one region: the way between regions is through the process.
            assertThat(second.reEncrypt(wrapped, "aws-kms://" + primary, CONTEXT))
                    .isEmpty();
        }
    }

    @Test
    void anAliasWorksAndIsAnsweredByItsAccountsKeyAlone() {
        String alias = "arn:aws:kms:eu-central-1:111122223333:alias/clinic/kek";
        service.aliases.put(alias, arn);
        String elsewhere = "arn:aws:kms:eu-central-1:999999999999:key/theirs";
        service.keys.put(elsewhere, new ServiceKey());
        try (Kms kms = Given.open(service, alias)) {
            ByteBuffer key = room();
            Wrapped wrapped = kms.generate(CONTEXT, key);
            ByteBuffer back = room();
            kms.unwrap(wrapped, CONTEXT, back);
            assertThat(back.flip()).isEqualTo(key.flip());
            assertThat(kms.material(wrapped)).isEqualTo(Material.NEWEST);
            kms.probe();

            service.aliases.put(alias, service.newKey("retargeted"));
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, room())).isInstanceOf(NotAuthentic.class);
            service.aliases.put(alias, elsewhere);
            assertThatThrownBy(() -> kms.generate(CONTEXT, room())).isInstanceOf(NotAuthentic.class);
        }
    }

    @Test
    void anAnswerForAnotherKeyIsRefused() {
        try (Kms kms = Given.open(service, arn)) {
            Wrapped wrapped = kms.generate(CONTEXT, room());
            ByteBuffer into = room();
            for (Runnable call : List.<Runnable>of(
                    () -> kms.generate(CONTEXT, into),
                    () -> kms.unwrap(wrapped, CONTEXT, into),
                    () -> kms.reEncrypt(wrapped, "aws-kms://" + arn, CONTEXT))) {
                service.faults.add(Instead.of("other key"));
                assertThatThrownBy(call::run).isInstanceOf(NotAuthentic.class).hasMessageContaining("another key");
            }
            service.faults.add(Instead.of("other source"));
            assertThatThrownBy(() -> kms.reEncrypt(wrapped, "aws-kms://" + arn, CONTEXT))
                    .isInstanceOf(NotAuthentic.class)
                    .hasMessageContaining("from another key");
            kms.material(wrapped);
            service.faults.add(Instead.of("short key"));
            assertThatThrownBy(() -> kms.unwrap(wrapped, CONTEXT, into)).isInstanceOf(NotAuthentic.class);
            assertThat(into.position()).isZero();
            assertThat(into.array()).containsOnly(0);
        }
    }

    @Test
    void aProbeTellsTheStateAndMakesNothing() {
        try (Kms kms = Given.open(service, arn)) {
            kms.probe();
            serviceKey().state = "PendingDeletion";
            assertThatThrownBy(kms::probe).isInstanceOf(KeyRefused.class);
            serviceKey().state = "Enabled";
            serviceKey().usage = "SIGN_VERIFY";
            assertThatThrownBy(kms::probe).isInstanceOf(Misconfigured.class);
            service.denied.add("DescribeKey");
            assertThatThrownBy(kms::probe).isInstanceOf(KeyRefused.class);
            assertThat(service.plaintexts).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "aws-kms:",
                "aws-kms://",
                "aws-kms:arn:aws:kms:eu-central-1:111122223333:key/1",
                "aws-kms://0d1c7f6a-0000-4000-8000-000000000001",
                "aws-kms://alias/clinic",
                "aws-kms://arn:aws:s3:eu-central-1:111122223333:key/1",
                "aws-kms://arn:aws:kms::111122223333:key/1",
                "aws-kms://arn:aws:kms:eu-central-1:1111:key/1",
                "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/",
                "aws-kms://arn:aws:kms:eu-central-1:111122223333:key/1?endpoint=http://evil",
                "aws-kms://arn:aws:kms:eu-central-1:111122223333:alias/aws/rds",
                "aws-kms://arn:aws:kms:eu-central-1@evil.example:111122223333:key/1"
            })
    void whatIsNoArnOfAKeyIsRefused(String uri) {
        assertThatThrownBy(() -> new AwsKmsProvider().open(uri)).isInstanceOf(Misconfigured.class);
    }

    @Test
    void theAdapterIsFoundAndOpensWithoutAnyCall() {
        // No credentials, no region, no network: an outage never keeps an application from starting.
        KmsProviders.open("aws-kms://arn:aws:kms:eu-west-3:111122223333:key/1").close();
        KmsProviders.open("AWS-KMS://arn:aws-us-gov:kms:us-gov-west-1:111122223333:alias/x")
                .close();
    }
}
