package dev.rowseal.kms.local;

import dev.rowseal.kms.Kms;
import dev.rowseal.kms.contract.KmsContract;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

class LocalKmsContractTest extends KmsContract {

    @TempDir
    @SuppressWarnings("NullAway.Init") // by JUnit
    Path directory;

    @Override
    protected Kms open() {
        return new LocalKmsProvider(Given.password("correct horse")).open(kekUri());
    }

    @Override
    protected String kekUri() {
        return "local-kms:" + directory.resolve("kek.p12");
    }

    @Override
    protected boolean rotate() throws Exception {
        Keystores.addVersion(directory.resolve("kek.p12"), "correct horse", 2);
        return true;
    }

    @Override
    protected int flips() {
        return Integer.MAX_VALUE;
    }
}
