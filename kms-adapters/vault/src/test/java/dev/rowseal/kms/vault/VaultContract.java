package dev.rowseal.kms.vault;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.Kms.Limits;
import dev.rowseal.kms.contract.Faults;
import dev.rowseal.kms.contract.NetworkKmsContract;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;

/** The contract, once with a key whose context is associated data and once with one that is derived. */
abstract class VaultContract extends NetworkKmsContract {

    private final LoopbackVault vault;

    VaultContract(boolean derived) throws IOException {
        vault = new LoopbackVault();
        vault.transit.create("rowseal", "aes256-gcm96", derived);
        vault.transit.create("other", "aes256-gcm96", derived);
    }

    @AfterEach
    final void stop() throws IOException {
        vault.close();
    }

    private static VaultKmsProvider provider() {
        return new VaultKmsProvider(
                Map.of(Identity.ROLE_ID, Auth.ROLE_ID, Identity.SECRET_ID, Auth.SECRET_ID)::get, System::nanoTime);
    }

    @Override
    protected Kms open() {
        return provider().open(kekUri());
    }

    @Override
    protected Kms open(Limits limits) {
        return provider().open(kekUri(), limits);
    }

    @Override
    protected Faults faults() {
        return vault;
    }

    @Override
    protected String kekUri() {
        return vault.uri("transit/rowseal");
    }

    @Override
    protected Optional<Kms> openAnother() {
        return Optional.of(provider().open(vault.uri("transit/other")));
    }

    @Override
    protected boolean rotate() {
        vault.transit.rotate("rowseal");
        return true;
    }

    @Override
    protected List<String> secrets() {
        return List.of(Auth.SECRET_ID, "hvs.loopback", Auth.JWT);
    }
}
