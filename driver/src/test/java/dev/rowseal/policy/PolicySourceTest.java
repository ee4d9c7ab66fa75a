package dev.rowseal.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rowseal.policy.ColumnPolicy.Lookup;
import dev.rowseal.policy.Policy.CachePolicy;
import dev.rowseal.policy.Policy.KmsPolicy;
import dev.rowseal.policy.TablePolicy.RowIdPolicy;
import dev.rowseal.value.DeclaredType;
import dev.rowseal.value.Equality;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PolicySourceTest {

    private static final String CLINIC = """
            rowseal: 1                               # configuration version
            namespace: clinic-prod
            kek: local-kms:./dev-keys.p12
            unwrap: [aws-kms://arn:aws:kms:eu-west-1:111122223333:key/one, "pkcs11:token=a;object=k?pin-source=file:/p"]
            key-table: vault.rowseal_keys
            cache: { ttl: 90s, grace: 1h, run-values: 1 }
            tables:
              patient:
                id: public.person
                row-id: { id: bigint }
                columns:
                  ssn:       { type: varchar(11), lookup: equality }
                  email:     { type: varchar(200), lookup: equality, equality: case-insensitive, group: email, index-column: email_ix }
                  birthday:  { type: date, phase: sealed }
                  salary:    { type: "decimal(12,2)", id: pay }
                  notes:     { type: text, pad: 64 }
              '"Odd Schema"."a.b ""c"" "':
                row-id:
                  zone: uuid
                  '"Number"': integer
                columns:
                  '"Password"': { type: text, lookup: equality, equality: exact }
            rotate-after: 90d
            kms: { timeout: 2500ms, attempts: 2 }
            credentials: aws-secretsmanager://arn:aws:secretsmanager:eu-west-1:111122223333:secret:team@x/password=1-AbCdEf
            """;

    @Test
    void readsEverythingThatTheGrammarHas() {
        Policy policy = PolicySource.parse(CLINIC, "clinic.yaml");

        assertThat(policy.namespace()).isEqualTo("clinic-prod");
        assertThat(policy.kek()).isEqualTo("local-kms:./dev-keys.p12");
        assertThat(policy.unwrap())
                .containsExactly(
                        "aws-kms://arn:aws:kms:eu-west-1:111122223333:key/one",
                        "pkcs11:token=a;object=k?pin-source=file:/p");
        assertThat(policy.keyTable()).isEqualTo(new TableName(plain("vault"), plain("rowseal_keys")));
        assertThat(policy.cache()).isEqualTo(new CachePolicy(Duration.ofSeconds(90), Duration.ofHours(1), 1));
        assertThat(policy.kms()).isEqualTo(new KmsPolicy(Duration.ofMillis(2500), 2));
        assertThat(policy.rotateAfter()).contains(Duration.ofDays(90));
        assertThat(policy.credentials())
                .contains(
                        "aws-secretsmanager://arn:aws:secretsmanager:eu-west-1:111122223333:secret:team@x/password=1-AbCdEf");
        assertThat(policy.tables())
                .containsExactly(
                        new TablePolicy(
                                new TableName(null, plain("patient")),
                                "public.person",
                                List.of(new RowIdPolicy(plain("id"), type("bigint"))),
                                List.of(
                                        column("ssn", 12, "varchar(11)", new Lookup(Equality.EXACT, null, null)),
                                        column(
                                                "email",
                                                13,
                                                "varchar(200)",
                                                new Lookup(Equality.CASE_INSENSITIVE, "email", plain("email_ix"))),
                                        column("birthday", 14, "date", null),
                                        new ColumnPolicy(
                                                plain("salary"), "pay", type("decimal(12,2)"), null, 1, at(15)),
                                        new ColumnPolicy(plain("notes"), null, type("text"), null, 64, at(16))),
                                at(8)),
                        new TablePolicy(
                                new TableName(new Name("Odd Schema", true), new Name("a.b \"c\" ", true)),
                                null,
                                List.of(
                                        new RowIdPolicy(plain("zone"), type("uuid")),
                                        new RowIdPolicy(new Name("Number", true), type("integer"))),
                                List.of(new ColumnPolicy(
                                        new Name("Password", true),
                                        null,
                                        type("text"),
                                        new Lookup(Equality.EXACT, null, null),
                                        1,
                                        at(22))),
                                at(17)));
    }

    @Test
    void hasDefaults() {
        Policy policy = PolicySource.parse("""
                rowseal: 1
                namespace: n
                kek: local-kms:k
                tables: { t: { row-id: { id: integer }, columns: { c: { type: text } } } }
                """, "t.yaml");

        assertThat(policy.unwrap()).isEmpty();
        assertThat(policy.keyTable()).isEqualTo(new TableName(null, plain("rowseal_keys")));
        assertThat(policy.cache()).isEqualTo(CachePolicy.DEFAULT);
        assertThat(policy.kms()).isEqualTo(KmsPolicy.DEFAULT);
        assertThat(policy.rotateAfter()).isEmpty();
    }

    @Test
    void namesTheIndexColumnAsTheColumnIsQuoted() {
        Policy policy = PolicySource.parse(CLINIC, "clinic.yaml");

        assertThat(policy.tables().get(0).columns().get(0).indexName()).isEqualTo(plain("ssn_idx"));
        assertThat(policy.tables().get(0).columns().get(1).indexName()).isEqualTo(plain("email_ix"));
        assertThat(policy.tables().get(0).columns().get(2).indexName()).isNull();
        assertThat(policy.tables().get(1).columns().get(0).indexName()).isEqualTo(new Name("Password_idx", true));
    }

    private static Name plain(String text) {
        return new Name(text, false);
    }

    private static DeclaredType type(String text) {
        return DeclaredType.parse(text);
    }

    private static ColumnPolicy column(String name, int line, String type, @Nullable Lookup lookup) {
        return new ColumnPolicy(plain(name), null, type(type), lookup, 1, at(line));
    }

    private static Position at(int line) {
        return new Position("clinic.yaml", line);
    }
}
