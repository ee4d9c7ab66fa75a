package dev.rowseal.kms.pkcs11;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.contract.KmsContract;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;

@OnSoftHsm
class Pkcs11KmsContractTest extends KmsContract {

    @SuppressWarnings("NullAway.Init") // by makeToken
    private static SoftHsm.Token token;

    @BeforeAll
    static void makeToken() throws Exception {
        token = SoftHsm.token("contract");
        token.generate("kek");
        token.generate("other");
    }

    @Override
    protected Kms open() {
        return new Pkcs11KmsProvider(SoftHsm.knowing()).open(kekUri());
    }

    @Override
    protected String kekUri() {
        return token.uri("kek");
    }

    @Override
    protected Optional<Kms> openAnother() {
        return Optional.of(new Pkcs11KmsProvider(SoftHsm.knowing()).open(token.uri("other")));
    }

    @Override
    protected int flips() {
        return Integer.MAX_VALUE;
    }

    @Override
    protected List<String> secrets() {
        return List.of(SoftHsm.PIN);
    }
}
